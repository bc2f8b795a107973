import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import type { Viewer } from '#members';
import { BadInput, brokenConstraint, inOrder, NotFound, Transactions, type Tx } from '#platform';
import { School } from '#reference';
import { PupilGroup } from './group.entity.js';
import { requireActsForSchool } from './group.policy.js';
import { faultsOfDraft } from './request.draft.rules.js';
import { Request, RequestGroup } from './request.entity.js';
import { RequestStatus } from './request.graphql.js';
import type { DraftRequestInput, EditRequestInput, RequestVersionInput } from './request.input.js';
import {
  type ChangeRequestResult,
  type DraftRequestResult,
  DuplicateRequest,
  type EditRequestResult,
  type OpenRequestResult,
  RequestSuccess,
} from './request.outcome.js';
import { listPlaces } from './request.places.js';
import { maySee } from './request.policy.js';
import {
  editable,
  living,
  mayBecome,
  usualBenchmark,
  whyNotChangeable,
  whyNotOpenable,
  whyNotSoFew,
} from './request.rules.js';
import { lockRequest } from './request.sessions.js';

/** What happens to requests: drafted, opened, withdrawn. */
@Injectable()
export class Requests {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
  ) {}

  /** The request, or null where it is absent or the viewer may not see it. */
  async find(viewer: Viewer | undefined, id: string): Promise<Request | null> {
    const request = await this.manager.findOneBy(Request, { id });
    return request && maySee(viewer, request) ? request : null;
  }

  /** Writes a draft that only the school's people see. */
  draft(viewer: Viewer, input: DraftRequestInput): Promise<typeof DraftRequestResult> {
    const run = () =>
      this.transactions.run(viewer, async (tx) => {
        const { schoolId } = input;
        if (!(await tx.manager.existsBy(School, { id: schoolId, open: true })))
          throw new NotFound('open school', schoolId);
        requireActsForSchool(viewer, schoolId);
        const faults = faultsOfDraft(input, await namedGroups(tx, input), tx.today);
        if (faults.length > 0) throw new BadInput(faults);

        const request = tx.manager.create(Request, { ...asked(input), ...begun(tx, viewer) });
        await tx.insert(Request, request);
        await nameGroups(tx, request, input.groupIds);
        await tx.record(request, 'drafted', { after: termsOf(request) });
        return new RequestSuccess(request);
      });
    return this.unlessThere(run, () => asked(input));
  }

  /** Restates a request that still looks for somebody. What is proposed or booked stands. */
  async edit(viewer: Viewer, { id, version, ...input }: EditRequestInput): Promise<typeof EditRequestResult> {
    let terms: Asked | undefined;
    const run = () =>
      this.transactions.run(viewer, async (tx) => {
        const request = await lockSeenRequest(tx, viewer, id);
        const draft = { ...input, schoolId: request.schoolId, kind: request.kind };
        terms = asked(draft);
        const problem = whyNotChangeable(request, version, editable) ?? whyNotSoFew(request, terms.wanted);
        if (problem) return problem;
        // A window that has begun may be said again as it was.
        const since = request.firstDay < tx.today ? request.firstDay : tx.today;
        const faults = faultsOfDraft(draft, await namedGroups(tx, draft), since);
        if (faults.length > 0) throw new BadInput(faults);

        const { booked, wanted, remaining } = request;
        const before = termsOf(request);
        Object.assign(request, { ...terms, booked, remaining: terms.wanted - (wanted - remaining) });
        if (booked > 0 && booked === request.wanted) request.status = RequestStatus.MATCHED;
        request.version += 1;
        await tx.save(request);
        await tx.manager.delete(RequestGroup, { requestId: id });
        await nameGroups(tx, request, input.groupIds);
        await listPlaces(tx, [id]);
        await tx.record(request, 'edited', {
          before,
          after: { ...termsOf(request), version: request.version },
        });
        return new RequestSuccess(request);
      });
    return this.unlessThere(run, () => terms);
  }

  /** Lets members see a draft, and propose. */
  open(viewer: Viewer, { id, version }: RequestVersionInput): Promise<typeof OpenRequestResult> {
    return this.transactions.run(viewer, async (tx) => {
      const request = await lockSeenRequest(tx, viewer, id);
      const problem = whyNotOpenable(request, version, tx.today);
      if (problem) return problem;

      request.openedAt = tx.now;
      return become(tx, request, RequestStatus.OPEN);
    });
  }

  /** Takes a request back for good. What is booked stands. */
  withdraw(viewer: Viewer, { id, version }: RequestVersionInput): Promise<typeof ChangeRequestResult> {
    return this.transactions.run(viewer, async (tx) => {
      const request = await lockSeenRequest(tx, viewer, id);
      const problem = whyNotChangeable(request, version, mayBecome[RequestStatus.WITHDRAWN]);
      return problem ?? become(tx, request, RequestStatus.WITHDRAWN);
    });
  }

  /** Answers with the request that the unique index finds in the way, if there is one. */
  private async unlessThere<Answer>(
    run: () => Promise<Answer>,
    termsOfIt: () => Asked | undefined,
  ): Promise<Answer | DuplicateRequest> {
    try {
      return await run();
    } catch (error) {
      const terms = termsOfIt();
      if (brokenConstraint(error) !== 'request_once' || !terms) throw error;
      const existing = await this.sameAs(terms);
      // The one in the way may have ended since: then nothing is in the way.
      return existing ? new DuplicateRequest(existing) : this.unlessThere(run, termsOfIt);
    }
  }

  private sameAs({
    schoolId,
    kind,
    activityTypes,
    firstDay,
    lastDay,
    title,
  }: Asked): Promise<Request | null> {
    return this.manager
      .createQueryBuilder(Request, 'request')
      .where({ schoolId, kind, firstDay, lastDay })
      .andWhere('request.activityTypes = :activityTypes', { activityTypes })
      .andWhere('lower(request.title) = lower(:title) AND request.status IN (:...living)', { title, living })
      .getOne();
  }
}

