import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { grouped, type LocalDate } from '#platform';
import { academicYearOf, Benchmark, policy, type PolicyId, policyInForce } from '#statutes';
import { historiesOf, yearsBehind } from './history.js';
import type { RequestNeed } from './need.graphql.js';
import { isWorkedOut, type NamedGroup, needOfGroups, type WorkedOut, yearsFor } from './need.rules.js';
import { positionOf, type SchoolPosition } from './position.rules.js';
import { readSchoolYears, type SchoolYearKey } from './school-year.js';

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
   * What each request would bring its school nearer to its benchmark, in the academic year of its groups; nearer to
   * Benchmark 5 where it names none. Three statements, however many requests there are.
   * @param manager of a transaction, where the figures must be those of one moment
   * @param today deliveries up to and including this day
   * @param policyId the policy in force today where absent
   * @returns by request id; a request that names no groups, is for a benchmark that is not worked out, or does not exist,
   *   needs 0
   */
  async needOf(
    manager: EntityManager,
    requestIds: readonly string[],
    today: LocalDate,
    policyId: PolicyId = policyInForce(today).id,
  ): Promise<Map<string, RequestNeed>> {
    const named = await manager.query<Named[]>(namedGroupsSql, [requestIds]);
    const counted = named.filter(({ benchmark }) => isWorkedOut(benchmark));
    const keys = counted.flatMap((group) =>
      group.benchmark === Benchmark.B5 ? [group] : yearsBehind(group),
    );
    const histories = historiesOf((await readSchoolYears(manager, keys, today)).values());
    const under = policy(policyId);
    const positions = new Map<string, ReturnType<typeof yearsFor>>();
    const positionsFor = (benchmark: WorkedOut) => (key: SchoolYearKey) => {
      const name = `${benchmark} ${key.schoolId} ${key.academicYear}`;
      const known = positions.get(name);
      if (known) return known;
      const asOf = { asOf: today, academicYear: key.academicYear };
      const found = yearsFor(benchmark, under, histories.get(key.schoolId) ?? new Map(), asOf);
      positions.set(name, found);
      return found;
    };
    const groupsOf = grouped(requestIds, counted, ({ requestId }) => requestId);
    return new Map(
      requestIds.map((id, index) => {
        const groups = groupsOf[index] ?? [];
        const benchmark = groups[0]?.benchmark ?? Benchmark.B5;
        const asked = { policy: policyId, benchmark, asOf: today };
        return [id, needOfGroups(asked, positionsFor(benchmark), groups)];
      }),
    );
  }
}

/** A group that a request names, and the benchmark that the request is for. */
type Named = NamedGroup & { requestId: string; benchmark: WorkedOut };

const namedGroupsSql = `
  SELECT request_group.request_id AS "requestId", coalesce(request.benchmark, 'b5') AS benchmark, pupil_group.school_id AS "schoolId",
    pupil_group.academic_year AS "academicYear", pupil_group.id AS "groupId",
    pupil_group.year_group AS "yearGroup", pupil_group.size
  FROM request_group JOIN pupil_group ON pupil_group.id = request_group.group_id
  JOIN request ON request.id = request_group.request_id
  WHERE request_group.request_id = ANY($1)`;
