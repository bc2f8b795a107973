import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Nodes, Public } from '#platform';
import { BrokerType } from './broker.graphql.js';
import { BrokerLoader } from './broker.loader.js';
import type { Employer } from './employer.entity.js';
import {
  EmployerConnection,
  EmployersArgs,
  EmployerSiteType,
  EmployerType,
  RegisterEmployerInput,
  RegisterEmployerResult,
} from './employer.graphql.js';
import { EmployerLoader } from './employer.loader.js';
import { Employers } from './employer.service.js';
import { Viewer } from './viewer.js';

@Resolver(() => EmployerType)
export class EmployerResolver {
  constructor(
    private readonly employers: Employers,
    private readonly loader: EmployerLoader,
    private readonly brokers: BrokerLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('employer', 'Employer', (viewer, id) => employers.find(viewer, id));
    nodes.register<Viewer>('site', 'EmployerSite', (viewer, id) => employers.findSite(viewer, id));
  }

  @Public()
  @Query(() => EmployerConnection, {
    name: 'employers',
    description: 'Employers by name; one that nobody has approved yet is not among them.',
  })
  list(@Args() args: EmployersArgs): Promise<EmployerConnection> {
    return this.employers.list(args);
  }

  @ResolveField(() => [EmployerSiteType], { description: 'Where it works.' })
  sites(@Parent() { id }: EmployerType, @Context() context: object): Promise<EmployerSiteType[]> {
    return this.loader.sitesOf(context, id);
  }

  @ResolveField(() => BrokerType, {
    nullable: true,
    description: 'The scheme that brought it; null where it was registered here.',
  })
  broker(@Parent() { brokerId }: Employer, @Context() context: object): Promise<BrokerType | null> | null {
    return brokerId ? this.brokers.byId(context, brokerId) : null;
  }

  @Allow('employer:register')
  @Mutation(() => RegisterEmployerResult, {
    description:
      'Registers an employer. You become its admin once an operator approves; what a broker’s key registers is listed ' +
      'at once as brought by the broker, and nobody is its admin yet.',
  })
  registerEmployer(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The employer and its sites.' }) input: RegisterEmployerInput,
  ): Promise<typeof RegisterEmployerResult> {
    return this.employers.register(viewer, input);
  }
}
