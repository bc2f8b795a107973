import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Viewer } from '#members';
import { Allow, CurrentViewer } from '#platform';
import { CorrectEvidenceInput, RecordEvidenceInput, WithdrawEvidenceInput } from './evidence.input.js';
import { ChangeEvidenceResult, RecordEvidenceResult } from './evidence.outcome.js';
import { SchoolEvidence } from './evidence.service.js';

@Resolver()
export class SchoolEvidenceResolver {
  constructor(private readonly evidence: SchoolEvidence) {}

  @Allow('evidence:record')
  @Mutation(() => RecordEvidenceResult, {
    description:
      'Records what happened without a booking: a fair of the school’s own, interviews by its adviser, a placement that a family found. Benchmarks move with it.',
  })
  recordEvidence(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What happened.' }) input: RecordEvidenceInput,
  ): Promise<typeof RecordEvidenceResult> {
    return this.evidence.record(viewer, input);
  }

  @Allow('evidence:record')
  @Mutation(() => ChangeEvidenceResult, {
    description: 'Restates what happened without a booking. Benchmarks move with it.',
  })
  correctEvidence(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which record, and what happened.' }) input: CorrectEvidenceInput,
  ): Promise<typeof ChangeEvidenceResult> {
    return this.evidence.correct(viewer, input);
  }

  @Allow('evidence:record')
  @Mutation(() => ChangeEvidenceResult, {
    description:
      'Takes back a record of what happened without a booking. It counts for nothing from then on.',
  })
  withdrawEvidence(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which record, in which version.' }) input: WithdrawEvidenceInput,
  ): Promise<typeof ChangeEvidenceResult> {
    return this.evidence.withdraw(viewer, input);
  }
}
