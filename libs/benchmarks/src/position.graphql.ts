import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LocalDateScalar } from '#platform';
import { Benchmark, CoverageBand, PolicyId, policy } from '#statutes';

registerEnumType(PolicyId, {
  name: 'BenchmarkPolicy',
  description: 'An edition of the benchmarks under which a figure is read.',
  valuesMap: {
    GATSBY_2014: { description: `${policy(PolicyId.GATSBY_2014).title}.` },
    GATSBY_2025: { description: `${policy(PolicyId.GATSBY_2025).title}.` },
  },
});

registerEnumType(CoverageBand, {
  name: 'CoverageBand',
  description: 'How far a year group is covered, in the words of the 2025 benchmarks.',
  valuesMap: {
    NONE: { description: 'No pupil.' },
    A_FEW: { description: 'Up to 25%.' },
    SOME: { description: 'Over 25%, up to 50%.' },
    MOST: { description: 'Over 50%, up to 90%.' },
    ALMOST_ALL: { description: 'Over 90%, not everybody.' },
    ALL: { description: 'Every pupil.' },
  },
});

@ObjectType({ description: 'An edition of the benchmarks, as far as Benchmark 5 goes.' })
export class BenchmarkPolicyEdition {
  @Field(() => PolicyId, { description: 'Which edition.' })
  id: PolicyId;

  @Field(() => String, { description: 'Its title.' })
  title: string;

  @Field(() => String, { description: 'Where it is laid down.' })
  citation: string;

  @Field(() => String, { description: 'What Benchmark 5 asks, in one sentence.' })
  criterion: string;

  @Field(() => Int, { description: 'The whole per cent of a year’s roll that meets it.' })
  thresholdPercent: number;

  @Field(() => LocalDateScalar, { description: 'First day in force.' })
  effectiveFrom: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day in force; null while it still is.' })
  effectiveTo: string | null;
}

@ObjectType({
  description: 'How many pupils, between two bounds. They differ where a delivery names the year alone.',
})
export class PupilBounds {
  @Field(() => Int, { description: 'At least so many. This bound counts.' })
  lower: number;

  @Field(() => Int, { description: 'At most so many.' })
  upper: number;
}

@ObjectType('YearGroupPosition', {
  description: 'Where a year group of a school stands for a benchmark or a criterion.',
})
export class YearGroupPositionType {
  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => Int, {
    description:
      'Pupils known to have had what is asked, counting what is meaningful: the lower bound. For Benchmark 5 this academic year, for a criterion over the years it names.',
  })
  numerator: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Pupils on the roll as the school declared it, never less than its groups together; null where it declared neither.',
  })
  denominator: number | null;

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'When the school declared the roll; null where only its groups are known.',
  })
  rollDeclaredOn: string | null;

  @Field(() => PupilBounds, { description: 'Pupils reached by all deliveries that may count.' })
  recorded: PupilBounds;

  @Field(() => PupilBounds, { description: 'Pupils reached by meaningful deliveries; these alone enter.' })
  meaningful: PupilBounds;

  @Field(() => Int, { nullable: true, description: 'The least pupils that meet it; null without a roll.' })
  thresholdPupils: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Pupils still short of the threshold; null without a roll.',
  })
  shortfall: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the year meets it; null without a roll.' })
  met: boolean | null;

  @Field(() => CoverageBand, {
    nullable: true,
    description: 'How far the year is covered; null without a roll, or where the policy has no bands.',
  })
  band: CoverageBand | null;
}

/** What every position says of itself. */
@ObjectType({ isAbstract: true })
export abstract class PositionOfDay {
  @Field(() => Int, { description: 'The academic year of that day: 2026 began on 1 September 2026.' })
  academicYear: number;

  @Field(() => Boolean, {
    description: 'Always true: worked out from the records here, not an official judgement.',
  })
  indicative: boolean;
}

@ObjectType('SchoolPosition', { description: 'Where a school stands for Benchmark 5 on a day.' })
export class SchoolPositionType extends PositionOfDay {
  @Field(() => Benchmark, { description: 'Which benchmark: B5, encounters with employers and employees.' })
  benchmark: Benchmark;

  @Field(() => BenchmarkPolicyEdition, { description: 'The edition it is read under.' })
  policy: BenchmarkPolicyEdition;

  @Field(() => LocalDateScalar, {
    description: 'Deliveries of the academic year up to and including this day count.',
  })
  asOf: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether every year group that the policy names and the school teaches meets it; null where a missing roll leaves it open.',
  })
  met: boolean | null;

  @Field(() => [YearGroupPositionType], {
    description: 'Each year group the school teaches, by its registered ages or its own records.',
  })
  yearGroups: readonly YearGroupPositionType[];
}
