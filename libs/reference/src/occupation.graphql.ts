import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node } from '#platform';
import { OccupationLevel } from './occupation-codes.js';

registerEnumType(OccupationLevel, {
  name: 'OccupationLevel',
  description: 'How fine a code of the occupational classification is.',
  valuesMap: {
    MAJOR: { description: 'One digit: nine major groups.' },
    SUB_MAJOR: { description: 'Two digits.' },
    MINOR: { description: 'Three digits.' },
    UNIT: { description: 'Four digits: what a job profile and an offer name as an occupation.' },
  },
});

@ObjectType('Occupation', {
  implements: () => [Node],
  description: 'A group of the UK Standard Occupational Classification 2020 (ONS).',
})
export class OccupationType extends Node {
  @Field(() => String, { description: 'One to four digits: `2`, `21`, `213`, `2134`.' })
  code: string;

  @Field(() => OccupationLevel, { description: 'How fine it is.' })
  level: OccupationLevel;

  @Field(() => String, { description: 'Its title in the classification.' })
  title: string;

  @Field(() => String, { description: 'What people in it do, as the classification words it.' })
  description: string;

  @Field(() => String, {
    description: 'How people come into it, as the classification words it; empty above a unit group.',
  })
  entryRoutes: string;

  @Field(() => [String], { description: 'Titles of jobs in it, as examples; none above a unit group.' })
  jobTitles: readonly string[];
}
