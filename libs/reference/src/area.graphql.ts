import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Node } from '#platform';
import { AreaKind } from './area.entity.js';

registerEnumType(AreaKind, {
  name: 'AreaKind',
  description: 'What kind of area of England it is.',
  valuesMap: {
    REGION: { description: 'One of the nine regions.' },
    LOCAL_AUTHORITY: {
      description: 'A district, borough or unitary authority: the lower tier where there are two.',
    },
    SKILLS_PLAN: { description: 'The area of a local skills improvement plan, as of 2025: 42 of them.' },
    COMBINED_AUTHORITY: { description: 'A combined authority, or the Greater London Authority.' },
  },
});

@ObjectType('Area', {
  implements: () => [Node],
  description: 'An area of England by which offers and schools can be looked for.',
})
export class AreaType extends Node {
  @Field(() => String, {
    description:
      'The Office for National Statistics’ code: `E12000007`; for a skills-plan area, which has none, `LSIP-` and its name.',
  })
  code: string;

  @Field(() => AreaKind, { description: 'What kind of area it is.' })
  kind: AreaKind;

  @Field(() => String, { description: 'Its name.' })
  name: string;
}

@InputType({
  description: 'In an area, or near it: distance is measured to its boundary, not to a centre.',
})
export class AreaInput {
  @Field(() => String, { description: 'The code of an area, as `areas` lists it.' })
  @IsString()
  @MaxLength(100, { message: 'the code of an area' })
  code: string;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Also what lies at most this many kilometres outside its boundary, 0 to 100.',
  })
  @IsInt()
  @Min(0, { message: 'at least 0' })
  @Max(100, { message: 'at most 100' })
  nearKm: number = 0;
}
