import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Nodes, Public } from '#platform';
import { AreaKind } from './area.entity.js';
import { AreaType } from './area.graphql.js';
import { Areas } from './areas.js';

interface Listed {
  readonly kind?: AreaKind | null;
}

/** About how many areas there are: local authorities are most of them. */
function mostListed({ kind }: Listed): number {
  return kind && kind !== AreaKind.LOCAL_AUTHORITY ? 45 : 365;
}

@Resolver(() => AreaType)
export class AreaResolver {
  constructor(
    private readonly register: Areas,
    nodes: Nodes,
  ) {
    nodes.register('area', 'Area', (_viewer, id) => register.byId(id));
  }

  @Public()
  @Query(() => [AreaType], {
    complexity: ({ args, childComplexity }) => 1 + mostListed(args as Listed) * childComplexity,
    description: 'The areas of England, by kind and name.',
  })
  areas(
    @Args('kind', { type: () => AreaKind, nullable: true, description: 'Only areas of this kind.' })
    kind?: AreaKind,
    @Args('search', {
      type: () => String,
      nullable: true,
      description: 'Words like which the name has one each, misspelt or not.',
    })
    search?: string,
  ): Promise<AreaType[]> {
    return this.register.list(kind ?? undefined, search ?? undefined);
  }

  @Public()
  @Query(() => AreaType, { nullable: true, description: 'The area with this code; null if there is none.' })
  area(
    @Args('code', { description: '`E12000007`, or `LSIP-GREATER-DEVON`.' }) code: string,
  ): Promise<AreaType | null> {
    return this.register.find(code);
  }

  @ResolveField(() => [AreaType], {
    complexity: ({ childComplexity }) => 1 + 10 * childComplexity,
    description: 'The local authorities it is made of, by name; none for a local authority.',
  })
  localAuthorities(@Parent() area: AreaType): Promise<AreaType[]> {
    return this.register.authoritiesOf(area);
  }

  @ResolveField(() => [AreaType], {
    complexity: ({ childComplexity }) => 1 + 5 * childComplexity,
    description:
      'The region, skills-plan area and combined authority of a local authority; none for the others.',
  })
  partOf(@Parent() area: AreaType): Promise<AreaType[]> {
    return this.register.around(area);
  }
}
