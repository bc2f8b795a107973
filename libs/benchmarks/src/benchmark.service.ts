import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { grouped, type LocalDate } from '#platform';
import { academicYearOf, policy, type PolicyId, policyInForce } from '#statutes';
import type { RequestNeed } from './need.graphql.js';
import { type NamedGroup, needOfGroups } from './need.rules.js';
import { positionOf, type SchoolPosition } from './position.rules.js';
import { readSchoolYears } from './school-year.js';

/** Where schools stand for the benchmarks, and what requests would bring them nearer. */
@Injectable()
export class Benchmarks {
  constructor(private readonly manager: EntityManager) {}

  /** Where a school stands, whoever may know; null where it is not in the register. Two statements. */
  async position(schoolId: string, policyId: PolicyId, asOf: LocalDate): Promise<SchoolPosition | null> {
    return (await this.positions([schoolId], policyId, asOf)).get(schoolId) ?? null;
  }

  /** Where schools stand as of a day, by their ids. Two statements, however many there are. */
  async positions(
    schoolIds: readonly string[],
    policyId: PolicyId,
    asOf: LocalDate,
  ): Promise<Map<string, SchoolPosition>> {
    const keys = schoolIds.map((schoolId) => ({ schoolId, academicYear: academicYearOf(asOf) }));
    const years = await readSchoolYears(this.manager, keys, asOf);
    return new Map(
      [...years.values()].map((year) => [year.schoolId, positionOf(policy(policyId), year, asOf)]),
    );
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
