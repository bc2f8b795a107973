import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Page, Public } from '#platform';
import type { School } from './school.entity.js';
import { LocalAuthorityType, SchoolConnection, SchoolsArgs, SchoolType } from './school.graphql.js';
import { Schools } from './school.service.js';

@Resolver(() => SchoolType)
export class SchoolResolver {
  constructor(private readonly register: Schools) {}

  @Public()
  @Query(() => SchoolType, {
    nullable: true,
    description: 'The school with this URN, open or closed; NOT_FOUND if the register has none.',
  })
  school(@Args('urn', { type: () => Int, description: 'Six digits.' }) urn: number): Promise<SchoolType> {
    return this.register.byUrn(urn);
  }

  @Public()
  @Query(() => SchoolConnection, {
    description: 'Schools of England: the nearest first with `near`, else by name.',
  })
  schools(@Args() args: SchoolsArgs): Promise<Page<SchoolType>> {
    return this.register.list(args);
  }

  @ResolveField(() => LocalAuthorityType, {
    nullable: true,
    description: 'Its local authority, where the open data has it.',
  })
  localAuthority(@Parent() school: School): LocalAuthorityType | null {
    return this.register.localAuthorityOf(school);
  }
}
