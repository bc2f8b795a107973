import type { RequestNeed } from '#benchmarks';
import { type MatchRequest, type SchoolStanding, splitNeeds, stillShort } from '#matching';
import type { LocalDate } from '#platform';
import { RequestKind } from '#statutes';

/** A request of a clearing with what decides its part of a need. */
export interface Needy {
  readonly request: MatchRequest;
  /** As it was worked out; undefined where nobody works it out. */
  readonly need: RequestNeed | undefined;
  readonly lastDay: LocalDate;
  readonly groups: readonly { readonly id: string; readonly size: number }[];
}

/** The requests, each with its own part of the need that it shares with others. */
export function withOwnNeeds(rows: readonly Needy[]): MatchRequest[] {
  const parts = splitNeeds(
    rows.flatMap(({ request, need, lastDay, groups }) => {
      if (!need) return [];
      const pupils = pupilsEach(request);
      const [booked, outstanding] = [request.booked * pupils, request.outstanding * pupils];
      // Groups are of one academic year, so whoever shares one shares the year.
      const of = `${request.schoolId} ${need.benchmark}`;
      const { requestId } = request;
      return [{ requestId, of, deadline: lastDay, need: need.pupils, groups, booked, outstanding }];
    }),
  );
  return rows.map(({ request }) => ({ ...request, need: parts.get(request.requestId) ?? request.need }));
}

/**
 * Where each school stands: how many pupils are short, of the years and benchmarks that its requests are for.
 * @param requests with their own needs
 * @param booked sessions and places that schools have this year, by school
 */
export function standingsOf(
  rows: readonly Needy[],
  requests: readonly MatchRequest[],
  booked: ReadonlyMap<string, number>,
): SchoolStanding[] {
  const bySchool = new Map<
    string,
    { short: Map<string, readonly [number, number]>; wanted: number; needed: number }
  >();
  rows.forEach(({ need, request: { schoolId } }, index) => {
    const school = bySchool.get(schoolId) ?? { short: new Map(), wanted: 0, needed: 0 };
    bySchool.set(schoolId, school);
    for (const { yearGroup, shortfall, denominator } of need?.byYear ?? [])
      school.short.set(`${need?.benchmark} ${yearGroup}`, [shortfall, denominator]);
    const request = requests[index];
    if (!request) return;
    school.wanted += request.outstanding;
    school.needed += Math.ceil(stillShort(request) / Math.max(1, pupilsEach(request)));
  });
  return [...bySchool].map(([schoolId, { short, wanted, needed }]) => {
    const years = [...short.values()];
    const sum = (part: 0 | 1) => years.reduce((total, year) => total + year[part], 0);
    return { schoolId, short: sum(0), pupils: sum(1), booked: booked.get(schoolId) ?? 0, wanted, needed };
  });
}

function pupilsEach({ kind, pupilsPerSession }: MatchRequest): number {
  return kind === RequestKind.ENCOUNTER ? pupilsPerSession : 1;
}
