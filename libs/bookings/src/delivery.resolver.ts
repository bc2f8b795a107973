import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer, Nodes, Personal } from '#platform';
import { SchoolLoader, SchoolType } from '#reference';
import type { Delivery } from './delivery.entity.js';
import {
  AttendanceType,
  DeliveryType,
  EvidencePointType,
  MeaningfulnessType,
  PupilsOfYear,
} from './delivery.graphql.js';
import { ConfirmEvidenceInput, CorrectDeliveryInput, RecordDeliveryInput } from './delivery.input.js';
import { DeliveryLoader } from './delivery.loader.js';
import { ConfirmEvidenceResult, CorrectDeliveryResult, RecordDeliveryResult } from './delivery.outcome.js';
import { meaningfulFor, pupilsByYear } from './delivery.rules.js';
import { Deliveries } from './delivery.service.js';

@Resolver(() => DeliveryType)
export class DeliveryResolver {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly loader: DeliveryLoader,
    private readonly schools: SchoolLoader,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('delivery', 'Delivery', (viewer, id) => deliveries.find(viewer, id));
  }

  @ResolveField(() => SchoolType, { description: 'The school whose pupils took part.' })
  school(@Parent() { schoolId }: Delivery, @Context() context: object): Promise<SchoolType | null> {
    return this.schools.byId(context, schoolId);
  }

  @ResolveField(() => [AttendanceType], { description: 'Who took part, as recorded.' })
  attendance(@Parent() { id }: Delivery, @Context() context: object): Promise<AttendanceType[]> {
    return this.loader.attendanceOf(context, id);
  }

  @ResolveField(() => [PupilsOfYear], { description: 'Who took part, by year group.' })
  async pupils(@Parent() { id }: Delivery, @Context() context: object): Promise<PupilsOfYear[]> {
    return pupilsByYear(await this.loader.attendanceOf(context, id));
  }

  @ResolveField(() => [EvidencePointType], { description: 'The points of meaningfulness, by side.' })
  evidence(@Parent() { id }: Delivery, @Context() context: object): Promise<EvidencePointType[]> {
    return this.loader.evidenceOf(context, id);
  }

  @ResolveField(() => [MeaningfulnessType], {
    description:
      'Whether it is meaningful, and what is missing, for those of Benchmarks 5, 6 and 7 that it can count for by its activity and by who came; none for a guidance interview.',
  })
  async meaningful(@Parent() delivery: Delivery, @Context() context: object): Promise<MeaningfulnessType[]> {
    return meaningfulFor(delivery, await this.loader.evidenceOf(context, delivery.id));
  }

  @Personal()
  @ResolveField(() => String, {
    nullable: true,
    description: 'The name of who recorded it, for those who act for the school; null where no person did.',
  })
  recordedBy(
    @Parent() { schoolId, recordedBy }: Delivery,
    @CurrentViewer() viewer: Viewer | undefined,
    @Context() context: object,
  ): Promise<string | null> | null {
    return viewer?.actsForSchool(schoolId) ? this.loader.nameOf(context, recordedBy) : null;
  }

  @Allow('delivery:record')
  @Mutation(() => RecordDeliveryResult, {
    description: 'Records what happened of a booking that has begun. The school does it, once.',
  })
  recordDelivery(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What happened.' }) input: RecordDeliveryInput,
  ): Promise<typeof RecordDeliveryResult> {
    return this.deliveries.record(viewer, input);
  }

  @Allow('delivery:record')
  @Mutation(() => CorrectDeliveryResult, {
    description: 'Restates what happened. The school does it; benchmarks move with it.',
  })
  correctDelivery(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which delivery, and what happened.' }) input: CorrectDeliveryInput,
  ): Promise<typeof CorrectDeliveryResult> {
    return this.deliveries.correct(viewer, input);
  }

  @Allow('delivery:record')
  @Mutation(() => ConfirmEvidenceResult, {
    description: 'Records what made a delivery meaningful, as the school or the offerer saw it.',
  })
  confirmEvidence(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which delivery, which side, which points.' }) input: ConfirmEvidenceInput,
  ): Promise<typeof ConfirmEvidenceResult> {
    return this.deliveries.confirm(viewer, input);
  }
}
