import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { SchoolLoader, SchoolType } from '#reference';
import { BrokerType } from './broker.graphql.js';
import { BrokerLoader } from './broker.loader.js';
import { EmployerType } from './employer.graphql.js';
import { EmployerLoader } from './employer.loader.js';
import type { Membership } from './membership.entity.js';
import { Applicant, Decider, MembershipType } from './membership.graphql.js';
import { MembershipLoader } from './membership.loader.js';
import { joinedByDomain, waitsFor } from './membership.rules.js';
import { PersonLoader } from './person.loader.js';

/** Whose a membership is, where, and who decides about it. */
@Resolver(() => MembershipType)
export class MembershipLinksResolver {
  constructor(
    private readonly schools: SchoolLoader,
    private readonly employers: EmployerLoader,
    private readonly people: PersonLoader,
    private readonly memberships: MembershipLoader,
    private readonly brokers: BrokerLoader,
  ) {}

  @ResolveField(() => Applicant, { description: 'Who asks.' })
  applicant(@Parent() { personId }: Membership, @Context() context: object): Promise<Applicant | null> {
    return this.people.byId(context, personId);
  }

  @ResolveField(() => Boolean, {
    description:
      'Whether nobody decided about it: the person showed an address at an e-mail domain of the school, and joined at once.',
  })
  joinedByEmailDomain(@Parent() membership: Membership): boolean {
    return joinedByDomain(membership);
  }

  @ResolveField(() => Decider, {
    nullable: true,
    description: 'Who decides about it, while it waits; null once it is decided.',
  })
  async waitsFor(@Parent() membership: Membership, @Context() context: object): Promise<Decider | null> {
    const hasAdmin = await this.memberships.hasAdmin(context, membership);
    return waitsFor(membership.status, membership.role, hasAdmin);
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

  @ResolveField(() => BrokerType, { nullable: true, description: 'The broker, where it is one.' })
  broker(@Parent() { brokerId }: Membership, @Context() context: object): Promise<BrokerType | null> | null {
    return brokerId ? this.brokers.byId(context, brokerId) : null;
  }
}
