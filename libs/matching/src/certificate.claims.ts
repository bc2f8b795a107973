import { RequestKind } from '#statutes';
import { type Faults, MISFITS } from './certificate.faults.js';
import { Misfit, type Pairs } from './certificate.pairs.js';
import type { ClearedPair, ClearingProblem, Objective } from './clearing.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { ScorePartName, WEIGHTS } from './weights.js';

/** A cleared pair whose rows are known and whose units can be counted. */
interface Known {
  readonly offer: MatchOffer;
  readonly request: MatchRequest;
  readonly units: number;
  /** Its pair score, as it is and not as it was claimed. */
  readonly points: number;
  readonly serves: boolean;
}

/** Checks every cleared pair and every limit, and counts again what the pairs are worth. */
export function checkClaims(
  problem: ClearingProblem,
  pairs: Pairs,
  cleared: readonly ClearedPair[],
  faults: Faults,
): Objective {
  const known = checkPairs(problem, pairs, cleared, faults);
  checkRows(known, faults);
  checkQuotas(problem, known, faults);
  checkGivers(problem, known, faults);
  checkBlocks(problem, known, faults);
  const score = sum(known.map(({ units, points }) => units * points));
  const [gain, bonus] = [gainOfAll(known), bonusOfAll(problem, known)];
  return { total: score + gain + bonus, score, gain, bonus, units: sum(known.map(({ units }) => units)) };
}

function checkPairs(
  { requests }: ClearingProblem,
  pairs: Pairs,
  cleared: readonly ClearedPair[],
  faults: Faults,
): Known[] {
  const slotOf = numbered('slots', pairs.offers, ({ slotId }) => slotId, faults);
  const requestOf = numbered('requests', requests, ({ requestId }) => requestId, faults);
  const [known, seen]: [Known[], Set<string>] = [[], new Set()];
  for (const claim of cleared) {
    const [slot, number] = [slotOf.get(claim.slotId) ?? -1, requestOf.get(claim.requestId) ?? -1];
    const [offer, request] = [pairs.offers[slot], requests[number]];
    const name = `Request ${claim.requestId} and slot ${claim.slotId}`;
    if (!offer || !request) {
      faults.add(`${name} are not both in the problem.`);
      continue;
    }
    if (seen.has(`${slot} ${number}`)) faults.add(`${name} are paired more than once.`);
    seen.add(`${slot} ${number}`);
    pairs.ask(number);
    const points = checkPair(pairs, slot, claim, faults);
    if (isCount(claim.units)) {
      known.push({ offer, request, units: claim.units, points, serves: pairs.serves(slot) });
    } else faults.add(`${name} are given ${claim.units} units, which is no whole number from 1 on.`);
  }
  return known;
}

/** The place of each row by its id, which is to be of that row alone. */
function numbered<Row>(
  noun: string,
  rows: readonly Row[],
  idOf: (row: Row) => string,
  faults: Faults,
): Map<string, number> {
  const found = new Map<string, number>();
  let repeated = 0;
  rows.forEach((row, at) => {
    found.set(idOf(row), at);
    // Counted, not looked up: that would take as long again.
    if (found.size + repeated === at + 1) return;
    repeated += 1;
    faults.add(`Two ${noun} of the problem have the id ${idOf(row)}.`);
  });
  return found;
}

/** @returns the pair score as it is */
function checkPair(pairs: Pairs, slot: number, claim: ClearedPair, faults: Faults): number {
  const name = `Request ${claim.requestId} and slot ${claim.slotId}`;
  const misfit = pairs.misfit(slot);
  if (misfit === Misfit.DISTANCE) {
    faults.add(`${name} do not fit: ${MISFITS[misfit]}, at ${pairs.metres(slot)} metres.`);
  } else if (misfit !== Misfit.NONE) faults.add(`${name} do not fit: ${MISFITS[misfit]}.`);
  const points = pairs.points(slot);
  if (claim.pairScore !== points) {
    faults.add(`${name} have a pair score of ${points}, not ${claim.pairScore}.`);
  }
  return points;
}

