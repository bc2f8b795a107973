import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RequestType } from '#requests';
import { PolicyId } from '#statutes';
import { RequestNeed } from './need.graphql.js';
import { NeedLoader } from './need.loader.js';

@Resolver(() => RequestType)
export class NeedResolver {
  constructor(private readonly needs: NeedLoader) {}

  @ResolveField(() => RequestNeed, {
    description: 'What it could bring its school nearer to Benchmark 5 today, for whoever sees the request.',
  })
  need(
    @Parent() { id }: RequestType,
    @Context() context: object,
    @Args('policy', {
      type: () => PolicyId,
      nullable: true,
      description: 'The edition to read it under; the one in force today if absent.',
    })
    policy?: PolicyId,
  ): Promise<RequestNeed> {
    return this.needs.of(context, id, policy);
  }
}
