import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ClearingEnd } from '#matching';

registerEnumType(ClearingEnd, {
  name: 'ClearingEnd',
  description: 'How a clearing came to its answer.',
  valuesMap: {
    OPTIMAL: { description: 'Nothing better exists.' },
    WITHIN_GAP: { description: 'It was content with an answer that is this near to the best.' },
    STOPPED: { description: 'Its time was over: the best answer until then, with its proved gap.' },
  },
});

@ObjectType('FairnessFigures', {
  description:
    'How evenly some schools are served. Shares are of the sessions and places that a school asks for, 0 to 1.',
})
export class FairnessFiguresType {
  @Field(() => Int, { description: 'Schools that ask for something.' })
  schools: number;

  @Field(() => Int, { description: 'Of these, how many have nothing at all.' })
  withNothing: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share that all reach but the worst-served 5%; null without schools.',
  })
  share5: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The share that all reach but the worst-served 10%; null without schools.',
  })
  share10: number | null;

  @Field(() => Float, { nullable: true, description: 'The share in the middle; null without schools.' })
  median: number | null;
}

@ObjectType('GroupFairness', { description: 'How evenly the schools of a region, or of a type, are served.' })
export class GroupFairnessType extends FairnessFiguresType {
  @Field(() => String, { nullable: true, description: 'The region or the type; null where it is not known.' })
  name: string | null;
}

@ObjectType('FairnessReport', { description: 'How evenly the schools of a clearing are served.' })
export class FairnessReportType {
  @Field(() => FairnessFiguresType, { description: 'All of them together.' })
  overall: FairnessFiguresType;

  @Field(() => [GroupFairnessType], { description: 'By region, as the register has it.' })
  byRegion: readonly GroupFairnessType[];

  @Field(() => [GroupFairnessType], { description: 'By the kind of school, as the register has it.' })
  byType: readonly GroupFairnessType[];
}

@ObjectType('ClearingObjective', {
  description: 'What a clearing maximises, in whole points, and its parts.',
})
export class ObjectiveType {
  @Field(() => Int, { description: 'All points: the sum of the three parts.' })
  total: number;

  @Field(() => Int, {
    description: 'How well its pairs suit each other, 0 to 600 for each session or place.',
  })
  score: number;

  @Field(() => Int, { description: 'What they do for benchmarks, 0 to 400 for each session or place.' })
  gain: number;

  @Field(() => Int, { description: 'The bonuses of schools that have little.' })
  bonus: number;

  @Field(() => Int, { description: 'How many sessions and places it gives.' })
  units: number;
}

@ObjectType('ClearingResult', {
  description: 'What a clearing found, and the proof of it, as worked out again by a checker of its own.',
})
export class ClearingResultType {
  @Field(() => String, {
    description:
      'sha256 of all that was cleared, whatever the order of its rows: equal inputs have equal answers.',
  })
  inputsHash: string;

  @Field(() => Int, { description: 'The seed of whatever chance the engine takes: 0, as it takes none.' })
  seed: number;

  @Field(() => String, { description: 'The version of the weights that made the scores.' })
  weights: string;

  @Field(() => Int, { description: 'How many requests were cleared.' })
  requests: number;

  @Field(() => Int, { description: 'How many slots were cleared.' })
  slots: number;

  @Field(() => Int, { description: 'How many pairs of them fit.' })
  feasiblePairs: number;

  @Field(() => Int, { description: 'How many pairs it proposes.' })
  pairs: number;

  @Field(() => ObjectiveType, { description: 'What it reached.' })
  objective: ObjectiveType;

  @Field(() => Float, { description: 'What no clearing of the same could exceed, in points.' })
  dual: number;

  @Field(() => Float, { description: '`dual` less the objective: 0 where nothing better exists.' })
  gap: number;

  @Field(() => ClearingEnd, { description: 'How it came to its answer.' })
  end: ClearingEnd;

  @Field(() => Boolean, {
    description: 'Whether the checker found every pair feasible, every cap kept and every figure right.',
  })
  certified: boolean;

  @Field(() => [String], {
    description: 'What the checker found wrong, the first of it; empty where certified.',
  })
  faults: readonly string[];

  @Field(() => FairnessReportType, { description: 'How evenly its schools were served before.' })
  before: FairnessReportType;

  @Field(() => FairnessReportType, { description: 'How evenly they would be, were every pair booked.' })
  after: FairnessReportType;
}