function checkRows(known: readonly Known[], faults: Faults): void {
  for (const [{ slotId, slot }, units] of tally(known, ({ offer }) => offer)) {
    if (!(units <= slot.remaining)) {
      faults.add(`Slot ${slotId} gives ${units}, of which it has ${slot.remaining} left.`);
    }
  }
  for (const [{ requestId, outstanding }, units] of tally(known, ({ request }) => request)) {
    if (!(units <= outstanding)) {
      faults.add(`Request ${requestId} is given ${units}, where it looks for ${outstanding}.`);
    }
  }
  for (const ofRequest of grouped(known, ({ request }) => request).values()) {
    for (const [person, units] of tally(ofRequest, ({ offer }) => offer.personId)) {
      if (person === null || units <= 1) continue;
      const id = ofRequest[0]?.request.requestId;
      faults.add(`Person ${person} is given ${units} times for request ${id}, where each is to be another.`);
    }
  }
}

function checkQuotas({ quotas }: ClearingProblem, known: readonly Known[], faults: Faults): void {
  const given = tally(known, ({ request }) => `${request.benchmark} ${request.schoolId}`);
  const seen = new Set<string>();
  for (const { schoolId, benchmark, units } of quotas) {
    const name = `${benchmark} ${schoolId}`;
    const count = given.get(name) ?? 0;
    if (!(count <= units))
      faults.add(`School ${schoolId} is given ${count} for ${benchmark}, where it takes ${units}.`);
    if (seen.has(name)) faults.add(`School ${schoolId} has two quotas for ${benchmark}.`);
    seen.add(name);
  }
}

function checkGivers({ persons, employers }: ClearingProblem, known: readonly Known[], faults: Faults): void {
  for (const [person, units] of tally(known, ({ offer }) => offer.personId)) {
    const limit = (person === null ? undefined : persons.get(person)) ?? Infinity;
    if (!(units <= limit)) faults.add(`Person ${person} gives ${units} in all, where ${limit} are left.`);
  }
  for (const [employer, units] of tally(known, ({ offer }) => offer.employerId)) {
    const limit = (employer === null ? undefined : employers.get(employer)) ?? Infinity;
    if (!(units <= limit)) faults.add(`Employer ${employer} gives ${units} in all, where ${limit} are left.`);
  }
}

function checkBlocks({ blocks }: ClearingProblem, known: readonly Known[], faults: Faults): void {
  const given = tally(known, ({ offer }) => offer.slotId);
  for (const block of blocks) {
    const units = sum(block.map((slotId) => given.get(slotId) ?? 0));
    if (units > 1) {
      faults.add(`The slots ${block.join(', ')} overlap, and ${units} sessions are given in them together.`);
    }
  }
}

function gainOfAll(known: readonly Known[]): number {
  const serving = known.filter(({ serves }) => serves);
  return sum(
    [...tally(serving, ({ request }) => request)].map(([request, units]) => sum(gains(request, units))),
  );
}

/** What the first, second … further unit of a request gains where it serves the benchmark, as far as there is a gain. */
export function gains(request: MatchRequest, units: number): number[] {
  const { kind, pupilsPerSession, booked, need } = request;
  const pupils = kind === RequestKind.PLACEMENT ? 1 : pupilsPerSession;
  const found: number[] = [];
  for (let short = (need ?? 0) - booked * pupils; found.length < units && short > 0; short -= pupils) {
    const points = WEIGHTS.perPupil * Math.min(pupils, short);
    // Of sessions without pupils nobody gains, and they would never end.
    if (points <= 0) break;
    found.push(Math.min(WEIGHTS.max[ScorePartName.NEED], points));
  }
  return found;
}

function bonusOfAll({ bonuses }: ClearingProblem, known: readonly Known[]): number {
  const bySchool = tally(known, ({ request }) => request.schoolId);
  return sum([...bySchool].map(([school, units]) => sum((bonuses.get(school) ?? []).slice(0, units))));
}

/** Units by whatever a pair counts towards. */
function tally<Key>(known: readonly Known[], keyOf: (pair: Known) => Key): Map<Key, number> {
  const units = new Map<Key, number>();
  for (const pair of known) {
    const key = keyOf(pair);
    units.set(key, (units.get(key) ?? 0) + pair.units);
  }
  return units;
}

function grouped<Key>(known: readonly Known[], keyOf: (pair: Known) => Key): Map<Key, Known[]> {
  const found = new Map<Key, Known[]>();
  for (const pair of known) {
    const others = found.get(keyOf(pair));
    if (others) others.push(pair);
    else found.set(keyOf(pair), [pair]);
  }
  return found;
}

function isCount(units: number): boolean {
  return Number.isInteger(units) && units >= 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
