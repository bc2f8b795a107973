import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer } from '#platform';
import { type Request, RequestType } from '#requests';
import { PolicyId } from '#statutes';
import { RequestNeed } from './need.graphql.js';
import { NeedLoader } from './need.loader.js';

@Resolver(() => RequestType)
export class NeedResolver {
  constructor(private readonly needs: NeedLoader) {}

  @ResolveField(() => RequestNeed, {
    nullable: true,
    description:
      'What it could bring its school nearer to Benchmark 5 today; null unless you act for the school, whose rolls and position it tells.',
  })
  need(
    @Parent() { id, schoolId }: Request,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
    @Args('policy', {
      type: () => PolicyId,
      nullable: true,
      description: 'The edition to read it under; the one in force today if absent.',
    })
    policy?: PolicyId,
  ): Promise<RequestNeed> | null {
    if (!viewer?.actsForSchool(schoolId)) return null;
    return this.needs.of(context, id, policy);
  }
}
