import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Nodes, PageArgs } from '#platform';
import { SchoolType } from '#reference';
import {
  DeclareEmailDomainInput,
  DeclareEmailDomainResult,
  EmailDomainConnection,
  WithdrawEmailDomainInput,
  WithdrawEmailDomainResult,
} from './domain.graphql.js';
import { EmailDomains } from './domain.service.js';
import { Viewer } from './viewer.js';

@Resolver(() => SchoolType)
export class EmailDomainResolver {
  constructor(
    private readonly domains: EmailDomains,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('domain', 'EmailDomain', (viewer, id) => domains.find(viewer, id));
  }

  @ResolveField(() => EmailDomainConnection, {
    description: 'The e-mail domains of its staff, the newest first; for its admins and operators alone.',
  })
  emailDomains(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: SchoolType,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<EmailDomainConnection> {
    return this.domains.ofSchool(context, viewer, id, page);
  }

  @Allow('membership:decide')
  @Mutation(() => DeclareEmailDomainResult, {
    description:
      'Lets everybody who shows, by a link that is mailed, that they have an address at a domain join the school as a teacher.',
  })
  declareEmailDomain(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which domain, of which school.' }) input: DeclareEmailDomainInput,
  ): Promise<typeof DeclareEmailDomainResult> {
    return this.domains.declare(viewer, input);
  }

  @Allow('membership:decide')
  @Mutation(() => WithdrawEmailDomainResult, {
    description: 'Lets nobody join by a domain any more. Who has joined stays, until an admin ends it.',
  })
  withdrawEmailDomain(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: WithdrawEmailDomainInput,
  ): Promise<typeof WithdrawEmailDomainResult> {
    return this.domains.withdraw(viewer, input);
  }
}
