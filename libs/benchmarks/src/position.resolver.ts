import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { CurrentViewer, LocalDateScalar } from '#platform';
import { SchoolType } from '#reference';
import { PolicyId } from '#statutes';
import { SchoolPositionType } from './position.graphql.js';
import { PositionLoader } from './position.loader.js';

@Resolver(() => SchoolType)
export class PositionResolver {
  constructor(private readonly positions: PositionLoader) {}

  @ResolveField(() => SchoolPositionType, {
    nullable: true,
    description: 'Where the school stands for Benchmark 5; null unless you act for the school.',
  })
  benchmarks(
    @Parent() { id }: SchoolType,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
    @Args('policy', { type: () => PolicyId, description: 'The edition to read it under.' }) policy: PolicyId,
    @Args('asOf', {
      type: () => LocalDateScalar,
      nullable: true,
      description: 'Deliveries of its academic year up to and including this day count; today if absent.',
    })
    asOf?: string,
  ): Promise<SchoolPositionType | null> | null {
    return this.positions.ofSchool(context, viewer, id, policy, asOf);
  }
}
