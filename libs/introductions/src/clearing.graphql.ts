import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Fairness } from '#matching';
import { OfferType, SlotType } from '#offers';
import { connectionOf, DateTime, LocalDateScalar, Node } from '#platform';
import { AreaType } from '#reference';
import { RequestType } from '#requests';
import { PolicyId } from '#statutes';
import { ClearingResultType } from './clearing.figures.graphql.js';
import { ProposalStatus } from './proposal.graphql.js';

/** How far a clearing has come. */
export enum ClearingStatus {
  QUEUED = 'queued',
  RUNNING = 'running',
  FINISHED = 'finished',
  APPLIED = 'applied',
  CANCELLED = 'cancelled',
  FAILED = 'failed',
}

registerEnumType(ClearingStatus, {
  name: 'ClearingStatus',
  description: 'How far a clearing has come.',
  valuesMap: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'A worker is at it.' },
    FINISHED: { description: 'It has an answer, which proposes nothing to anybody yet.' },
    APPLIED: { description: 'Its pairs were put to both sides, each as a proposal that holds its capacity.' },
    CANCELLED: { description: 'Somebody cancelled it; it has no answer.' },
    FAILED: { description: 'It could not be worked out; it has no answer.' },
  },
});

registerEnumType(Fairness, {
  name: 'Fairness',
  description: 'How much a clearing prefers schools that have little.',
  valuesMap: {
    NONE: { description: 'Not at all: it finds the most points in all.' },
    HARMONIC: {
      description:
        'By how few sessions a school has this year, and by the share of its pupils who are short.',
    },
    QUADRATIC: { description: 'By the share of its pupils who are short, most for its first sessions.' },
  },
});

/** What became of a pair of a clearing. */
export enum ClearedPairOutcome {
  OPEN = 'open',
  PROPOSED = 'proposed',
  NOT_ON_THE_MARKET = 'not_on_the_market',
  DOES_NOT_FIT = 'does_not_fit',
  CAPACITY_EXHAUSTED = 'capacity_exhausted',
  REQUEST_FILLED = 'request_filled',
  ALREADY_PROPOSED = 'already_proposed',
  TIME_TAKEN = 'time_taken',
}

registerEnumType(ClearedPairOutcome, {
  name: 'ClearedPairOutcome',
  description:
    'What became of a pair of a clearing: what changed before it was applied is told, not overwritten.',
  valuesMap: {
    OPEN: { description: 'Nothing yet: the clearing is not applied.' },
    PROPOSED: { description: 'It was put to both sides.' },
    NOT_ON_THE_MARKET: { description: 'The offer or the request had left the market.' },
    DOES_NOT_FIT: { description: 'The two did not fit any more; or one side had declined.' },
    CAPACITY_EXHAUSTED: { description: 'The slot had not so much left.' },
    REQUEST_FILLED: { description: 'The request did not look for so much any more.' },
    ALREADY_PROPOSED: { description: 'The two were proposed or booked together already.' },
    TIME_TAKEN: { description: 'Whoever would come, or the pupils, had something else at that time.' },
  },
});

@ObjectType('Clearing', {
  implements: () => [Node],
  description: 'A run of the matcher over all open offers and requests of an area and term. For operators.',
})
export class ClearingType extends Node {
  @Field(() => ClearingStatus, { description: 'How far it has come.' })
  status: ClearingStatus;

  @Field(() => Float, { description: 'How far its work has come, 0 to 1: ask again every second or so.' })
  progress: number;

  @Field(() => String, { description: 'What it is doing, in a word or two.' })
  stage: string;

  @Field(() => LocalDateScalar, { description: 'The first day on which its pairs may meet.' })
  firstDay: string;

  @Field(() => LocalDateScalar, { description: 'The last such day.' })
  lastDay: string;

  @Field(() => PolicyId, { description: 'The edition of the benchmarks that needs are read under.' })
  policy: PolicyId;

  @Field(() => Fairness, { description: 'How much it prefers schools that have little.' })
  fairness: Fairness;

  @Field(() => Int, {
    nullable: true,
    description: 'Sessions and places that it gives a school at most for one benchmark; null for no limit.',
  })
  mostPerBenchmark: number | null;

  @Field(() => Boolean, { description: 'Whether it is for looking at alone, and cannot be applied.' })
  dryRun: boolean;

  @Field(() => Int, { description: 'After how many seconds it answers with the best it has by then.' })
  timeLimitSeconds: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When a worker began.' })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it finished, failed or was cancelled.' })
  finishedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was applied.' })
  appliedAt: Date | null;

  @Field(() => AreaType, { nullable: true, description: 'The area of its schools; null for all of England.' })
  area?: AreaType | null;

  @Field(() => ClearingResultType, {
    nullable: true,
    description: 'What it found; null until it has finished.',
  })
  result?: ClearingResultType | null;
}

@ObjectType({ description: 'A page of clearings.' })
export class ClearingConnection extends connectionOf(ClearingType, 'Clearing') {}

@ObjectType('ClearedPair', { description: 'A request and a slot that a clearing brings together.' })
export class ClearedPairType {
  @Field(() => Int, { description: 'Its place among the pairs of the clearing: 1 for the best.' })
  place: number;

  @Field(() => Int, { description: 'How many sessions or places.' })
  units: number;

  @Field(() => Int, { description: '0 to 1000: how good a match it is, taken by itself.' })
  score: number;

  @Field(() => Int, { description: '0 to 600: how well the two suit each other.' })
  pairScore: number;

  @Field(() => String, { description: 'The match in one sentence.' })
  explanation: string;

  @Field(() => ClearedPairOutcome, { description: 'What became of it.' })
  outcome: ClearedPairOutcome;

  @Field(() => String, { nullable: true, description: 'Why it was not proposed, in a sentence.' })
  reason: string | null;

  @Field(() => OfferType, { description: 'The offer.' })
  offer?: OfferType;

  @Field(() => SlotType, { description: 'The slot of the offer.' })
  slot?: SlotType;

  @Field(() => RequestType, { description: 'The request.' })
  request?: RequestType;

  @Field(() => ProposalStatus, {
    nullable: true,
    description: 'How far the proposal has come that was made of it; null where none was.',
  })
  proposalStatus: ProposalStatus | null;
}

@ObjectType({ description: 'A page of what a clearing proposes, the best first.' })
export class ClearedPairConnection extends connectionOf(ClearedPairType, 'ClearedPair') {}
