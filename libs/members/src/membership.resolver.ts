import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Nodes, PageArgs } from '#platform';
import { JoinBrokerInput } from './broker.graphql.js';
import {
  DecideMemberInput,
  DecideMemberResult,
  JoinEmployerInput,
  JoinResult,
  JoinSchoolInput,
  MembershipConnection,
  MembershipStatus,
  MembershipType,
} from './membership.graphql.js';
import { Memberships } from './membership.service.js';
import { Viewer } from './viewer.js';

@Resolver(() => MembershipType)
export class MembershipResolver {
  constructor(
    private readonly memberships: Memberships,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('membership', 'Membership', (viewer, id) => memberships.find(viewer, id));
  }

  @Allow('membership:decide')
  @Query(() => MembershipConnection, {
    description: 'The memberships that wait for your decision, the oldest first.',
  })
  membersToApprove(@CurrentViewer() viewer: Viewer, @Args() page: PageArgs): Promise<MembershipConnection> {
    return this.memberships.waitingFor(viewer, page);
  }

  @Allow('membership:request')
  @Mutation(() => JoinResult, {
    description:
      'Asks to act for a school. Its admin approves; the first admin is approved by an operator. A TEACHER whose address was verified in the last 30 days and is at an e-mail domain of the school joins at once, the first time. Asked again while the wish waits, the role becomes the one that is asked for; but to lead only where nobody leads yet.',
  })
  joinSchool(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which school, as what.' }) input: JoinSchoolInput,
  ): Promise<typeof JoinResult> {
    return this.memberships.joinSchool(viewer, input);
  }

  @Allow('membership:request')
  @Mutation(() => JoinResult, {
    description:
      'Asks to act for an employer. Its admin approves; the first admin is approved by an operator.',
  })
  joinEmployer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which employer, as what.' }) input: JoinEmployerInput,
  ): Promise<typeof JoinResult> {
    return this.memberships.joinEmployer(viewer, input);
  }

  @Allow('membership:request')
  @Mutation(() => JoinResult, {
    description:
      'Asks to be an admin of a broker. Its admin approves; the first one is approved by an operator.',
  })
  joinBroker(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which broker.' }) input: JoinBrokerInput,
  ): Promise<typeof JoinResult> {
    return this.memberships.joinBroker(viewer, input);
  }

  @Allow('membership:decide')
  @Mutation(() => DecideMemberResult, {
    description: 'Lets a person act for a school, employer or broker, also one who was declined before.',
  })
  approveMember(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose membership.' }) input: DecideMemberInput,
  ): Promise<typeof DecideMemberResult> {
    return this.memberships.decide(viewer, input.membershipId, MembershipStatus.APPROVED);
  }

  @Allow('membership:decide')
  @Mutation(() => DecideMemberResult, {
    description: 'Refuses to let a person act for a school, employer or broker.',
  })
  declineMember(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose membership.' }) input: DecideMemberInput,
  ): Promise<typeof DecideMemberResult> {
    return this.memberships.decide(viewer, input.membershipId, MembershipStatus.DECLINED);
  }

  @Allow('membership:request')
  @Mutation(() => DecideMemberResult, {
    description:
      'Ends a membership or takes the wish for one back: your own, or, as an admin, somebody’s. Where nobody is left who acts for an employer, what it offers is paused.',
  })
  endMembership(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose membership.' }) input: DecideMemberInput,
  ): Promise<typeof DecideMemberResult> {
    return this.memberships.end(viewer, input.membershipId);
  }
}
