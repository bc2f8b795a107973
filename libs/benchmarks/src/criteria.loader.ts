import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { Clock, type LocalDate, perRequest } from '#platform';
import {
  academicYearOf,
  Benchmark,
  type CriteriaBenchmark,
  type CriteriaEdition,
  criteriaOf,
  type PolicyId,
  PROVIDER_ACCESS,
  WORK_EXPERIENCE,
} from '#statutes';
import { criteriaPositionOf, type CriteriaPosition, type SchoolHistory } from './criteria.rules.js';
import { readHistories } from './history.js';

/** The benchmarks read by criteria over several years. */
export const CRITERIA_BENCHMARKS: readonly CriteriaBenchmark[] = [Benchmark.B6, Benchmark.B7, Benchmark.B8];

/** Where schools stand for what reaches over several years, in batches: two statements a day that is asked about. */
@Injectable()
export class CriteriaLoader {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  private readonly histories = perRequest<{ schoolId: string; asOf: LocalDate }, SchoolHistory | null>(
    async (asked) => {
      const days = new Map<LocalDate, Map<string, SchoolHistory>>();
      for (const asOf of new Set(asked.map((key) => key.asOf))) {
        const schools = asked.filter((key) => key.asOf === asOf).map(({ schoolId }) => schoolId);
        days.set(asOf, await readHistories(this.manager, schools, asOf));
      }
      return asked.map(({ schoolId, asOf }) => days.get(asOf)?.get(schoolId) ?? null);
    },
  );

  /** Where a school stands for Benchmarks 6, 7 and 8, for those who act for it; null for everybody else. */
  async benchmarks(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    policyId: PolicyId,
    asOf?: LocalDate | null,
  ): Promise<CriteriaPosition[] | null> {
    const read = await this.history(context, viewer, schoolId, asOf);
    if (!read) return null;
    return CRITERIA_BENCHMARKS.map((benchmark) =>
      criteriaPositionOf(benchmark, criteriaOf(benchmark, policyId), read.history, read),
    );
  }

  /** How far providers have had access, under the same rule. */
  providerAccess(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    asOf?: LocalDate | null,
  ): Promise<CriteriaPosition | null> {
    return this.under(PROVIDER_ACCESS, context, viewer, { schoolId, asOf });
  }

  /** How far pupils have had their two weeks' worth of work experience, under the same rule. */
  workExperience(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    asOf?: LocalDate | null,
  ): Promise<CriteriaPosition | null> {
    return this.under(WORK_EXPERIENCE, context, viewer, { schoolId, asOf });
  }

  private async under(
    edition: CriteriaEdition,
    context: object,
    viewer: Viewer | undefined,
    { schoolId, asOf }: { schoolId: string; asOf?: LocalDate | null | undefined },
  ): Promise<CriteriaPosition | null> {
    const read = await this.history(context, viewer, schoolId, asOf);
    return read ? criteriaPositionOf(null, edition, read.history, read) : null;
  }

  private async history(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    day?: LocalDate | null,
  ) {
    if (!viewer?.actsForSchool(schoolId)) return null;
    const asOf = day ?? this.clock.today();
    const history = await this.histories(context).load({ schoolId, asOf });
    return history && { history, asOf, academicYear: academicYearOf(asOf) };
  }
}
