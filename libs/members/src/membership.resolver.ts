import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { SchoolLoader, SchoolType } from '#reference';
import { EmployerType } from './employer.graphql.js';
import { EmployerLoader } from './employer.loader.js';
import type { Membership } from './membership.entity.js';
import {
  Applicant,
  DecideMemberInput,
  DecideMemberResult,
  JoinEmployerInput,
  JoinResult,
  JoinSchoolInput,
  MembershipStatus,
  MembershipType,
} from './membership.graphql.js';
import { Memberships } from './membership.service.js';
import { PersonLoader } from './person.loader.js';
import { Viewer } from './viewer.js';

@Resolver(() => MembershipType)
export class MembershipResolver {
  constructor(
    private readonly memberships: Memberships,
    private readonly schools: SchoolLoader,
    private readonly employers: EmployerLoader,
    private readonly people: PersonLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('membership', 'Membership', (viewer, id) => memberships.find(viewer, id));
  }

  @Allow('membership:decide')
  @Query(() => [MembershipType], {
    description: 'The memberships that wait for your decision, the oldest first, at most a hundred.',
  })
  membersToApprove(@CurrentViewer() viewer: Viewer): Promise<MembershipType[]> {
    return this.memberships.waitingFor(viewer);
  }

  @ResolveField(() => Applicant, { description: 'Who asks.' })
  applicant(@Parent() { personId }: Membership, @Context() context: object): Promise<Applicant | null> {
    return this.people.byId(context, personId);
  }

  @ResolveField(() => SchoolType, { nullable: true, description: 'The school, where it is one.' })
  school(@Parent() { schoolId }: Membership, @Context() context: object): Promise<SchoolType | null> | null {
    return schoolId ? this.schools.byId(context, schoolId) : null;
  }

  @ResolveField(() => EmployerType, { nullable: true, description: 'The employer, where it is one.' })
  employer(
    @Parent() { employerId }: Membership,
    @Context() context: object,
  ): Promise<EmployerType | null> | null {
    return employerId ? this.employers.byId(context, employerId) : null;
  }

  @Allow('membership:request')
  @Mutation(() => JoinResult, {
    description: 'Asks to act for a school. Its admin approves; the first admin is approved by an operator.',
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

  @Allow('membership:decide')
  @Mutation(() => DecideMemberResult, { description: 'Lets a person act for a school or employer.' })
  approveMember(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose membership.' }) input: DecideMemberInput,
  ): Promise<typeof DecideMemberResult> {
    return this.memberships.decide(viewer, input.membershipId, MembershipStatus.APPROVED);
  }

  @Allow('membership:decide')
  @Mutation(() => DecideMemberResult, {
    description: 'Refuses to let a person act for a school or employer.',
  })
  declineMember(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose membership.' }) input: DecideMemberInput,
  ): Promise<typeof DecideMemberResult> {
    return this.memberships.decide(viewer, input.membershipId, MembershipStatus.DECLINED);
  }
}
