import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { BrokerType, RegisterBrokerInput, RegisterBrokerResult } from './broker.graphql.js';
import { Brokers } from './broker.service.js';
import { Viewer } from './viewer.js';

@Resolver(() => BrokerType)
export class BrokerResolver {
  constructor(
    private readonly brokers: Brokers,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('broker', 'Broker', (viewer, id) => brokers.find(viewer, id));
  }

  @Allow('broker:register')
  @Mutation(() => RegisterBrokerResult, {
    description: 'Registers a broker. You become its admin, who issues its keys, once an operator approves.',
  })
  registerBroker(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The broker.' }) input: RegisterBrokerInput,
  ): Promise<typeof RegisterBrokerResult> {
    return this.brokers.register(viewer, input);
  }
}
