import { addDays, RequestKind } from '#statutes';
import fc from 'fast-check';
import { easyOffers, easyRequests } from '../test/arbitraries.js';
import { CALENDAR, offer, request, TODAY } from '../test/given.js';
import { Market, type MarketOffer, MatchRanking, type SlotPrices, type Wanted } from './index.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { compareStandings, type Match, type Standing, standing } from './rank.js';
import { SLOTS_WEIGHED, weigh } from './weigh.js';

const NOW = 1_000_000;
const at = (today = TODAY) => ({ today, now: NOW });

/** An offer with these slots; one that has begun can be booked no longer. */
const marketOffer = (one: MatchOffer, slots: readonly MatchOffer[]): MarketOffer => ({
  ...one,
  slots: slots
    .filter(({ slot }) => slot.remaining > 0)
    .map(({ slotId, slot }) => ({ slotId, slot, bookableUntil: slot.begun ? NOW : NOW + 1 })),
});

/** Slots as a market takes them, those of one offer together. */
function asked(slots: readonly MatchOffer[]): MarketOffer[] {
  const ids = [...new Set(slots.map(({ offerId }) => offerId))];
  return ids.map((id) => {
    const own = slots.filter(({ offerId }) => offerId === id);
    return marketOffer(own[0]!, own);
  });
}

/** What `weigh` is given of them: slots that have begun are no candidates. */
const open = (offers: Iterable<MarketOffer>): MatchOffer[] =>
  [...offers].flatMap(({ slots, ...rest }) =>
    slots
      .filter(({ bookableUntil, slot }) => bookableUntil > NOW && slot.remaining > 0)
      .map(({ slotId, slot }) => ({ ...rest, slotId, slot: { ...slot, begun: false } })),
  );

/** The page of all that `weigh` finds in an order. */
function page(all: readonly Match[], { count, after, before }: Wanted, ranking: MatchRanking): Match[] {
  const from = (match: Match, key: Standing) => compareStandings(standing(match, ranking), key);
  if (before === undefined)
    return all.filter((match) => after === undefined || from(match, after) > 0).slice(0, count);
  return all
    .filter((match) => before === 'end' || from(match, before) < 0)
    .toReversed()
    .slice(0, count);
}

// Near each other and far apart, on no whole metre, in the sea and beyond the grid as well.
const shift = fc.constantFrom(0, 0, 0, 0.3, 3000, 20_000.7, 45_000, 60_000, -500_000, 900_000);
// No published offer says all by itself. Half of them would go to nearly everybody.
const published = easyOffers.map(({ saysAll: _, ...one }): MatchOffer => one);
const generous = fc.oneof(
  published,
  published.map((one) => ({ ...one, yearTo: 13, sectors: one.sectors.slice(0, 1), travelKm: 90 })),
);
const numbers = Array.from({ length: 15 }, (_, number) => number);
const someOffers = (most: number) =>
  fc.uniqueArray(
    fc
      .tuple(fc.nat(14), generous, shift, shift, fc.array(generous, { minLength: 1, maxLength: 3 }))
      .map(([number, one, east, north, slots]) => {
        const place = { easting: one.place.easting + east, northing: one.place.northing + north };
        const own = slots.map((slot, index) => ({ ...slot, slotId: `slot_${number}_${(index * 7) % 3}` }));
        return marketOffer({ ...one, offerId: `offer_${number}`, place }, own);
      }),
    { minLength: Math.floor(most / 2), maxLength: most, selector: ({ offerId }) => offerId },
  );
const wanted: fc.Arbitrary<{ count: number; key: number; way: number }> = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  key: fc.nat(12),
  way: fc.nat(4),
});

// Of many slots, and as much as may turn any order around.
const somePrices: fc.Arbitrary<SlotPrices> = fc
  .array(
    fc.tuple(
      fc.nat(14),
      fc.nat(2),
      fc.integer({ min: 1, max: 1500 }),
      fc.subarray(['request_1', 'request_2']),
    ),
    { minLength: 10, maxLength: 30 },
  )
  .map((list) =>
    list.map(([number, slot, points, givenTo]) => [`slot_${number}_${slot}`, { points, givenTo }] as const),
  )
  .map((entries) => new Map(entries));
const rankings = fc.constantFrom(...Object.values(MatchRanking));

function wantedOf(
  { count, key, way }: { count: number; key: number; way: number },
  all: readonly Match[],
  ranking: MatchRanking,
): Wanted {
  const there = all[key % Math.max(1, all.length)];
  const place: Standing | undefined = there && standing(there, ranking);
  const gone: Standing = [
    (ranking === MatchRanking.BY_SCORE ? 200 : -400) + key * 30,
    key * 1000,
    'request_5',
    'offer_3',
  ];
  if (way === 0) return { count };
  if (way === 1) return { count, before: 'end' };
  if (way === 2) return { count, after: place };
  if (way === 3) return place ? { count, before: place } : { count };
  return key % 2 === 0 ? { count, after: gone } : { count, before: gone };
}

