import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer, Nodes } from '#platform';
import { SchoolType } from '#reference';
import { AcademicYearArgs, PupilGroupType } from './group.graphql.js';
import { DeclareGroupsInput, DeclareRollInput } from './group.input.js';
import { DeclareGroupsResult, DeclareRollResult } from './group.outcome.js';
import { Groups } from './group.service.js';
import { RollType } from './roll.graphql.js';
import { Rolls } from './roll.service.js';

@Resolver(() => SchoolType)
export class GroupResolver {
  constructor(
    private readonly pupilGroups: Groups,
    private readonly yearRolls: Rolls,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('group', 'PupilGroup', (viewer, id) => pupilGroups.find(viewer, id));
    nodes.register<Viewer>('roll', 'Roll', (viewer, id) => yearRolls.find(viewer, id));
  }

  @ResolveField(() => [PupilGroupType], {
    description: 'Its groups by year and code, for those who act for it; others see none.',
  })
  groups(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: SchoolType,
    @Args() { academicYear }: AcademicYearArgs,
    @Context() context: object,
  ): Promise<PupilGroupType[]> {
    return this.pupilGroups.of(viewer, context, id, academicYear);
  }

  @ResolveField(() => [RollType], {
    description: 'The rolls of its years as they stand today, for those who act for it; others see none.',
  })
  rolls(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: SchoolType,
    @Args() { academicYear }: AcademicYearArgs,
    @Context() context: object,
  ): Promise<RollType[]> {
    return this.yearRolls.of(viewer, context, id, academicYear);
  }

  @Allow('group:write')
  @Mutation(() => DeclareGroupsResult, {
    description: 'Says which groups a school teaches this year, by code and size, never by name.',
  })
  declareGroups(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The school and its groups.' }) input: DeclareGroupsInput,
  ): Promise<typeof DeclareGroupsResult> {
    return this.pupilGroups.declare(viewer, input);
  }

  @Allow('group:write')
  @Mutation(() => DeclareRollResult, { description: 'Says how many pupils a year group has from today on.' })
  declareRoll(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The school, the year group and its pupils.' }) input: DeclareRollInput,
  ): Promise<typeof DeclareRollResult> {
    return this.yearRolls.declare(viewer, input);
  }
}