/** Locks a request to change it. Unseen and absent look alike; seen by somebody who may not change it is FORBIDDEN. */
async function lockSeenRequest(tx: Tx, viewer: Viewer, id: string): Promise<Request> {
  const request = await lockRequest(tx, id);
  if (!request || !maySee(viewer, request)) throw new NotFound('request', id);
  requireActsForSchool(viewer, request.schoolId);
  return request;
}

async function become(tx: Tx, request: Request, status: RequestStatus): Promise<RequestSuccess> {
  const before = { status: request.status };
  request.status = status;
  request.version += 1;
  await tx.save(request);
  await listPlaces(tx, [request.id]);
  await tx.record(request, status, { before, after: { status, version: request.version } });
  return new RequestSuccess(request);
}

function begun(
  tx: Tx,
  viewer: Viewer,
): Pick<Request, 'id' | 'personId' | 'brokerId' | 'status' | 'version' | 'createdAt' | 'openedAt'> {
  const nothing = { brokerId: null, openedAt: null };
  const who = { id: tx.newId('request'), personId: viewer.personId, createdAt: tx.now };
  return { ...who, ...nothing, status: RequestStatus.DRAFT, version: 1 };
}

/** The school's groups that the input names, in its order; null for one that the school does not have. */
async function namedGroups(
  tx: Tx,
  { groupIds, schoolId }: Pick<DraftRequestInput, 'groupIds' | 'schoolId'>,
): Promise<(PupilGroup | null)[]> {
  const groups = await tx.manager.findBy(PupilGroup, { id: In(groupIds), schoolId });
  return inOrder(groupIds, groups, ({ id }) => id);
}

function nameGroups(tx: Tx, { id }: Request, groupIds: readonly string[]): Promise<void> {
  return tx.insert(
    RequestGroup,
    groupIds.map((groupId) => ({ requestId: id, groupId })),
  );
}

/** What of a request is kept in its history: nothing in free text. */
function termsOf({ kind, activityTypes, sectors, wanted, mode, firstDay, lastDay }: Request) {
  return { kind, activityTypes, sectors, wanted, mode, firstDay, lastDay };
}

/** What is asked for, as the table has it. */
type Asked = Omit<Request, keyof ReturnType<typeof begun> | 'places' | 'sessions' | 'academicYear'>;

/** What the input asks for, as the table has it: lists in one order, so that the same request is the same row. */
function asked(input: DraftRequestInput): Asked {
  const { schoolId, title, notes, kind, mode, travelKm } = input;
  const windows = input.windows
    .map(({ from, to }) => ({ from, to }))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
  const wanted = input.sessions ?? input.places ?? 0;
  return {
    ...{ schoolId, title, notes, kind, mode, travelKm, windows },
    ...{ wanted, remaining: wanted, booked: 0, pupilsPerSession: input.pupilsPerSession ?? null },
    activityTypes: [...input.activityTypes].sort(),
    sectors: [...input.sectors].sort(),
    firstDay: windows.map(({ from }) => from).sort()[0] ?? '',
    lastDay:
      windows
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? '',
    benchmark: input.benchmark ?? usualBenchmark(kind, input.activityTypes),
  };
}
