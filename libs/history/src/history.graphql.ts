import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { connectionOf, DateTime, PageArgs, Personal, Text } from '#platform';

/** On whose behalf something was done, as whoever asks sees it. */
export enum DoneBy {
  OURS = 'ours',
  OTHERS = 'others',
  SYSTEM = 'system',
}

registerEnumType(DoneBy, {
  name: 'DoneBy',
  description: 'Who did something, as whoever asks sees it.',
  valuesMap: {
    OURS: { description: 'Somebody who acts or acted for a school or employer that you lead.' },
    OTHERS: { description: 'Somebody else: the other side, or an operator.' },
    SYSTEM: { description: 'The product by itself, as when a deadline passed.' },
  },
});

@ObjectType('ChangedValue', { description: 'A value that a change set.' })
export class ChangedValue {
  @Field(() => String, { description: 'What was set, such as `status`.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it was before, as JSON; null where it was nothing.',
  })
  before: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it was afterwards, as JSON; null where it is nothing.',
  })
  after: string | null;
}

@ObjectType('HistoryEntry', {
  description:
    'Something that happened: who did what, when and why. Its values are figures and codes, never words about people.',
})
export class HistoryEntry {
  @Field(() => Int, { description: 'Its number among all changes; later ones have higher numbers.' })
  number: number;

  @Field(() => DateTime, { description: 'When.' })
  at: Date;

  @Field(() => String, { description: 'What it happened to, such as `request`.' })
  noun: string;

  @Field(() => ID, { description: 'The id of what it happened to.' })
  nounId: string;

  @Field(() => String, { description: 'What happened, such as `published`.' })
  kind: string;

  @Field(() => String, { nullable: true, description: 'The code of the reason that was given, if any.' })
  reason: string | null;

  @Field(() => DoneBy, { description: 'Who did it.' })
  by: DoneBy;

  @Personal()
  @Field(() => String, {
    nullable: true,
    description: 'The name of whoever did it; of your own people alone.',
  })
  name: string | null;

  @Field(() => [ChangedValue], { description: 'The values it set.' })
  values: ChangedValue[];
}

@ObjectType({ description: 'A page of a history, the newest first.' })
export class HistoryConnection extends connectionOf(HistoryEntry, 'HistoryEntry') {}

@ArgsType()
export class HistoryArgs extends PageArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      'What it happened to: a request, an offer, a booking …; or a school or employer, for all that is theirs. Without it: ' +
      'all that you may see.',
  })
  @IsOptional()
  @Text(1, 100)
  of?: string;
}
