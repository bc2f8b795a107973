import { Injectable } from '@nestjs/common';
import type { Viewer } from '#members';
import { Clock, type LocalDate, perRequest } from '#platform';
import type { PolicyId } from '#statutes';
import { Benchmarks } from './benchmark.service.js';
import type { SchoolPosition } from './position.rules.js';

/** Under which policy, and as of which day. */
interface Reading {
  readonly policyId: PolicyId;
  readonly asOf: LocalDate;
}

/** The positions of schools in batches, two statements a reading. */
@Injectable()
export class PositionLoader {
  constructor(
    private readonly benchmarks: Benchmarks,
    private readonly clock: Clock,
  ) {}

  private readonly positions = perRequest<Reading & { schoolId: string }, SchoolPosition | null>(
    async (asked) => {
      const readings = new Map<string, Map<string, SchoolPosition>>();
      for (const { policyId, asOf } of asked) {
        const name = nameOf({ policyId, asOf });
        if (readings.has(name)) continue;
        const schools = asked.filter((other) => nameOf(other) === name).map(({ schoolId }) => schoolId);
        readings.set(name, await this.benchmarks.positions(schools, policyId, asOf));
      }
      return asked.map((key) => readings.get(nameOf(key))?.get(key.schoolId) ?? null);
    },
  );

  /**
   * Where a school stands, for those who act for it; null for everybody else.
   * @param asOf deliveries up to and including this day; today where absent
   */
  ofSchool(
    context: object,
    viewer: Viewer | undefined,
    schoolId: string,
    policyId: PolicyId,
    asOf?: LocalDate | null,
  ): Promise<SchoolPosition | null> | null {
    if (!viewer?.actsForSchool(schoolId)) return null;
    return this.positions(context).load({ schoolId, policyId, asOf: asOf ?? this.clock.today() });
  }
}

function nameOf({ policyId, asOf }: Reading): string {
  return `${policyId} ${asOf}`;
}
