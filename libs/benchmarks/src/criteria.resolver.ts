import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer, LocalDateScalar } from '#platform';
import { SchoolType } from '#reference';
import { PolicyId } from '#statutes';
import { CriteriaPositionType } from './criteria.graphql.js';
import { CriteriaLoader } from './criteria.loader.js';

const asOfArgument = {
  type: () => LocalDateScalar,
  nullable: true,
  description: 'What happened up to and including this day counts; today if absent.',
};

@Resolver(() => SchoolType)
export class CriteriaResolver {
  constructor(private readonly criteria: CriteriaLoader) {}

  @ResolveField(() => [CriteriaPositionType], {
    // Benchmarks 6, 7 and 8.
    complexity: ({ childComplexity }) => 1 + 3 * childComplexity,
    nullable: true,
    description:
      'Where the school stands for Benchmarks 6, 7 and 8, which reach over several years; null unless you act for the school.',
  })
  positions(
    @Parent() { id }: SchoolType,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
    @Args('policy', { type: () => PolicyId, description: 'The edition to read them under.' })
    policy: PolicyId,
    @Args('asOf', asOfArgument) asOf?: string,
  ): Promise<CriteriaPositionType[] | null> {
    return this.criteria.benchmarks(context, viewer, id, policy, asOf);
  }

  @ResolveField(() => CriteriaPositionType, {
    nullable: true,
    description:
      'How far providers of technical education and apprenticeships have had access to its pupils; null unless you act for the school.',
  })
  providerAccess(
    @Parent() { id }: SchoolType,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
    @Args('asOf', asOfArgument) asOf?: string,
  ): Promise<CriteriaPositionType | null> {
    return this.criteria.providerAccess(context, viewer, id, asOf);
  }

  @ResolveField(() => CriteriaPositionType, {
    nullable: true,
    description:
      'How far its pupils have had two weeks’ worth of work experience; null unless you act for the school.',
  })
  workExperience(
    @Parent() { id }: SchoolType,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
    @Args('asOf', asOfArgument) asOf?: string,
  ): Promise<CriteriaPositionType | null> {
    return this.criteria.workExperience(context, viewer, id, asOf);
  }
}
