import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { CurrentViewer, Public } from '../access/decorators.js';
import type { PlatformViewer } from '../access/viewer.js';
import { Node, Nodes } from './node.js';

@Resolver(() => Node)
export class NodeResolver {
  constructor(private readonly nodes: Nodes) {}

  @Public()
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null where it is absent or you may not see it.',
  })
  node(
    @CurrentViewer() viewer: PlatformViewer | undefined,
    @Args('id', { type: () => ID, description: 'A global id, such as `offer_019b…` or `school_100049`.' })
    id: string,
  ): Promise<Node | null> {
    return this.nodes.find(viewer, id);
  }
}
