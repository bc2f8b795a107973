import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Nodes, Public } from '#platform';
import { SectorLevel } from './sector.entity.js';
import { SectorType } from './sector.graphql.js';
import { SECTORS_FOUND, Sectors } from './sector.service.js';

interface Listed {
  readonly level?: SectorLevel | null;
  readonly search?: string | null;
}

/** How many codes each level has, as SIC 2007 stands. */
const CODES: Readonly<Record<SectorLevel, number>> = {
  [SectorLevel.SECTION]: 21,
  [SectorLevel.DIVISION]: 88,
  [SectorLevel.GROUP]: 272,
  [SectorLevel.CLASS]: 615,
  [SectorLevel.SUBCLASS]: 731,
};

function mostListed({ level, search }: Listed): number {
  return search ? SECTORS_FOUND : CODES[level ?? SectorLevel.SECTION];
}

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
    complexity: ({ args, childComplexity }) => 1 + mostListed(args as Listed) * childComplexity,
    description:
      'The industrial classification: its sections, or a finer level, or the first 100 that a search finds; ascending by code.',
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
      description:
        'Words, or beginnings of words, that all occur in the name, or digits that the code begins with.',
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
