import { ActivityType, addDays, Mode, RequestKind } from '#statutes';
import fc from 'fast-check';
import type { ClearingProblem, MatchOffer, MatchRequest } from '../src/index.js';
import { easyOffers, easyRequests } from './arbitraries.js';
import { TODAY } from './given.js';

/** Placements and encounters that are arranged over weeks, for up to two weeks of working days. */
const arranged: fc.Arbitrary<MatchOffer> = fc
  .tuple(easyOffers, fc.integer({ min: 1, max: 10 }), fc.integer({ min: -3, max: 20 }), fc.nat(30))
  .map(([offer, days, start, more]) => ({
    ...offer,
    slot: {
      ...{ ...offer.slot, dates: [], arranged: { days } },
      ...{ startsOn: addDays(TODAY, start), endsOn: addDays(TODAY, start + more) },
    },
  }));

/** Series over some weeks. */
const series: fc.Arbitrary<MatchOffer> = fc
  .tuple(easyOffers, fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 4 }))
  .map(([offer, days]) => {
    const dates = [...days].sort((one, other) => one - other).map((day) => addDays(TODAY, day));
    const [startsOn, endsOn] = [dates[0] as string, dates.at(-1) as string];
    return { ...offer, slot: { ...offer.slot, arranged: null, dates, startsOn, endsOn } };
  });

/** Placements at a workplace, for one day or for some. */
const placements: fc.Arbitrary<MatchOffer> = easyOffers.map((offer) => ({
  ...offer,
  ...{ activityType: ActivityType.WORK_EXPERIENCE_PLACEMENT, yearFrom: 9, yearTo: 13 },
  slot: { ...offer.slot, kind: RequestKind.PLACEMENT, dates: [], broadcast: false, maxPupils: null },
}));

/** Slots of every form, many of which fit `anyRequests`. */
export const anyOffers: fc.Arbitrary<MatchOffer> = fc.oneof(
  { weight: 3, arbitrary: easyOffers },
  arranged,
  series,
  placements,
);

const names = (noun: string, most: number) =>
  fc.array(
    fc.nat(most).map((number) => `${noun}_${number}`),
    { maxLength: 1 },
  );

/** Requests of a few schools, with exclusions of every kind and now and then a need that nobody works out. */
export const anyRequests: fc.Arbitrary<MatchRequest> = fc
  .record({
    request: easyRequests,
    school: fc.nat(2),
    excluded: fc.oneof(fc.constant<string[]>([]), names('employer', 9), names('offer', 5), names('slot', 9)),
    personsTaken: fc.oneof(fc.constant<string[]>([]), names('person', 9)),
    need: fc.option(fc.nat(300), { freq: 5 }),
  })
  .map(({ request, school, ...rest }) => ({ ...request, schoolId: `school_${school}`, ...rest }));

const limits = (noun: string) =>
  fc
    .array(fc.tuple(fc.nat(4), fc.nat(3)), { maxLength: 3 })
    .map((list) => new Map(list.map(([number, most]) => [`${noun}_${number}`, most])));

const bonuses = fc
  .array(fc.tuple(fc.nat(2), fc.array(fc.nat(500), { maxLength: 4 })), { maxLength: 3 })
  .map((list) => new Map(list.map(([school, points]) => [`school_${school}`, points.sort((a, b) => b - a)])));

interface Rows {
  readonly offers: readonly MatchOffer[];
  readonly requests: readonly MatchRequest[];
  readonly persons: ReadonlyMap<string, number>;
  readonly employers: ReadonlyMap<string, number>;
  readonly bonuses: ReadonlyMap<string, readonly number[]>;
  readonly forbidden: readonly (readonly [number, number])[];
  readonly welcoming: boolean;
}

/** Whole problems with limits of every kind, so small that all clearings of one can be tried. */
export const smallProblems: fc.Arbitrary<ClearingProblem> = fc
  .record({
    offers: fc.array(anyOffers, { minLength: 2, maxLength: 4 }),
    requests: fc.array(anyRequests, { minLength: 2, maxLength: 3 }),
    welcoming: fc.constantFrom(true, true, true, false),
    persons: limits('person'),
    employers: limits('employer'),
    bonuses,
    forbidden: fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 1 }),
  })
  .map(problemOf);

function problemOf({ offers, requests, forbidden, welcoming, ...rest }: Rows): ClearingProblem {
  const slots = offers.map((given, at) => {
    const offer = welcoming ? welcome(given) : given;
    // Few people and fewer employers, so that limits meet; each person gives for one employer.
    const personId = few(offer.personId, 3);
    return {
      ...{ ...offer, personId, employerId: few(personId ?? offer.employerId, 2, 'employer') },
      ...{ slotId: `slot_${at}`, slot: { ...offer.slot, remaining: offer.slot.remaining % 3 } },
    };
  });
  return {
    ...{ ...rest, today: TODAY, offers: slots, blocks: blocksOf(slots) },
    requests: requests.map((request, at) => ({
      ...(welcoming ? { ...request, mode: Mode.BOTH, travelKm: 60, sectors: [] } : request),
      requestId: `request_${at}`,
    })),
    forbidden: forbidden.map(([slot, request]) => ({
      slotId: `slot_${slot}`,
      requestId: `request_${request}`,
    })),
  };
}

/** An offer that mostly fits, in few sessions: with random ones alone hardly two would stand in each other's way. */
function welcome(offer: MatchOffer): MatchOffer {
  const { slot } = offer;
  const startsOn = slot.startsOn <= TODAY ? addDays(TODAY, 1) : slot.startsOn;
  return {
    ...{ ...offer, sectors: [], yearFrom: 7, yearTo: 13, mode: Mode.BOTH, travelKm: 60 },
    slot: {
      ...{ ...slot, startsOn, endsOn: slot.endsOn < startsOn ? startsOn : slot.endsOn },
      dates: slot.dates.filter((date) => date >= startsOn),
      ...{ begun: false, maxPupils: null, remaining: 1 + (slot.remaining % 2) },
    },
  };
}

function few(id: string | null, most: number, noun?: string): string | null {
  if (id === null) return null;
  const [kind, number] = id.split('_');
  return `${noun ?? kind}_${Number(number) % most}`;
}

/** The first two slots of each person that touch in time. */
function blocksOf(slots: readonly MatchOffer[]): string[][] {
  const people = new Set(slots.flatMap(({ personId }) => personId ?? []));
  return [...people].flatMap((person) => {
    const [first, ...others] = slots.filter(({ personId }) => personId === person);
    const overlapping = others.find(
      ({ slot }) => first && slot.startsOn <= first.slot.endsOn && first.slot.startsOn <= slot.endsOn,
    );
    return first && overlapping ? [[first.slotId, overlapping.slotId]] : [];
  });
}
