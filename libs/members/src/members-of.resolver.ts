import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentViewer, PageArgs } from '#platform';
import { SchoolType } from '#reference';
import { BrokerType } from './broker.graphql.js';
import { EmployerType } from './employer.graphql.js';
import { MembershipConnection } from './membership.graphql.js';
import { MembershipLoader } from './membership.loader.js';
import { Viewer } from './viewer.js';

/** Who acts for a school. */
@Resolver(() => SchoolType)
export class SchoolMembersResolver {
  constructor(private readonly memberships: MembershipLoader) {}

  @ResolveField(() => MembershipConnection, {
    description: 'Who asked to act for it, the newest first, whatever came of it; for its admins alone.',
  })
  members(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: SchoolType,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<MembershipConnection> {
    return this.memberships.ofSchool(context, viewer, id, page);
  }
}

/** Who acts for an employer. */
@Resolver(() => EmployerType)
export class EmployerMembersResolver {
  constructor(private readonly memberships: MembershipLoader) {}

  @ResolveField(() => MembershipConnection, {
    description: 'Who asked to act for it, the newest first, whatever came of it; for its admins alone.',
  })
  members(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: EmployerType,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<MembershipConnection> {
    return this.memberships.ofEmployer(context, viewer, id, page);
  }
}

/** Who acts for a broker. */
@Resolver(() => BrokerType)
export class BrokerMembersResolver {
  constructor(private readonly memberships: MembershipLoader) {}

  @ResolveField(() => MembershipConnection, {
    description: 'Who asked to act for it, the newest first, whatever came of it; for its admins alone.',
  })
  members(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: BrokerType,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<MembershipConnection> {
    return this.memberships.ofBroker(context, viewer, id, page);
  }
}
