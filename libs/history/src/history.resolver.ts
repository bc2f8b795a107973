import { Args, Query, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer } from '#platform';
import { HistoryArgs, HistoryConnection } from './history.graphql.js';
import { Histories } from './history.service.js';

@Resolver()
export class HistoryResolver {
  constructor(private readonly histories: Histories) {}

  @Allow('history:read')
  @Query(() => HistoryConnection, {
    description:
      'Who did what, when and why, to what belongs to the schools and employers that you lead, the newest first; an operator ' +
      'sees all of it, without names.',
  })
  history(@CurrentViewer() viewer: Viewer, @Args() args: HistoryArgs): Promise<HistoryConnection> {
    return this.histories.list(viewer, args);
  }
}
