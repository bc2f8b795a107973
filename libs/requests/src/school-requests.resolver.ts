import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer, PageArgs } from '#platform';
import { SchoolType } from '#reference';
import { RequestConnection } from './request.graphql.js';
import { RequestSearch } from './request.search.js';

/** What requests add to a school. */
@Resolver(() => SchoolType)
export class SchoolRequestsResolver {
  constructor(private readonly search: RequestSearch) {}

  @ResolveField(() => RequestConnection, {
    description: 'All its requests, the newest first, for those who act for it; others see none.',
  })
  requests(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: SchoolType,
    @Args() args: PageArgs,
    @Context() context: object,
  ): Promise<RequestConnection> {
    return this.search.ofSchool(context, viewer, id, args);
  }
}
