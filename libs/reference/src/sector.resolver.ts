import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Nodes, Public } from '#platform';
import { SectorLevel } from './sector.entity.js';
import { SectorType } from './sector.graphql.js';
import { Sectors } from './sector.service.js';

@Resolver(() => SectorType)
export class SectorResolver {
  constructor(
    private readonly register: Sectors,
    nodes: Nodes,
  ) {
    nodes.register('sector', 'Sector', (_viewer, id) => register.find(id.replace(/^sector_/, '')));
  }

  @Public()
  @Query(() => [SectorType], {
    description:
      'The industrial classification: its sections, or a finer level, or what a search finds; ascending by code.',
  })
  sectors(
    @Args('level', {
      type: () => SectorLevel,
      nullable: true,
      description: 'Only codes of this level. Without it and without a search: sections.',
    })
    level?: SectorLevel,
    @Args('search', {
      type: () => String,
      nullable: true,
      description: 'Words that all occur in the name, or digits that the code begins with.',
    })
    search?: string,
  ): Promise<SectorType[]> {
    return this.register.list(level ?? undefined, search ?? undefined);
  }

  @Public()
  @Query(() => SectorType, {
    nullable: true,
    description: 'One code of the industrial classification; null if there is none.',
  })
  sector(
    @Args('code', { description: 'A letter, or two to five digits without dots.' }) code: string,
  ): Promise<SectorType | null> {
    return this.register.find(code);
  }

  // Up and down again is how a small tree becomes a large answer.
  @ResolveField(() => SectorType, {
    complexity: ({ childComplexity }) => 1 + 5 * childComplexity,
    nullable: true,
    description: 'The code one step above; null for a section.',
  })
  parent(@Parent() sector: SectorType): Promise<SectorType | null> {
    return this.register.parentOf(sector);
  }

  @ResolveField(() => [SectorType], {
    complexity: ({ childComplexity }) => 1 + 4 * childComplexity,
    description: 'The codes one step below, ascending; none for a subclass.',
  })
  children(@Parent() sector: SectorType): Promise<SectorType[]> {
    return this.register.childrenOf(sector);
  }
}