describe('a market', () => {
  it('finds what weighing everything finds, page by page, whatever has come, changed and gone', () => {
    let [found, turned] = [0, 0];
    const days = fc.integer({ min: 0, max: 3 }).map((more) => addDays(TODAY, more));
    const questions = fc.array(fc.tuple(easyRequests, wanted, days, rankings, somePrices), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        someOffers(15),
        fc.subarray(numbers),
        someOffers(5),
        questions,
        (before, gone, later, list) => {
          const market = new Market();
          const there = new Map<string, MarketOffer>();
          const put = (one: MarketOffer) => {
            market.put(one);
            there.set(one.offerId, one);
          };
          before.forEach(put);
          for (const number of gone) {
            market.remove(`offer_${number}`);
            there.delete(`offer_${number}`);
          }
          const ask = ([request, want, today, ranking, prices]: (typeof list)[number]) => {
            market.prices = prices;
            const slots = open(there.values());
            const { matches } = weigh(slots, [request], today, { ranking, prices });
            const which = wantedOf(want, matches, ranking);
            const got = market.matches(request, at(today), which, ranking);
            expect(got).toEqual(page(matches, which, ranking));
            found += matches.length;
            const ids = (some: readonly Match[]) => some.map(({ offer: { slotId } }) => slotId).join();
            if (ids(matches) !== ids(weigh(slots, [request], today).matches)) turned += 1;
          };
          list.forEach(ask);
          later.forEach(put);
          list.forEach(ask);
        },
      ),
      { numRuns: 250 },
    );
    expect(found).toBeGreaterThan(700);
    expect(turned).toBeGreaterThan(50);
  });

  it('counts what stands in the way as weighing the offers of such an activity does', () => {
    fc.assert(
      fc.property(someOffers(15), easyRequests, (offers, request) => {
        const market = new Market();
        offers.forEach((one) => market.put(one));
        const such = open(offers).filter(({ activityType }) => request.activityTypes.includes(activityType));
        expect(market.around(request, at(), { nearest: 800, byVideo: 200 })).toEqual(
          weigh(such, [request], TODAY),
        );
      }),
    );
  });

  it('looks around at the nearest alone, and at the nearest by video besides', () => {
    const market = new Market();
    const east = (metres: number) => ({ easting: 430_000 + metres, northing: 437_200 });
    const far = { place: east(200_000), mode: 'both' as MatchOffer['mode'], offerId: 'offer_video' };
    const offers = [1000, 40_000, 3000].map((metres) =>
      offer({ offerId: `offer_${metres}`, slotId: `slot_${metres}`, place: east(metres) }),
    );
    for (const one of asked([...offers, offer({ ...far, slotId: 'slot_video' })])) market.put(one);
    const ids = (byVideo: number) =>
      market.around(request(), at(), { nearest: 2, byVideo }).matches.map((match) => match.offer.offerId);
    expect(ids(0)).toEqual(['offer_1000', 'offer_3000']);
    expect(market.around(request(), at(), { nearest: 2, byVideo: 1 }).considered).toBe(3);
  });

  it('weighs as many slots of an offer as weighing does, those within the windows first', () => {
    const day = (index: number) => `2026-05-${String(index + 2).padStart(2, '0')}`;
    const many = Array.from({ length: SLOTS_WEIGHED + 5 }, (_, index) =>
      offer({ slotId: `slot_${index}` }, { startsOn: day(index), endsOn: day(index), maxPupils: 60 - index }),
    );
    const calendar = { ...CALENDAR, openDays: many.map(({ slot }) => slot.startsOn) };
    const market = new Market();
    for (const one of asked(many)) market.put(one);
    market.prices = new Map([['slot_5', { points: 300, givenTo: [] }]]);
    const asking: Partial<MatchRequest>[] = [
      { windows: [{ from: day(SLOTS_WEIGHED + 4), to: day(SLOTS_WEIGHED + 4) }] },
      { windows: [{ from: day(0), to: day(SLOTS_WEIGHED + 4) }] },
    ];
    for (const changes of asking) {
      const ask = request({ ...changes, calendar });
      for (const ranking of Object.values(MatchRanking)) {
        const { matches } = weigh(many, [ask], TODAY, { ranking, prices: market.prices });
        expect(matches).toHaveLength(1);
        expect(market.matches(ask, at(), { count: 3 }, ranking)).toEqual(matches);
      }
    }
  });

  it('knows how much it holds, and takes out what has no slot left', () => {
    const market = new Market();
    const [one] = asked([offer({ slotId: 'slot_1' }), offer({ slotId: 'slot_2' })]);
    market.put(one!);
    market.put(one!);
    expect([market.offers, market.slots]).toEqual([1, 2]);
    market.put({ ...one!, slots: [] });
    market.remove('offer_none');
    expect([market.offers, market.slots]).toEqual([0, 0]);
    expect(market.matches(request(), at(), { count: 3 })).toEqual([]);
  });

  it('holds a placement and a session of one offer apart', () => {
    const market = new Market();
    const kinds = [RequestKind.ENCOUNTER, RequestKind.PLACEMENT].map((kind) =>
      offer({ slotId: `slot_${kind}` }, { kind }),
    );
    for (const one of asked(kinds)) market.put(one);
    const [match] = market.matches(request(), at(), { count: 3 });
    expect(match?.offer.slotId).toBe('slot_encounter');
  });
});
