import fc from 'fast-check';
import type { ClearingProblem, MatchOffer, MatchRequest } from '../src/index.js';
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
      forbidden: fc.array(fc.tuple(fc.nat(requests), fc.nat(offers)), { maxLength: 2 }),
    })
    .map(({ slots, asked, schools, persons, employers, blocked, bonuses, forbidden }) => {
      const rows = slots.map((offer, index) => ofOneEmployer({ ...offer, slotId: `slot_${index}` }));
      return {
        today: TODAY,
        offers: rows,
        requests: asked.map((request, index) => ofSchool(request, index, schools[index] ?? 0)),
        ...{ persons, employers },
        blocks: blocksOf(rows, blocked),
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
