import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Nodes, Public } from '#platform';
import { ViewerType } from './account.graphql.js';
import {
  EndSessionInput,
  EndSessionResult,
  RefreshSessionInput,
  RefreshSessionResult,
  SessionType,
  SignOutInput,
} from './session.graphql.js';
import { Sessions } from './session.service.js';
import { Viewer } from './viewer.js';

@Resolver(() => ViewerType)
export class SessionResolver {
  constructor(
    private readonly running: Sessions,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('session', 'Session', (viewer, id) => running.find(viewer, id));
  }

  @ResolveField(() => [SessionType], {
    description: 'Where you are signed in, the newest first, at most a hundred.',
  })
  sessions(@Parent() { id }: ViewerType): Promise<SessionType[]> {
    return this.running.of(id);
  }

  @Public()
  @Mutation(() => RefreshSessionResult, {
    description:
      'Exchanges a refresh token for new tokens. Each is good once: one that comes a second time ends the session.',
  })
  refreshSession(
    @Args('input', { description: 'The token.' }) input: RefreshSessionInput,
  ): Promise<typeof RefreshSessionResult> {
    return this.running.refresh(input);
  }

  @Allow('session:end')
  @Mutation(() => EndSessionResult, { description: 'Ends a sign-in of yours, here or elsewhere, at once.' })
  endSession(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) { sessionId }: EndSessionInput,
  ): Promise<typeof EndSessionResult> {
    return this.running.endSession(viewer, sessionId);
  }

  @Allow('session:end')
  @Mutation(() => EndSessionResult, {
    description: 'Ends the sign-in that this request comes through, at once.',
  })
  signOut(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'How far.' }) input: SignOutInput,
  ): Promise<typeof EndSessionResult> {
    return this.running.signOut(viewer, input);
  }
}
