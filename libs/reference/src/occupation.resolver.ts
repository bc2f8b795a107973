import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Nodes, Public } from '#platform';
import { OccupationLevel } from './occupation-codes.js';
import { OccupationType } from './occupation.graphql.js';
import { OCCUPATIONS_FOUND, Occupations } from './occupations.js';

interface Listed {
  readonly level?: OccupationLevel | null;
  readonly search?: string | null;
}

/** How many groups each level has, as SOC 2020 stands. */
const GROUPS: Readonly<Record<OccupationLevel, number>> = {
  [OccupationLevel.MAJOR]: 9,
  [OccupationLevel.SUB_MAJOR]: 26,
  [OccupationLevel.MINOR]: 104,
  [OccupationLevel.UNIT]: 412,
};

function mostListed({ level, search }: Listed): number {
  return search ? OCCUPATIONS_FOUND : GROUPS[level ?? OccupationLevel.MAJOR];
}

@Resolver(() => OccupationType)
export class OccupationResolver {
  constructor(
    private readonly register: Occupations,
    nodes: Nodes,
  ) {
    nodes.register('occupation', 'Occupation', (_viewer, id) =>
      register.find(id.replace(/^occupation_/, '')),
    );
  }

  @Public()
  @Query(() => [OccupationType], {
    complexity: ({ args, childComplexity }) => 1 + mostListed(args as Listed) * childComplexity,
    description:
      'The occupational classification: its major groups, or a finer level ascending by code; or what a search finds, the likest first, at most 50.',
  })
  occupations(
    @Args('level', {
      type: () => OccupationLevel,
      nullable: true,
      description: 'Only groups of this level. Without it and without a search: major groups.',
    })
    level?: OccupationLevel,
    @Args('search', {
      type: () => String,
      nullable: true,
      description:
        'Words like which the title or a job’s title has one each, misspelt or not (`electrisian`); or digits that the code begins with.',
    })
    search?: string,
  ): Promise<OccupationType[]> {
    return this.register.list(level ?? undefined, search ?? undefined);
  }

  @Public()
  @Query(() => OccupationType, {
    nullable: true,
    description: 'One group of the occupational classification; null if there is none.',
  })
  occupation(
    @Args('code', { description: 'One to four digits.' }) code: string,
  ): Promise<OccupationType | null> {
    return this.register.find(code);
  }

  // Up and down again is how a small tree becomes a large answer.
  @ResolveField(() => OccupationType, {
    complexity: ({ childComplexity }) => 1 + 5 * childComplexity,
    nullable: true,
    description: 'The group one step above; null for a major group.',
  })
  async parent(@Parent() occupation: OccupationType): Promise<OccupationType | null> {
    return (await this.register.tree()).parentOf(occupation) ?? null;
  }

  @ResolveField(() => [OccupationType], {
    complexity: ({ childComplexity }) => 1 + 4 * childComplexity,
    description: 'The groups one step below, ascending; none for a unit group.',
  })
  async children(@Parent() occupation: OccupationType): Promise<OccupationType[]> {
    return (await this.register.tree()).childrenOf(occupation);
  }
}
