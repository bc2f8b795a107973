import { ArgsType, Field } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { MatchRanking } from '#matching';
import { PageArgs } from '#platform';

/** Which offers for a request, in which order. */
@ArgsType()
export class OffersForRequestArgs extends PageArgs {
  @Field(() => MatchRanking, {
    defaultValue: MatchRanking.BY_SCORE,
    description: 'In which order. A cursor is of the order that it was given in.',
  })
  @IsEnum(MatchRanking)
  ranking: MatchRanking = MatchRanking.BY_SCORE;
}
