import { Field, Int, ObjectType } from '@nestjs/graphql';
import { LocalDateScalar } from '#platform';
import { Benchmark, PolicyId } from '#statutes';

@ObjectType({ description: 'What a request could bring one year group nearer to its benchmark.' })
export class YearNeed {
  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => Int, { description: 'Pupils needed: the smaller of shortfall and unreached.' })
  pupils: number;

  @Field(() => Int, { description: 'Pupils of the whole year that are short of the threshold.' })
  shortfall: number;

  @Field(() => Int, {
    description: 'Pupils of the named groups who are not known to have had what the benchmark asks.',
  })
  unreached: number;

  @Field(() => Int, { description: 'Pupils of the whole year known to have had what the benchmark asks.' })
  numerator: number;

  @Field(() => Int, { description: 'Pupils on the roll of the year.' })
  denominator: number;
}

@ObjectType({ description: 'What a request could bring its school nearer to its benchmark. Indicative.' })
export class RequestNeed {
  @Field(() => Benchmark, { description: 'The benchmark it is for: B5, B6, B7 or B8.' })
  benchmark: Benchmark;

  @Field(() => PolicyId, { description: 'The edition it is read under.' })
  policy: PolicyId;

  @Field(() => LocalDateScalar, { description: 'Deliveries up to and including this day count.' })
  asOf: string;

  @Field(() => Int, { description: 'Pupils needed, all years together.' })
  pupils: number;

  @Field(() => [YearNeed], { description: 'The same by year group, the youngest first.' })
  byYear: YearNeed[];
}
