import { Field, Int, ObjectType } from '@nestjs/graphql';
import { LocalDateScalar, Node } from '#platform';

@ObjectType('Roll', {
  implements: () => [Node],
  description: 'How many pupils a year group has, as its school declared it.',
})
export class RollType extends Node {
  @Field(() => Int, { description: 'The academic year by the calendar year it begins in: 2026 is 2026/27.' })
  academicYear: number;

  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => Int, {
    description: 'How many pupils; never fewer than the groups of the year have together.',
  })
  pupils: number;

  @Field(() => Int, { description: 'Goes up with every change; name it when you declare it anew.' })
  version: number;

  @Field(() => LocalDateScalar, { description: 'When the school declared it; it stands until a later day.' })
  declaredOn: string;
}
