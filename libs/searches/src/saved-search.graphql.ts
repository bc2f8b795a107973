import { Field, ID, InputType, Int, ObjectType, OmitType, PickType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsEnum, IsInt, MaxLength } from 'class-validator';
import { OfferFilter, OffersArgs } from '#offers';
import { connectionOf, DateTime, Node, Personal, Text } from '#platform';
import { AreaInput, NearInput } from '#reference';

/** How often somebody is told of new offers. */
export enum AlertRhythm {
  NEVER = 'never',
  DAILY = 'daily',
  WEEKLY = 'weekly',
}

registerEnumType(AlertRhythm, {
  name: 'AlertRhythm',
  description: 'How often you are told of new offers by mail. All your searches share one letter a day.',
  valuesMap: {
    NEVER: { description: 'Never; you look yourself.' },
    DAILY: { description: 'Once a day, if there is something new.' },
    WEEKLY: { description: 'Once a week, if there is something new.' },
  },
});

@ObjectType({ description: 'Where a saved search measures distance from.' })
export class SavedSearchNear extends OmitType(NearInput, [] as const, ObjectType) {}

@ObjectType({ description: 'The area of a saved search.' })
export class SavedSearchArea extends OmitType(AreaInput, [] as const, ObjectType) {}

@ObjectType({ description: 'What narrows a saved search.' })
export class SavedSearchFilter extends OmitType(OfferFilter, ['area'] as const, ObjectType) {
  @Field(() => SavedSearchArea, { nullable: true, description: 'The area, or near it.' })
  @Type(() => SavedSearchArea)
  area?: SavedSearchArea;
}

@ObjectType('SavedSearch', {
  implements: () => [Node],
  description: 'A search of offers that you come back to. Only you see it.',
})
export class SavedSearchType extends Node {
  @Field(() => Int, { description: 'Goes up with every change; name it when you change the search.' })
  version: number;

  @Personal()
  @Field(() => String, { description: 'What you call it.' })
  name: string;

  @Field(() => AlertRhythm, { description: 'How often you are told of new offers by mail.' })
  alerts: AlertRhythm;

  @Field(() => DateTime, { description: 'When you saved it.' })
  createdAt: Date;
}

@ObjectType({ description: 'A page of saved searches.' })
export class SavedSearchConnection extends connectionOf(SavedSearchType, 'SavedSearch') {}

@InputType({ description: 'A search of offers to save: what is looked for is said as `offers` takes it.' })
export class SaveSearchInput extends PickType(
  OffersArgs,
  ['near', 'within', 'search', 'filter'] as const,
  InputType,
) {
  @Personal()
  @Field(() => String, { description: 'What you call it, up to 100 characters.' })
  @Text(1, 100)
  name: string;

  @Field(() => AlertRhythm, {
    defaultValue: AlertRhythm.NEVER,
    description: 'How often to tell you of new offers by mail, at your verified address.',
  })
  @IsEnum(AlertRhythm)
  alerts: AlertRhythm = AlertRhythm.NEVER;
}

@InputType({ description: 'A saved search in the version you saw.' })
export class SavedSearchVersionInput {
  @Field(() => ID, { description: 'The saved search.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({
  description: 'A saved search restated in full: a field that is left out goes back to its default.',
})
export class ChangeSavedSearchInput extends SaveSearchInput {
  @Field(() => ID, { description: 'The saved search.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}
