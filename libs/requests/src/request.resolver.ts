import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { SchoolLoader, SchoolType } from '#reference';
import { PupilGroupType } from './group.graphql.js';
import type { Request } from './request.entity.js';
import { RequestConnection, RequestType } from './request.graphql.js';
import { DraftRequestInput, EditRequestInput, RequestsArgs, RequestVersionInput } from './request.input.js';
import { RequestLoader } from './request.loader.js';
import {
  ChangeRequestResult,
  DraftRequestResult,
  EditRequestResult,
  OpenRequestResult,
} from './request.outcome.js';
import { RequestSearch } from './request.search.js';
import { Requests } from './request.service.js';

@Resolver(() => RequestType)
export class RequestResolver {
  constructor(
    private readonly requests: Requests,
    private readonly search: RequestSearch,
    private readonly loader: RequestLoader,
    private readonly schools: SchoolLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('request', 'SchoolRequest', (viewer, id) => requests.find(viewer, id));
  }

  @Allow('request:browse')
  @Query(() => RequestConnection, {
    name: 'requests',
    description: 'Requests of all schools that still look for somebody.',
  })
  list(@Args() args: RequestsArgs): Promise<RequestConnection> {
    return this.search.list(args);
  }

  @ResolveField(() => SchoolType, { description: 'Whose it is.' })
  school(@Parent() { schoolId }: Request, @Context() context: object): Promise<SchoolType | null> {
    return this.schools.byId(context, schoolId);
  }

  @ResolveField(() => [PupilGroupType], { description: 'The groups it is for, by year group and code.' })
  groups(@Parent() { id }: RequestType, @Context() context: object): Promise<PupilGroupType[]> {
    return this.loader.groupsOf(context, id);
  }

  @Allow('request:write')
  @Mutation(() => DraftRequestResult, {
    description: 'Writes down a request that only its school’s people see.',
  })
  draftRequest(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The request.' }) input: DraftRequestInput,
  ): Promise<typeof DraftRequestResult> {
    return this.requests.draft(viewer, input);
  }

  @Allow('request:write')
  @Mutation(() => EditRequestResult, {
    description:
      'Restates a request that still looks for somebody. What is proposed or booked stands as it was.',
  })
  editRequest(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which request, and how it reads from now on.' }) input: EditRequestInput,
  ): Promise<typeof EditRequestResult> {
    return this.requests.edit(viewer, input);
  }

  @Allow('request:write')
  @Mutation(() => OpenRequestResult, {
    description: 'Makes a draft visible to all members, who may propose.',
  })
  openRequest(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which request.' }) input: RequestVersionInput,
  ): Promise<typeof OpenRequestResult> {
    return this.requests.open(viewer, input);
  }

  @Allow('request:write')
  @Mutation(() => ChangeRequestResult, {
    description: 'Takes a request back for good. What is booked stands.',
  })
  withdrawRequest(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which request.' }) input: RequestVersionInput,
  ): Promise<typeof ChangeRequestResult> {
    return this.requests.withdraw(viewer, input);
  }
}
