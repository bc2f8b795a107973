import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
import { RequestStatus, RequestType } from './request.graphql.js';

@ObjectType({ description: 'The request as it is now.' })
export class RequestSuccess {
  @Field(() => RequestType, { description: 'The request.' })
  request: RequestType;

  constructor(request: RequestType) {
    this.request = request;
  }
}

@ObjectType({ implements: () => [Problem], description: 'Somebody changed the request after you saw it.' })
export class RequestChangedMeanwhile extends changedMeanwhile(() => RequestType, 'request', 'REQUEST') {}

@ObjectType({ implements: () => [Problem], description: 'The request’s status does not allow this.' })
export class RequestNotInRightStatus extends Problem {
  @Field(() => RequestStatus, { description: 'The status it has.' })
  status: RequestStatus;

  constructor(status: RequestStatus, allowed: readonly RequestStatus[]) {
    const instead = status === RequestStatus.WITHDRAWN ? ' Draft a new one.' : '';
    super(
      'REQUEST_NOT_IN_RIGHT_STATUS',
      `The request is ${inWords(status)}; this needs a request that is ${allowed.map(inWords).join(' or ')}.${instead}`,
    );
    this.status = status;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'More of the request is held or booked than it would ask for.',
})
export class MoreIsTaken extends Problem {
  @Field(() => Int, { description: 'How many sessions or places are held or booked.' })
  taken: number;

  constructor(taken: number) {
    super(
      'MORE_IS_TAKEN',
      `${taken} of what the request asks for ${taken === 1 ? 'is' : 'are'} held or booked; ask for no fewer, or call one off first.`,
    );
    this.taken = taken;
  }
}

@ObjectType({ implements: () => [Problem], description: 'Every window of the request is over.' })
export class RequestHasNoFutureWindow extends Problem {
  constructor() {
    super(
      'REQUEST_HAS_NO_FUTURE_WINDOW',
      'Every window of the request is over. Give it later ones with editRequest, then open it.',
    );
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The same school asks for the same at the same time already.',
})
export class DuplicateRequest extends Problem {
  @Field(() => RequestType, { description: 'The request there is.' })
  existing: RequestType;

  constructor(existing: RequestType) {
    super(
      'DUPLICATE_REQUEST',
      `There is a ${inWords(existing.status)} request with this title, these activities and these dates. ` +
        'Use that one, or change the title.',
    );
    this.existing = existing;
  }
}

function inWords(status: RequestStatus): string {
  return status.replace('_', '-');
}

export const DraftRequestResult = createUnionType({
  name: 'DraftRequestResult',
  description: 'What comes of drafting a request.',
  types: () => [RequestSuccess, DuplicateRequest] as const,
});

export const EditRequestResult = createUnionType({
  name: 'EditRequestResult',
  description: 'What comes of editing a request.',
  types: () =>
    [
      RequestSuccess,
      RequestChangedMeanwhile,
      RequestNotInRightStatus,
      MoreIsTaken,
      DuplicateRequest,
    ] as const,
});

export const OpenRequestResult = createUnionType({
  name: 'OpenRequestResult',
  description: 'What comes of opening a request.',
  types: () =>
    [RequestSuccess, RequestChangedMeanwhile, RequestNotInRightStatus, RequestHasNoFutureWindow] as const,
});

export const ChangeRequestResult = createUnionType({
  name: 'ChangeRequestResult',
  description: 'What comes of changing a request.',
  types: () => [RequestSuccess, RequestChangedMeanwhile, RequestNotInRightStatus] as const,
});
