import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClearingEnd, Fairness, FairnessReport, Objective } from '#matching';
import type { LocalDate } from '#platform';
import type { PolicyId } from '#statutes';
import type { ClearedPairOutcome, ClearingStatus } from './clearing.graphql.js';
import type { WhatIf } from './clearing.what-if.js';

/** What a run found, and the proof of how good it is. Figures alone; its pairs are rows of their own. */
export interface ClearingResult {
  /** sha256 of what was cleared, whatever the order of its rows. */
  readonly inputsHash: string;
  /** Of whatever chance the engine takes. */
  readonly seed: number;
  /** The version of the weights. */
  readonly weights: string;
  /** What was cleared: requests, slots, and pairs of them that fit. */
  readonly requests: number;
  readonly slots: number;
  readonly feasiblePairs: number;
  /** How many pairs it proposes. */
  readonly pairs: number;
  readonly objective: Objective;
  readonly dual: number;
  readonly gap: number;
  readonly end: ClearingEnd;
  /** Whether the independent checker found nothing wrong; the figures are as it worked them out. */
  readonly certified: boolean;
  /** What it found wrong. */
  readonly faults: readonly string[];
  readonly before: FairnessReport;
  readonly after: FairnessReport;
}

/** A run of the matcher over all open offers and requests of an area and term. */
@Entity('clearing')
export class Clearing {
  @PrimaryColumn('text')
  id: string;

  /** The area whose schools are cleared; null for all of England. */
  @Column('text', { name: 'area_code', nullable: true })
  areaCode: string | null;

  @Column('date', { name: 'first_day' })
  firstDay: LocalDate;

  @Column('date', { name: 'last_day' })
  lastDay: LocalDate;

  @Column('text')
  policy: PolicyId;

  @Column('text')
  fairness: Fairness;

  /** Sessions and places that a school gets at most for one benchmark; null for no limit. */
  @Column('integer', { name: 'most_per_benchmark', nullable: true })
  mostPerBenchmark: number | null;

  @Column('boolean', { name: 'dry_run' })
  dryRun: boolean;

  @Column('jsonb', { name: 'what_if', nullable: true })
  whatIf: WhatIf | null;

  @Column('integer', { name: 'time_limit_seconds' })
  timeLimitSeconds: number;

  @Column('text')
  status: ClearingStatus;

  /** Somebody asked for it to be cancelled while it ran. */
  @Column('boolean', { name: 'cancel_asked' })
  cancelAsked: boolean;

  /** How far it has come, 0 to 1. */
  @Column('real')
  progress: number;

  /** What it is doing, in a word or two. */
  @Column('text')
  stage: string;

  @Column('text', { name: 'started_by' })
  startedBy: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  appliedAt: Date | null;

  /** Null until it has finished. */
  @Column('jsonb', { nullable: true })
  result: ClearingResult | null;
}

/** A request and a slot that a run brings together. */
@Entity('clearing_pair')
export class ClearedPair {
  @PrimaryColumn('text', { name: 'clearing_id' })
  clearingId: string;

  /** 1 for the best of the run. */
  @PrimaryColumn('integer')
  place: number;

  @Column('text', { name: 'request_id' })
  requestId: string;

  @Column('text', { name: 'slot_id' })
  slotId: string;

  /** Sessions of an encounter, places of a placement. */
  @Column('integer')
  units: number;

  /** 0 to 1000, as a match has it. */
  @Column('smallint')
  score: number;

  /** 0 to 600. */
  @Column('smallint', { name: 'pair_score' })
  pairScore: number;

  @Column('text')
  explanation: string;

  @Column('text')
  outcome: ClearedPairOutcome;

  /** Why it was refused, in a sentence. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { name: 'proposal_id', nullable: true })
  proposalId: string | null;
}
