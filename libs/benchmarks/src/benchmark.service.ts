import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { Clock, grouped, type LocalDate } from '#platform';
import { academicYearOf, policy, type PolicyId, policyInForce } from '#statutes';
import type { RequestNeed } from './need.graphql.js';
import { type NamedGroup, needOfGroups } from './need.rules.js';
import { positionOf, type SchoolPosition } from './position.rules.js';
import { keyOf, readSchoolYears } from './school-year.js';

/** Where schools stand for the benchmarks, and what requests would bring them nearer. */
@Injectable()
export class Benchmarks {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Where a school stands, for those who act for it; null for everybody else.
   * @param asOf deliveries up to and including this day; today where absent
   */
  async ofSchool(
    viewer: Viewer | undefined,
    schoolId: string,
    policyId: PolicyId,
    asOf?: LocalDate | null,
  ): Promise<SchoolPosition | null> {
    return viewer?.actsForSchool(schoolId)
      ? this.position(schoolId, policyId, asOf ?? this.clock.today())
      : null;
  }

  /** Where a school stands, whoever may know; null where it is not in the register. Two statements. */
  async position(schoolId: string, policyId: PolicyId, asOf: LocalDate): Promise<SchoolPosition | null> {
    const key = { schoolId, academicYear: academicYearOf(asOf) };
    const year = (await readSchoolYears(this.manager, [key], asOf)).get(keyOf(key));
    return year ? positionOf(policy(policyId), year, asOf) : null;
  }

  /**
   * What each request would bring its school nearer to Benchmark 5, in the academic year of its groups. Three
   * statements, however many requests there are.
   * @param manager of a transaction, where the figures must be those of one moment
   * @param today deliveries up to and including this day
   * @param policyId the policy in force today where absent
   * @returns by request id; a request that names no groups, or does not exist, needs 0
   */
  async needOf(
    manager: EntityManager,
    requestIds: readonly string[],
    today: LocalDate,
    policyId: PolicyId = policyInForce(today).id,
  ): Promise<Map<string, RequestNeed>> {
    const named = await manager.query<(NamedGroup & { requestId: string })[]>(namedGroupsSql, [requestIds]);
    const years = await readSchoolYears(manager, named, today);
    const under = policy(policyId);
    const positions = new Map([...years].map(([key, year]) => [key, positionOf(under, year, today)]));
    const groupsOf = grouped(requestIds, named, ({ requestId }) => requestId);
    return new Map(
      requestIds.map((id, index) => [id, needOfGroups(under, today, positions, groupsOf[index] ?? [])]),
    );
  }
}

const namedGroupsSql = `
  SELECT request_group.request_id AS "requestId", pupil_group.school_id AS "schoolId",
    pupil_group.academic_year AS "academicYear", pupil_group.id AS "groupId",
    pupil_group.year_group AS "yearGroup", pupil_group.size
  FROM request_group JOIN pupil_group ON pupil_group.id = request_group.group_id
  WHERE request_group.request_id = ANY($1)`;
