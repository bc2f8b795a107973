import fc from 'fast-check';
import { Benchmark } from '#statutes';
import type { ClearingProblem, MatchOffer, MatchRequest, Quota } from '../src/index.js';
import { easyOffers, easyRequests, wantedOffers } from './arbitraries.js';
import { TODAY } from './given.js';

/** How large a problem may be. */
export interface Size {
  readonly offers: number;
  readonly requests: number;
}

/** Small problems with limits of every kind, most of whose rows fit one another. */
export function problems({ offers, requests }: Size): fc.Arbitrary<ClearingProblem> {
  return fc
    .record({
      slots: fc.array(fc.oneof(easyOffers, wantedOffers, wantedOffers), {
        minLength: 1,
        maxLength: offers,
        size: 'max',
      }),
      asked: fc.array(easyRequests, { minLength: 1, maxLength: requests, size: 'max' }),
      schools: fc.array(fc.nat(2), { minLength: requests, maxLength: requests }),
      persons: limits('person', 4),
      employers: limits('employer', 3),
      blocked: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
      bonuses: fc.array(fc.array(fc.nat(900), { maxLength: 5 }), { minLength: 3, maxLength: 3 }),
      quotas: fc.array(fc.option(fc.nat(3), { freq: 2 }), { minLength: 9, maxLength: 9 }),
      forbidden: fc.array(fc.tuple(fc.nat(requests), fc.nat(offers)), { maxLength: 2 }),
    })
    .map(({ slots, asked, schools, persons, employers, blocked, bonuses, quotas, forbidden }) => {
      const rows = slots.map((offer, index) => ofOneEmployer({ ...offer, slotId: `slot_${index}` }));
      return {
        today: TODAY,
        offers: rows,
        requests: asked.map((request, index) => ofSchool(request, index, schools[index] ?? 0)),
        ...{ persons, employers },
        blocks: blocksOf(rows, blocked),
        quotas: quotasOf(quotas),
        bonuses: new Map(bonuses.map((list, school) => [`school_${school}`, falling(list)])),
        forbidden: forbidden.map(([request, slot]) => ({
          requestId: `request_${request}`,
          slotId: `slot_${slot}`,
        })),
      };
    });
}

function limits(noun: string, count: number): fc.Arbitrary<Map<string, number>> {
  return fc
    .array(fc.option(fc.nat(3)), { minLength: count, maxLength: count })
    .map(
      (list) => new Map(list.flatMap((most, index) => (most === null ? [] : [[`${noun}_${index}`, most]]))),
    );
}

/** Whoever has a limit gives for one employer only. */
function ofOneEmployer(offer: MatchOffer): MatchOffer {
  if (offer.personId === null) return offer;
  const person = Number(offer.personId.split('_')[1]) % 5;
  return { ...offer, personId: `person_${person}`, employerId: `employer_${person % 3}` };
}

function ofSchool(request: MatchRequest, index: number, school: number): MatchRequest {
  return { ...request, requestId: `request_${index}`, schoolId: `school_${school}` };
}

/** Whether a request is one of those that a quota is for. */
export function isUnder({ schoolId, benchmark }: Quota, request: MatchRequest): boolean {
  return request.schoolId === schoolId && request.benchmark === benchmark;
}

/** What each of three schools takes at most for each of three benchmarks. */
function quotasOf(units: readonly (number | null)[]): Quota[] {
  const benchmarks = [Benchmark.B5, Benchmark.B6, Benchmark.B7];
  return units.flatMap((most, index) =>
    most === null
      ? []
      : [{ schoolId: `school_${index % 3}`, benchmark: benchmarks[Math.floor(index / 3)]!, units: most }],
  );
}

/** Two or three slots of a person that are said to overlap. */
function blocksOf(offers: readonly MatchOffer[], blocked: readonly boolean[]): string[][] {
  return blocked.flatMap((are, person) => {
    const own = offers.filter(({ personId }) => personId === `person_${person}`).map(({ slotId }) => slotId);
    return are && own.length > 1 ? [own.slice(0, 3)] : [];
  });
}

function falling(points: readonly number[]): number[] {
  return [...points].sort((one, other) => other - one);
}
