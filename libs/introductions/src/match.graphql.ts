import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MatchRanking, ObstacleCode, ScorePartName, Side } from '#matching';
import { OfferType, SlotType } from '#offers';
import { connectionOf, LocalDateScalar } from '#platform';
import { RequestType } from '#requests';
import { Mode } from '#statutes';

registerEnumType(ScorePartName, {
  name: 'ScorePartName',
  description: 'What a score is made of.',
  valuesMap: {
    SECTOR: { description: 'Whether the offer is in a sector asked for.' },
    PROXIMITY: { description: 'How near the two are.' },
    RESPONSIVENESS: { description: 'How reliably the offerer answers.' },
    FRESHNESS: { description: 'How recently the offer was published.' },
    YEAR_GROUPS: { description: 'How closely the offer is meant for the years asked for.' },
    SIZE: { description: 'How well the pupils fill what is offered.' },
    NEED: { description: 'How many pupils it would newly bring over the benchmark.' },
  },
});

registerEnumType(MatchRanking, {
  name: 'MatchRanking',
  description: 'In which order the offers for a request stand, and which slot of an offer is shown.',
  valuesMap: {
    BY_SCORE: { description: 'The highest score first: the best for this request.' },
    BEST_FOR_ALL: {
      description:
        'The highest score less `neededElsewhere` first: whoever others need more stands farther down, for the good of all schools together.',
    },
  },
});

registerEnumType(ObstacleCode, {
  name: 'ObstacleCode',
  description: 'Why an offer and a request do not fit.',
  valuesMap: describedObstacles(),
});

function describedObstacles(): Record<keyof typeof ObstacleCode, { description: string }> {
  return {
    EXCLUDED: { description: 'One side would rather not, or has declined it for this request.' },
    PERSON_TAKEN: { description: 'The volunteer already has a session of the request.' },
    KIND_DIFFERS: { description: 'One is for sessions, the other for placements.' },
    ACTIVITY_NOT_ASKED: { description: 'The activity is not one of those asked for.' },
    SECTOR_NOT_ASKED: { description: 'The sector is not one of those asked for.' },
    SLOT_PAST: { description: 'The slot has begun or is over.' },
    OUTSIDE_WINDOWS: { description: 'The slot is outside the dates that suit the school.' },
    SCHOOL_HOLIDAY: { description: 'The slot is in the school’s holidays, declared or assumed.' },
    BANK_HOLIDAY: { description: 'The slot is on a bank holiday.' },
    WEEKEND: { description: 'The slot is at a weekend, and the school has not said that it opens then.' },
    INSET_DAY: { description: 'The slot is on a day on which the school trains its staff.' },
    EXAMS: { description: 'One of the year groups sits exams then, as declared or as is usual.' },
    MODE_DIFFERS: { description: 'One is in person, the other by video.' },
    TOO_FAR: { description: 'Farther than whoever travels is willing to.' },
    TOO_YOUNG: { description: 'The activity is for older pupils.' },
    YEAR_NOT_OFFERED: { description: 'The offer is for other year groups.' },
    TOO_MANY_PUPILS: { description: 'More pupils a session than the offer takes.' },
    SLOT_FULL: { description: 'Everything in the slot is held or booked.' },
    REQUEST_FILLED: { description: 'The request has all it asked for.' },
    NO_SLOT: { description: 'The offer has no dates at all; only whyNot says this.' },
  };
}

@ObjectType('ScorePart', { description: 'One named part of a score. The parts add up to the score.' })
export class ScorePartType {
  @Field(() => ScorePartName, { description: 'Which part.' })
  name: ScorePartName;

  @Field(() => Int, { description: 'Its points, a whole number.' })
  points: number;

  @Field(() => Int, { description: 'The most it can have.' })
  max: number;

  @Field(() => String, { description: 'Why, in one sentence.' })
  because: string;
}

