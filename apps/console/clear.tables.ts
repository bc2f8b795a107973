import {
  type Clearing,
  type ClearingProblem,
  everyPair,
  gainOf,
  type MatchOffer,
  type MatchRequest,
  score,
  ScorePartName,
} from '#matching';
import type { OfferRow } from './clear.rows.js';
import type { Sink } from './clear.sinks.js';

/** A clearing of rows, with what it was made of. */
export interface ClearedRows {
  readonly problem: ClearingProblem;
  readonly offerOf: ReadonlyMap<string, OfferRow>;
  readonly clearing: Clearing;
}

/** The parts that make a pair score; need is not of a pair, but of each further session. */
const PARTS = Object.values(ScorePartName).filter((name) => name !== ScorePartName.NEED);

/** What was found: `request, offer, sessions, score, km` and the parts of the score, by request and offer. */
export function writeOut(cleared: ClearedRows, sink: Sink): void {
  const { problem } = cleared;
  const requests = new Map(problem.requests.map((request) => [request.requestId, request]));
  const slots = new Map(problem.offers.map((slot) => [slot.slotId, slot]));
  sink.row('request', 'offer', 'sessions', 'score', 'km', ...PARTS);
  for (const { requestId, slotId, sessions } of sessionsOf(cleared)) {
    const [offer, request] = [slots.get(slotId)!, requests.get(requestId)!];
    const { pairScore, parts, distanceMetres } = score(offer, request, problem.today);
    const points = PARTS.map((name) => parts.find((part) => part.name === name)?.points ?? 0);
    sink.row(requestId, offer.offerId, sessions, pairScore, distanceMetres / 1000, ...points);
  }
}

/** The sessions of each request and row. A row with several activities may give some of each: they count together. */
function sessionsOf({ clearing, offerOf }: ClearedRows) {
  const found = new Map<string, { requestId: string; slotId: string; sessions: number }>();
  for (const { requestId, slotId, units } of clearing.pairs) {
    const key = JSON.stringify([requestId, offerOf.get(slotId)?.id]);
    const known = found.get(key);
    if (known) known.sessions += units;
    else found.set(key, { requestId, slotId, sessions: units });
  }
  return found.values();
}

/** Every pair that fits with its score, `request, offer, score`: there may be millions. */
export function writePairs(cleared: Pick<ClearedRows, 'problem' | 'offerOf'>, sink: Sink): void {
  sink.row('request', 'offer', 'score');
  everyRowPair(cleared, (request, offer, points) => sink.row(request.requestId, offer.offerId, points));
}

/** How many rows fit: as many lines as `writePairs` writes. */
export function countPairs(cleared: ClearedRows): number {
  // Without rows of several activities the clearing has counted them.
  if (cleared.problem.employers.size === 0) return cleared.clearing.feasiblePairs;
  let count = 0;
  everyRowPair(cleared, () => (count += 1));
  return count;
}

/** Each pair of rows once, though they may share several activities. */
function everyRowPair(
  { problem, offerOf }: Pick<ClearedRows, 'problem' | 'offerOf'>,
  visit: (request: MatchRequest, offer: MatchOffer, points: number) => void,
): void {
  const rows = new Map([...new Set(offerOf.values())].map((row, number) => [row, number]));
  const rowOf = Int32Array.from(problem.offers, ({ slotId }) => rows.get(offerOf.get(slotId)!)!);
  const seenBy = new Int32Array(rows.size).fill(-1);
  everyPair(problem, (request, slot, points) => {
    const row = rowOf[slot]!;
    if (seenBy[row] === request) return;
    seenBy[row] = request;
    visit(problem.requests[request]!, problem.offers[slot]!, points);
  });
}

/** What each further session of a request gains, `request, k, gain`, for as many as it looks for. */
export function writeGains({ requests }: Pick<ClearingProblem, 'requests'>, sink: Sink): void {
  sink.row('request', 'k', 'gain');
  for (const request of requests)
    for (let k = 1; k <= request.outstanding; k += 1) sink.row(request.requestId, k, gainOf(request, k));
}

/** What each further session of a school is worth beside, `school, k, bonus`, for as many as it looks for. */
export function writeBonuses({ requests, bonuses }: ClearingProblem, sink: Sink): void {
  const asked = new Map<string, number>();
  for (const { schoolId, outstanding } of requests)
    asked.set(schoolId, (asked.get(schoolId) ?? 0) + outstanding);
  sink.row('school', 'k', 'bonus');
  for (const [school, sessions] of asked)
    for (let k = 1; k <= sessions; k += 1) sink.row(school, k, bonuses.get(school)?.[k - 1] ?? 0);
}
