import type { Benchmark, LocalDate } from '#statutes';
import type { MatchOffer, MatchRequest } from './pair.js';

/**
 * What a clearing works from. All of it is data and no clock is read: equal problems give equal answers, in whatever
 * order their rows come.
 */
export interface ClearingProblem {
  readonly today: LocalDate;
  /** One for each slot, with what is left of it. No two have the same `slotId`. */
  readonly offers: readonly MatchOffer[];
  /**
   * No two have the same `requestId`. `outstanding` is how many sessions or places are looked for; `need` is this
   * request's own part where several name the same groups (`splitNeeds`).
   */
  readonly requests: readonly MatchRequest[];
  /**
   * Sessions or places that a person will still give in all, by person; absent without a limit. Whoever has a limit
   * here gives all their slots for one employer.
   */
  readonly persons: ReadonlyMap<string, number>;
  /** Sessions or places that an employer will still give in all, by employer; absent without a limit. */
  readonly employers: ReadonlyMap<string, number>;
  /**
   * Ids of slots that overlap in time, all of one person: one session can be given in all of them together. A slot
   * stands in one of these at most.
   */
  readonly blocks: readonly (readonly string[])[];
  /** What a school takes at most for a benchmark; whoever has none takes whatever it looks for. One for each of both. */
  readonly quotas: readonly Quota[];
  /** Points for the first, second … session found for a school, never rising; none beyond the list. */
  readonly bonuses: ReadonlyMap<string, readonly number[]>;
  /** Pairs that are not to come about, such as one that was declined. */
  readonly forbidden: readonly PairName[];
}

/** Sessions and places that a school takes in all of its requests for one benchmark. */
export interface Quota {
  readonly schoolId: string;
  readonly benchmark: Benchmark;
  /** 0 or more. */
  readonly units: number;
}

/** A request and a slot. */
export interface PairName {
  readonly requestId: string;
  readonly slotId: string;
}

/** Sessions or places that a clearing gives a request of a slot. */
export interface ClearedPair extends PairName {
  /**
   * Sessions of an encounter, places of a placement. One where the offer names a person: each session of a request goes
   * to somebody else.
   */
  readonly units: number;
  /** 0–600, of each unit: `Score.pairScore`. */
  readonly pairScore: number;
}

/** What is maximised, and its parts: whole points. */
export interface Objective {
  readonly total: number;
  /** Pair scores of all units. */
  readonly score: number;
  /** Gains of all units that serve a benchmark: the k-th of a request gains `gainOf(request, k)`. */
  readonly gain: number;
  /** Bonuses of all schools. */
  readonly bonus: number;
  /** Sessions and places given. */
  readonly units: number;
}

/**
 * Prices, in points: what one more unit is worth at each place where something is limited. Whatever they are, they bound
 * what any clearing can reach (weak duality); wrong ones only bound it worse. Places without a limit of their own have
 * none. See `certify` for the bound.
 */
export interface Prices {
  /** What one more session for the school would bring below its bonus; by school. */
  readonly schools: ReadonlyMap<string, number>;
  /** For each of `problem.quotas`, in that order: what one more unit of the school for the benchmark would bring. */
  readonly quotas: readonly number[];
  /** For each of `problem.requests`, in that order: what one more unit of the request would bring, its gain included. */
  readonly requests: readonly number[];
  /** For each request: what one more unit that serves its benchmark would bring, apart from its gain. */
  readonly serving: readonly number[];
  /** For each request: what one more unit that does not serve its benchmark would bring. */
  readonly others: readonly number[];
  /** For each of `problem.offers`, in that order: what a unit of the slot costs, all limits above it included. */
  readonly slots: readonly number[];
  /** For each of `problem.blocks`, in that order. */
  readonly blocks: readonly number[];
  readonly persons: ReadonlyMap<string, number>;
  readonly employers: ReadonlyMap<string, number>;
}

/** How a clearing came to its end. */
export enum ClearingEnd {
  /** Nothing better exists: the gap is 0. */
  OPTIMAL = 'optimal',
  /** It was told to be content with a gap, and is. */
  WITHIN_GAP = 'within_gap',
  /** It was stopped: the best answer until then, with its gap. */
  STOPPED = 'stopped',
}

/** An answer, with the proof of how good it is. */
export interface Clearing {
  /** By request's id, then slot's id, in the order of their bytes. */
  readonly pairs: readonly ClearedPair[];
  readonly objective: Objective;
  readonly prices: Prices;
  /** No clearing of the problem reaches more points than this. */
  readonly dual: number;
  /** `dual - objective.total`: 0 where nothing better exists. */
  readonly gap: number;
  readonly end: ClearingEnd;
  /** How many pairs of slot and request fit. */
  readonly feasiblePairs: number;
}