@ObjectType('Match', { description: 'A slot of an offer and a request that fit, with how well and why.' })
export class MatchType {
  @Field(() => OfferType, { description: 'The offer.' })
  offer: OfferType;

  @Field(() => SlotType, { description: 'The slot of the offer that fits best.' })
  slot: SlotType;

  @Field(() => RequestType, { description: 'The request.' })
  request: RequestType;

  @Field(() => Int, { description: '0 to 1000: the sum of its parts.' })
  score: number;

  @Field(() => Int, { description: '0 to 600: how well the two suit each other.' })
  pairScore: number;

  @Field(() => Int, { description: '0 to 400: what it does for the school’s benchmark.' })
  gain: number;

  @Field(() => Int, {
    description:
      'The points that the last clearing, which covered the slot, would have gained elsewhere with one more of it; 0 where it had enough, or gave this very request the slot, or the volunteer at that time. They are points of that clearing, so that what it adds for schools that have little is among them and not in `score`. Neither dry runs nor clearings that were broken off count.',
  })
  neededElsewhere: number;

  @Field(() => [ScorePartType], { description: 'What the score is made of.' })
  parts: ScorePartType[];

  @Field(() => Float, { description: 'Straight-line kilometres between school and offer.' })
  distanceKm: number;

  @Field(() => Int, { description: 'Pupils it would bring over the benchmark for the first time.' })
  newlyReachedPupils: number;

  @Field(() => Mode, { description: 'How they would meet.' })
  mode: Mode;

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'Of a slot by arrangement the first day that suits both: name a time on it, or another, in `proposeMatch`. Null for every other slot.',
  })
  firstDay: string | null;

  @Field(() => String, {
    description:
      'The match in one sentence. Where the last clearing needed the slot elsewhere it says so: “more” where that was more points than the score, otherwise “too”.',
  })
  explanation: string;

  @Field(() => String, { description: 'The version of the weights that made the score.' })
  weights: string;
}

@ObjectType({ description: 'How many of the candidates that do not fit one obstacle keeps out.' })
export class ObstacleTally {
  @Field(() => ObstacleCode, { description: 'The obstacle.' })
  code: ObstacleCode;

  @Field(() => Int, {
    description:
      'How many candidates, each counted once by the slot that comes nearest; one may have several obstacles.',
  })
  candidates: number;
}

@ObjectType({ description: 'The best matches first, and why the rest are not among them.' })
export class MatchConnection extends connectionOf(MatchType, 'Match') {
  @Field(() => Int, {
    description:
      'Of how many offers (of a request) or requests (of an offer) `obstacles` speaks: the nearest of such an activity, at most 1000. The matches of a request are the best of all offers, also of those farther away.',
  })
  considered: number;

  @Field(() => [ObstacleTally], {
    description:
      'What kept candidates out, the commonest first. The first thing to relax when there is no match.',
  })
  obstacles: ObstacleTally[];
}

@ObjectType({ description: 'One thing that stands between an offer and a request.' })
export class MissType {
  @Field(() => ObstacleCode, { description: 'What it is.' })
  code: ObstacleCode;

  @Field(() => String, { description: 'What is the matter and the smallest change that would help.' })
  sentence: string;

  @Field(() => Side, { nullable: true, description: 'Who could change it; null where nobody can.' })
  changeableBy: Side | null;
}

@ObjectType({ description: 'Why an offer and a request do not fit, by the slot that comes nearest.' })
export class WhyNotType {
  @Field(() => Boolean, { description: 'Whether they fit after all.' })
  fits: boolean;

  @Field(() => SlotType, {
    nullable: true,
    description: 'The slot that comes nearest; null where the offer has none.',
  })
  slot: SlotType | null;

  @Field(() => [MissType], { description: 'What stands between them; empty where they fit.' })
  misses: MissType[];

  @Field(() => Boolean, { description: 'Whether they would fit if every change named here were made.' })
  fitsWhenChanged: boolean;
}
