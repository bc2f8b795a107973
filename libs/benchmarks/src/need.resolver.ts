import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer } from '#platform';
import { type Request, RequestType } from '#requests';
import { PolicyId } from '#statutes';
import { RequestNeed } from './need.graphql.js';
import { NeedLoader } from './need.loader.js';
import { isWorkedOut } from './need.rules.js';

@Resolver(() => RequestType)
export class NeedResolver {
  constructor(private readonly needs: NeedLoader) {}

  @ResolveField(() => RequestNeed, {
    nullable: true,
    description:
      'What it could bring its school nearer to its benchmark today (5 where it names none); null for benchmarks that are not worked out, and unless you act for the school, whose rolls and position it tells.',
  })
  need(
    @Parent() { id, schoolId, benchmark }: Request,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
    @Args('policy', {
      type: () => PolicyId,
      nullable: true,
      description: 'The edition to read it under; the one in force today if absent.',
    })
    policy?: PolicyId,
  ): Promise<RequestNeed> | null {
    if (!viewer?.actsForSchool(schoolId) || !isWorkedOut(benchmark)) return null;
    return this.needs.of(context, id, policy);
  }
}
