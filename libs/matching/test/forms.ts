import { ActivityType, addDays, RequestKind } from '#statutes';
import fc from 'fast-check';
import type { MatchOffer, MatchRequest } from '../src/index.js';
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
