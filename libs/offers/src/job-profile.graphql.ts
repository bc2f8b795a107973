import {
  ArgsType,
  Field,
  ID,
  InputType,
  Int,
  IntersectionType,
  ObjectType,
  OmitType,
  registerEnumType,
} from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsInt, IsOptional, Matches, MaxLength } from 'class-validator';
import { connectionOf, DateTime, Node, PageArgs, Personal, Prose, Text } from '#platform';

/** How far a job profile has come. */
export enum JobProfileStatus {
  DRAFT = 'draft',
  PUBLISHED = 'published',
  WITHDRAWN = 'withdrawn',
}

registerEnumType(JobProfileStatus, {
  name: 'JobProfileStatus',
  description: 'How far a job profile has come.',
  valuesMap: {
    DRAFT: { description: 'Only whoever writes it sees it.' },
    PUBLISHED: { description: 'Everybody sees it.' },
    WITHDRAWN: { description: 'Taken back for good.' },
  },
});

@ObjectType('JobProfile', {
  implements: () => [Node],
  description:
    'What a volunteer does for a living, in their words, and what pupils can ask them. It names nobody but the employer.',
})
export class JobProfileType extends Node {
  @Field(() => JobProfileStatus, { description: 'How far it has come.' })
  status: JobProfileStatus;

  @Field(() => Int, { description: 'Goes up with every change; name it when you change the profile.' })
  version: number;

  @Field(() => String, { description: 'What the job is like, in the volunteer’s words.' })
  @Personal()
  story: string;

  @Field(() => [String], { description: 'What pupils can ask: a question or a topic each.' })
  @Personal()
  canAsk: string[];

  @Field(() => [String], { description: 'School subjects that the job uses.' })
  @Personal()
  subjects: string[];

  @Field(() => DateTime, { nullable: true, description: 'When it was first published; null for a draft.' })
  publishedAt: Date | null;
}

@ObjectType({ description: 'A page of job profiles.' })
export class JobProfileConnection extends connectionOf(JobProfileType, 'JobProfile') {}

@ArgsType()
export class JobProfilesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Words that all occur in it, misspelt or not; the best match first. Without it the newest first.',
  })
  @IsOptional()
  @Text(1, 200)
  search?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only jobs of this group of SOC 2020, by its code of one to four digits.',
  })
  @IsOptional()
  @Matches(/^[1-9]\d{0,3}$/, { message: 'a code of SOC 2020, one to four digits' })
  occupation?: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Only your own, drafts and withdrawn ones too.' })
  @IsBoolean()
  mine: boolean = false;
}

@InputType({ description: 'A new job profile. It stays a draft until you publish it.' })
export class DraftJobProfileInput {
  @Field(() => ID, { description: 'The employer you work for; you must act for it.' })
  @MaxLength(100)
  employerId: string;

  @Field(() => String, { description: 'Your occupation: a SOC 2020 unit group, four digits.' })
  @Matches(/^[1-9]\d{3}$/, { message: 'the code of a SOC 2020 unit group, four digits such as 2134' })
  occupation: string;

  @Field(() => String, {
    description: 'What your job is like, up to 2000 characters. Everybody will read it: name nobody.',
  })
  @Prose(1, 2000)
  @Personal()
  story: string;

  @Field(() => [String], {
    defaultValue: [],
    description: 'What pupils can ask, at most 10 of up to 200 characters.',
  })
  @ArrayMaxSize(10)
  @ArrayUnique({ message: 'each once' })
  @Text(1, 200, { each: true })
  @Personal()
  canAsk: string[] = [];

  @Field(() => [String], {
    defaultValue: [],
    description: 'School subjects it uses, at most 10 of up to 100 characters.',
  })
  @ArrayMaxSize(10)
  @ArrayUnique({ message: 'each once' })
  @Text(1, 100, { each: true })
  @Personal()
  subjects: string[] = [];
}

@InputType({ description: 'A job profile in the version you saw.' })
export class JobProfileVersionInput {
  @Field(() => ID, { description: 'The job profile.' })
  @MaxLength(100)
  id: string;

  @Field(() => Int, { description: 'The version you saw; if it has changed since, nothing happens.' })
  @IsInt()
  version: number;
}

@InputType({ description: 'A job profile restated in full, but for its employer.' })
export class EditJobProfileInput extends IntersectionType(
  JobProfileVersionInput,
  OmitType(DraftJobProfileInput, ['employerId'] as const),
) {}
