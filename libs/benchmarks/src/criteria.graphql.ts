import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LocalDateScalar } from '#platform';
import { Benchmark, CriteriaPolicyId, CriterionCode } from '#statutes';
import { PositionOfDay, YearGroupPositionType } from './position.graphql.js';

registerEnumType(CriteriaPolicyId, {
  name: 'CriteriaPolicy',
  description: 'An edition of criteria that reach over several years.',
  valuesMap: {
    GATSBY_2014: { description: 'Gatsby Benchmarks (2014).' },
    GATSBY_2025: { description: 'Updated Gatsby Benchmarks (2025).' },
    PROVIDER_ACCESS_2023: { description: 'Access of providers to pupils, by law. Not a benchmark.' },
    WORK_EXPERIENCE_2025: { description: 'Two weeks’ worth of work experience. Not a benchmark.' },
  },
});

registerEnumType(CriterionCode, {
  name: 'CriterionCode',
  description: 'What one criterion asks for; the criterion itself says it in a sentence.',
  valuesMap: {
    WORKPLACES_BY_16: { description: 'Benchmark 6: experiences of workplaces by Year 11.' },
    WORKPLACE_BY_18: { description: 'Benchmark 6: one further in Years 12 and 13.' },
    SIXTH_FORM_BY_16: { description: 'Benchmark 7: a sixth form met by Year 11.' },
    COLLEGE_BY_16: { description: 'Benchmark 7: a college met by Year 11.' },
    APPRENTICESHIP_PROVIDER_BY_16: {
      description: 'Benchmark 7: an independent training or apprenticeship provider met by Year 11.',
    },
    UNIVERSITY_BY_16: { description: 'Benchmark 7: a university met by Year 11.' },
    FULL_RANGE_BY_16: { description: 'Benchmark 7: all four kinds met by Year 11.' },
    UNIVERSITY_VISITS_BY_18: { description: 'Benchmark 7: two visits to universities by Year 13.' },
    INTERVIEW_BY_16: { description: 'Benchmark 8: a personal interview by Year 11.' },
    INTERVIEW_BY_18: { description: 'Benchmark 8: a further one, or the chance of it, by Year 13.' },
    FIRST_KEY_PHASE: { description: 'Provider access in Years 8 and 9, until 28 February.' },
    SECOND_KEY_PHASE: { description: 'Provider access in Years 10 and 11, until 28 February.' },
    THIRD_KEY_PHASE: { description: 'Provider access in Years 12 and 13, until 28 February.' },
    WEEK_OF_ACTIVITIES: { description: 'A week’s worth of activities in Years 7 to 9, in minutes.' },
    WEEK_OF_PLACEMENT: { description: 'A week’s worth of placement in Years 10 and 11, in days.' },
  },
});

@ObjectType('CriteriaEdition', { description: 'An edition of criteria, with its source.' })
export class CriteriaEditionType {
  @Field(() => CriteriaPolicyId, { description: 'Which edition.' })
  id: CriteriaPolicyId;

  @Field(() => String, { description: 'Its title.' })
  title: string;

  @Field(() => String, { description: 'Where it is laid down.' })
  citation: string;

  @Field(() => Int, { description: 'The whole per cent of a year’s roll that meets a criterion.' })
  thresholdPercent: number;

  @Field(() => LocalDateScalar, { description: 'First day in force.' })
  effectiveFrom: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day in force; null while it still is.' })
  effectiveTo: string | null;
}

@ObjectType('CriterionPosition', { description: 'Where a school stands for one criterion on a day.' })
export class CriterionPositionType {
  @Field(() => CriterionCode, { description: 'Which criterion.' })
  code: CriterionCode;

  @Field(() => String, { description: 'What it asks, in one sentence.' })
  criterion: string;

  @Field(() => Int, {
    description:
      'How much each pupil has in all: encounters, or days of placement, or minutes of activities.',
  })
  target: number;

  @Field(() => Int, { description: 'The year group in which it is due; for younger ones it is progress.' })
  dueIn: number;

  @Field(() => Boolean, { description: 'Whether the offer suffices: pupils may choose not to take part.' })
  offered: boolean;

  @Field(() => Boolean, {
    description:
      'Whether it is asked of every pupil. If not, it is held against the whole year all the same and settles nothing.',
  })
  forAll: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the year group in which it is due meets it; null without such a year or its roll.',
  })
  met: boolean | null;

  @Field(() => [YearGroupPositionType], {
    // A criterion names seven year groups at most.
    complexity: ({ childComplexity }) => 1 + 7 * childComplexity,
    description:
      'Each year group the school teaches among those that the criterion names, with what its pupils had in the years before.',
  })
  yearGroups: readonly YearGroupPositionType[];
}

@ObjectType('CriteriaPosition', {
  description: 'Where a school stands on a day for criteria that reach over several years.',
})
export class CriteriaPositionType extends PositionOfDay {
  @Field(() => Benchmark, { nullable: true, description: 'Which benchmark; null for what is none.' })
  benchmark: Benchmark | null;

  @Field(() => CriteriaEditionType, { description: 'The edition it is read under.' })
  policy: CriteriaEditionType;

  @Field(() => LocalDateScalar, {
    description: 'What happened up to and including this day counts, in this academic year and those before.',
  })
  asOf: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether every criterion that is asked of every pupil and due at the school is met; null where a missing roll leaves it open, or nothing is due.',
  })
  met: boolean | null;

  @Field(() => [CriterionPositionType], {
    description: 'Its criteria.',
    complexity: ({ childComplexity }) => 1 + 6 * childComplexity,
  })
  criteria: readonly CriterionPositionType[];
}
