import { createHash } from 'node:crypto';
import {
  type Certificate,
  type Clearing,
  type Fairness,
  fairnessOf,
  type FairnessReport,
  type ServedSchool,
  WEIGHTS,
} from '#matching';
import { type ClearedRows, countPairs } from './clear.tables.js';
import type { OfferRow, RequestRow } from './clear.rows.js';

/** A clearing in figures, as `--summary` writes it. Points, shares of 0–1, seconds and megabytes. */
export interface Summary {
  objective: number;
  /** The parts of the objective. */
  score: number;
  gain: number;
  bonus: number;
  /** No clearing of the same rows has more points than this. */
  dual: number;
  /** `dual` less `objective`: 0 where nothing better exists. */
  gap: number;
  /** Sessions given. */
  units: number;
  end: Clearing['end'];
  offers: number;
  requests: number;
  sessionsAsked: number;
  /** How many pairs of request and offer fit. */
  pairs: number;
  badRows: number;
  fairness: { rule: Fairness } & FairnessReport;
  inputsHash: string;
  weights: string;
  /** Nothing is drawn by lot, so that this is always 0. */
  seed: number;
  seconds: number;
  peakMemoryMb: number;
  certificate: Certificate;
}

/** The rows that were cleared, and how. */
export interface Rows {
  readonly offers: readonly OfferRow[];
  readonly requests: readonly RequestRow[];
  readonly fairness: Fairness;
}

/** What the process has used; measured by whoever may look at a clock. */
export interface Effort {
  seconds: number;
  peakMemoryMb: number;
  badRows: number;
}

/** A clearing of rows in figures. */
export function summaryOf(
  rows: Rows,
  cleared: ClearedRows,
  certificate: Certificate,
  effort: Effort,
): Summary {
  const { objective, dual, gap, end } = cleared.clearing;
  return {
    objective: objective.total,
    ...{ score: objective.score, gain: objective.gain, bonus: objective.bonus },
    ...{ dual, gap, units: objective.units, end },
    ...{ offers: rows.offers.length, requests: rows.requests.length },
    sessionsAsked: rows.requests.reduce((sum, { sessions }) => sum + sessions, 0),
    pairs: countPairs(cleared),
    fairness: { rule: rows.fairness, ...fairnessOf(servedSchools(rows.requests, cleared.clearing)) },
    ...{ inputsHash: inputsHash(rows), weights: WEIGHTS.id, seed: 0 },
    ...effort,
    certificate,
  };
}

/** What each school of the requests asked for and was given. */
export function servedSchools(
  requests: readonly RequestRow[],
  { pairs }: Pick<Clearing, 'pairs'>,
): ServedSchool[] {
  const given = new Map<string, number>();
  for (const { requestId, units } of pairs) given.set(requestId, (given.get(requestId) ?? 0) + units);
  const schools = new Map<string, { -readonly [Key in keyof ServedSchool]: ServedSchool[Key] }>();
  for (const { id, school, region, type, sessions } of requests) {
    const known = schools.get(school) ?? { id: school, region, type, asked: 0, served: 0 };
    known.asked += sessions;
    known.served += given.get(id) ?? 0;
    schools.set(school, known);
  }
  return [...schools.values()];
}

/** SHA-256 of all good rows and the rule of fairness. The order of the rows and of the columns does not matter. */
export function inputsHash({ offers, requests, fairness }: Rows): string {
  const lines = [
    ...offers.map((row) => `offer ${JSON.stringify(row)}`),
    ...requests.map((row) => `request ${JSON.stringify(row)}`),
  ].sort();
  const hash = createHash('sha256').update(`fairness ${fairness}\n`);
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}
