import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import {
  bonusesOf,
  type ClearingProblem,
  type Fairness,
  type MatchRequest,
  quotasOf,
  type ServedSchool,
} from '#matching';
import { Clock, type LocalDate, localDateOf } from '#platform';
import { Areas, inOrNear } from '#reference';
import { academicYearOf, firstDayOf, lastDayOf, type PolicyId, RequestKind } from '#statutes';
import type { Clashes, Taken } from './clearing.clashes.js';
import { ClearingSlots } from './clearing.slots.js';
import { standingsOf, withOwnNeeds } from './clearing.standing.js';
import {
  GROUPS_TAKEN,
  requestsToClear,
  SCHOOLS_TO_CLEAR,
  spansOf,
  type TimesRow,
} from './clearing.statements.js';
import { append, within } from './clearing.times.js';
import { supposedRequest, type WhatIf } from './clearing.what-if.js';
import { Candidates } from './match.search.js';

/** What is to be cleared. */
export interface ClearingScope {
  /** The area of the schools; null for all of England. */
  readonly areaCode: string | null;
  /** The days on which pairs may meet, both ends included. */
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly policy: PolicyId;
  readonly fairness: Fairness;
  /** Sessions and places that a school gets at most for one benchmark; null for no limit. */
  readonly mostPerBenchmark: number | null;
  readonly whatIf: WhatIf | null;
}

/** What a clearing works from, and what its answer is judged by. */
export interface ClearingTask {
  readonly problem: ClearingProblem;
  readonly clashes: Clashes;
  /** What each school asks for within the days, and has of it before. */
  readonly schools: readonly ServedSchool[];
}

const NOTHING: WhatIf = { offers: [], requests: [] };

/** Reads what is to be cleared, as of one moment. */
@Injectable()
export class ClearingProblems {
  constructor(
    private readonly manager: EntityManager,
    private readonly candidates: Candidates,
    private readonly areas: Areas,
    private readonly slots: ClearingSlots,
    private readonly clock: Clock,
  ) {}

  /**
   * The requests of an area that look for somebody within some days, and the slots that may suit them: what of it is held
   * or booked is taken. A request's windows are cut to the days. Nobody has said yet how much a person or an employer
   * would give in all, so nothing limits them but their slots.
   */
  read(scope: ClearingScope): Promise<ClearingTask> {
    return this.manager.transaction('REPEATABLE READ', (manager) => this.readAll(manager, scope));
  }

  private async readAll(manager: EntityManager, scope: ClearingScope): Promise<ClearingTask> {
    const now = this.clock.now();
    const today = localDateOf(now);
    const whatIf = scope.whatIf ?? NOTHING;
    const rows = await this.readRequests(manager, scope, today);
    const found = await this.candidates.withNeeds(manager, [...rows.keys()], today, scope.policy);
    const needy = found.map(({ request, need }) => {
      const row = rows.get(request.requestId)!;
      const asked = {
        ...request,
        booked: request.booked + row.held,
        windows: within(request.windows, scope),
      };
      return { ...row, need, request: supposedRequest(asked, whatIf) };
    });
    const requests = withOwnNeeds(needy);
    const schools = await this.readSchools(manager, scope, requests);
    const booked = new Map(schools.map((school) => [school.id, school.booked]));
    const slots = await this.slots.read(manager, { scope, requests, now, whatIf });
    const busy = await this.readBusy(manager, needy, now);
    const bonuses = bonusesOf(scope.fairness, standingsOf(needy, requests, booked));
    const limits = {
      persons: new Map<string, number>(),
      employers: new Map<string, number>(),
      quotas: quotasOf(scope.mostPerBenchmark, requests),
      forbidden: [],
    };
    const { offers, blocks } = slots;
    return {
      problem: { today, offers, requests, blocks, bonuses, ...limits },
      clashes: { slots: slots.spans, busy, groups: groupsOf(needy) },
      schools: supposedSchools(schools, found, requests),
    };
  }

  private async readRequests(
    manager: EntityManager,
    { areaCode, firstDay, lastDay }: ClearingScope,
    today: LocalDate,
  ): Promise<Map<string, RequestToClear>> {
    const values: unknown[] = [today, firstDay, lastDay];
    const reach =
      areaCode === null ? undefined : await this.areas.reach({ code: areaCode, nearKm: 0 }, 'input.area');
    const area = reach ? `AND ${inOrNear(reach, 'school', (value) => `$${values.push(value)}`)}` : '';
    const rows = await manager.query<RequestToClear[]>(requestsToClear(area), values);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private readSchools(
    manager: EntityManager,
    { firstDay, lastDay }: ClearingScope,
    requests: readonly MatchRequest[],
  ): Promise<SchoolToClear[]> {
    const ids = [...new Set(requests.map(({ schoolId }) => schoolId))];
    const year = academicYearOf(firstDay);
    return manager.query(SCHOOLS_TO_CLEAR, [ids, firstDay, lastDay, firstDayOf(year), lastDayOf(year)]);
  }

  private async readBusy(
    manager: EntityManager,
    rows: readonly RequestToClear[],
    now: Date,
  ): Promise<Map<string, Taken[]>> {
    const groups = [...new Set(rows.flatMap((row) => row.groups.map(({ id }) => id)))];
    const taken = await manager.query<(TimesRow & { groupId: string; requestId: string })[]>(GROUPS_TAKEN, [
      ...[groups, now],
    ]);
    const found = new Map<string, Taken[]>();
    for (const row of taken) append(found, row.groupId, { requestId: row.requestId, spans: spansOf(row) });
    return found;
  }
}

interface RequestToClear {
  readonly id: string;
  readonly schoolId: string;
  readonly kind: RequestKind;
  readonly lastDay: LocalDate;
  /** Of what it wants, what is held and not booked. */
  readonly held: number;
  readonly groups: readonly { readonly id: string; readonly size: number }[];
}

type SchoolToClear = ServedSchool & { readonly booked: number };

function groupsOf(rows: readonly RequestToClear[]): Map<string, string[]> {
  const sessions = rows.filter(({ kind }) => kind === RequestKind.ENCOUNTER);
  return new Map(sessions.map(({ id, groups }) => [id, groups.map((group) => group.id)]));
}

/** What schools ask for, what they are supposed to ask for besides included. */
function supposedSchools(
  schools: readonly ServedSchool[],
  found: readonly { readonly request: MatchRequest }[],
  requests: readonly MatchRequest[],
): ServedSchool[] {
  const more = new Map<string, number>();
  requests.forEach(({ schoolId, outstanding }, index) => {
    const before = found[index]?.request.outstanding ?? outstanding;
    more.set(schoolId, (more.get(schoolId) ?? 0) + outstanding - before);
  });
  return schools.map(({ id, asked, served, region, type }) => ({
    ...{ id, served, region: region ?? null, type: type ?? null },
    asked: asked + (more.get(id) ?? 0),
  }));
}
