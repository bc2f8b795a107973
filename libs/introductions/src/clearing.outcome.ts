import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import { Problem } from '#platform';
import { ClearingStatus, ClearingType } from './clearing.graphql.js';

@ObjectType({ description: 'The clearing is queued: ask for it again to see how far it has come.' })
export class StartClearingSuccess {
  @Field(() => ClearingType, { description: 'The clearing.' })
  clearing: ClearingType;

  constructor(clearing: ClearingType) {
    this.clearing = clearing;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The area is being cleared already.' })
export class ClearingUnderWay extends Problem {
  @Field(() => ClearingType, { description: 'The clearing that is under way.' })
  existing: ClearingType;

  constructor(existing: ClearingType) {
    super(
      'CLEARING_UNDER_WAY',
      'This area is being cleared already. Wait for it, or cancel it with cancelClearing and start again.',
    );
    this.existing = existing;
  }
}

@ObjectType({
  description:
    'The clearing is cancelled; where a worker is at it, within a second or so, and while it still reads what there is to clear, once it has.',
})
export class CancelClearingSuccess {
  @Field(() => ClearingType, { description: 'The clearing.' })
  clearing: ClearingType;

  constructor(clearing: ClearingType) {
    this.clearing = clearing;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The clearing is over: there is nothing left to cancel.',
})
export class ClearingOver extends Problem {
  @Field(() => ClearingStatus, { description: 'How it ended.' })
  status: ClearingStatus;

  constructor(status: ClearingStatus) {
    super(
      'CLEARING_OVER',
      `The clearing is ${status} already: there is nothing to cancel. To clear again, start another.`,
    );
    this.status = status;
  }
}

@ObjectType({
  description:
    'The pairs of the clearing that still fit are proposed to both sides; `pairs` tells what became of each.',
})
export class ApplyClearingSuccess {
  @Field(() => ClearingType, { description: 'The clearing.' })
  clearing: ClearingType;

  @Field(() => Int, { description: 'How many pairs were proposed.' })
  proposed: number;

  @Field(() => Int, { description: 'How many were not, as something had changed: each pair says what.' })
  refused: number;

  constructor(clearing: ClearingType, proposed: number, refused: number) {
    this.clearing = clearing;
    this.proposed = proposed;
    this.refused = refused;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The clearing has no answer that could be applied.' })
export class ClearingNotFinished extends Problem {
  @Field(() => ClearingStatus, { description: 'How far it has come.' })
  status: ClearingStatus;

  constructor(status: ClearingStatus) {
    super(
      'CLEARING_NOT_FINISHED',
      `The clearing is ${status}; only one that has finished can be applied. Wait for it to finish, or start another.`,
    );
    this.status = status;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The clearing is a dry run, for looking at alone.' })
export class ClearingIsDryRun extends Problem {
  constructor() {
    super(
      'CLEARING_IS_DRY_RUN',
      'What was cleared for looking at alone cannot be applied. Start it again with dryRun: false and without a whatIf.',
    );
  }
}

@ObjectType({ implements: () => [Problem], description: 'The clearing was applied before.' })
export class ClearingAlreadyApplied extends Problem {
  @Field(() => ClearingType, { description: 'The clearing.' })
  clearing: ClearingType;

  constructor(clearing: ClearingType) {
    super(
      'CLEARING_ALREADY_APPLIED',
      'The clearing was applied before, and nothing was done a second time. To clear what is left, start another.',
    );
    this.clearing = clearing;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The checker found the clearing wrong, so that it is not applied.',
})
export class ClearingNotCertified extends Problem {
  constructor() {
    super(
      'CLEARING_NOT_CERTIFIED',
      'The independent checker found this clearing wrong: see its faults. That is our fault; start another.',
    );
  }
}

export const StartClearingResult = createUnionType({
  name: 'StartClearingResult',
  description: 'What comes of starting a clearing.',
  types: () => [StartClearingSuccess, ClearingUnderWay] as const,
});

export const CancelClearingResult = createUnionType({
  name: 'CancelClearingResult',
  description: 'What comes of cancelling a clearing.',
  types: () => [CancelClearingSuccess, ClearingOver] as const,
});

export const ApplyClearingResult = createUnionType({
  name: 'ApplyClearingResult',
  description: 'What comes of applying a clearing.',
  types: () =>
    [
      ApplyClearingSuccess,
      ClearingNotFinished,
      ClearingIsDryRun,
      ClearingNotCertified,
      ClearingAlreadyApplied,
    ] as const,
});
