import { Args, Query, Resolver } from '@nestjs/graphql';
import { Public } from '#platform';
import { PostcodeType } from './postcode.graphql.js';
import { Places } from './places.js';

@Resolver(() => PostcodeType)
export class PostcodeResolver {
  constructor(private readonly places: Places) {}

  @Public()
  @Query(() => PostcodeType, {
    nullable: true,
    description:
      'Where a postcode is. BAD_USER_INPUT says whether it is malformed or not in the register of Great Britain.',
  })
  postcode(
    @Args('code', { description: 'A postcode however it is typed: `EC2Y 5AA`, `ec2y5aa`.' }) code: string,
  ): PostcodeType {
    return this.places.postcode(code, 'code');
  }
}
