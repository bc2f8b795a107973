import { CALENDAR, TODAY, offer, request } from '../test/given.js';
import { MatchRanking } from './elsewhere.js';
import { ObstacleCode } from './obstacle.js';
import { compareStandings, standing } from './rank.js';
import { SLOTS_WEIGHED, weigh } from './weigh.js';

const near = { easting: 430_000, northing: 436_200 };

describe('the matches of a request', () => {
  it('puts the better offer first and leaves out what does not fit', () => {
    const offers = [
      offer({ offerId: 'offer_far', travelKm: 4 }),
      offer({ offerId: 'offer_a' }),
      offer({ offerId: 'offer_b', place: near }),
    ];
    expect(weigh(offers, [request()], TODAY).matches.map((match) => match.offer.offerId)).toEqual([
      'offer_b',
      'offer_a',
    ]);
  });

  it('keeps the best slot of an offer; of level ones the earlier', () => {
    const offers = [
      offer({ slotId: 'slot_1' }, { maxPupils: null }),
      offer({ slotId: 'slot_2' }, { startsOn: '2026-05-15', endsOn: '2026-05-15' }),
      offer({ slotId: 'slot_3' }, { startsOn: '2026-05-12', endsOn: '2026-05-12' }),
    ];
    expect(weigh(offers, [request()], TODAY).matches.map((match) => match.offer.slotId)).toEqual(['slot_3']);
  });

  it('takes the slot with the lower id of two that are level on one day, in either order', () => {
    const slots = ['slot_2', 'slot_1'].map((slotId) => offer({ slotId }));
    for (const offers of [slots, [...slots].reverse()]) {
      expect(weigh(offers, [request()], TODAY).matches.map((match) => match.offer.slotId)).toEqual([
        'slot_1',
      ]);
    }
  });

  it('breaks a level score by distance, then by id', () => {
    // A metre is far less than a point of proximity.
    const metreNearer = { easting: 430_000, northing: 433_001 };
    const offers = [
      offer({ offerId: 'offer_b' }),
      offer({ offerId: 'offer_a' }),
      offer({ offerId: 'offer_c', place: metreNearer }),
    ];
    const best = weigh(offers, [request()], TODAY).matches;
    expect(new Set(best.map((match) => match.score.total)).size).toBe(1);
    expect(best.map((match) => match.offer.offerId)).toEqual(['offer_c', 'offer_a', 'offer_b']);
  });
});

describe('what a clearing could use elsewhere', () => {
  const price = (slotId: string, points: number, ...givenTo: string[]) =>
    [slotId, { points, givenTo }] as const;
  const ranked = (ranking: MatchRanking, ...prices: ReturnType<typeof price>[]) => {
    const offers = [
      offer({ offerId: 'offer_a', slotId: 'slot_a', place: near }),
      offer({ offerId: 'offer_b', slotId: 'slot_b1' }),
      offer({ offerId: 'offer_b', slotId: 'slot_b2' }),
    ];
    return weigh(offers, [request()], TODAY, { ranking, prices: new Map(prices) }).matches.map((match) => [
      ...[match.offer.slotId, match.neededElsewhere],
    ]);
  };

  it('is told, and moves nothing where matches stand by score', () => {
    expect(ranked(MatchRanking.BY_SCORE, price('slot_a', 300), price('slot_b1', 1))).toEqual([
      ['slot_a', 300],
      ['slot_b1', 1],
    ]);
  });

  it('is taken off the score where the best for all is asked for, also between slots of an offer', () => {
    expect(ranked(MatchRanking.BEST_FOR_ALL, price('slot_a', 300), price('slot_b1', 1))).toEqual([
      ['slot_b2', 0],
      ['slot_a', 300],
    ]);
  });

  it('is nothing where the clearing gave the slot to this request, whatever others would pay', () => {
    const given = price('slot_a', 1500, 'request_7', request().requestId);
    expect(ranked(MatchRanking.BEST_FOR_ALL, given)).toEqual([
      ['slot_a', 0],
      ['slot_b1', 0],
    ]);
  });

  it('may be more than the score', () => {
    const prices = new Map([price('slot_1', 2000)]);
    const order = { ranking: MatchRanking.BEST_FOR_ALL, prices };
    const [match] = weigh([offer({ slotId: 'slot_1' })], [request()], TODAY, order).matches;
    expect(standing(match!, order.ranking)[0]).toBe((match?.score.total ?? 0) - 2000);
  });
});

describe('the matches of an offer', () => {
  it('puts first the request whose pupils are further from the benchmark', () => {
    const requests = [
      request({ requestId: 'request_met', need: 0 }),
      request({ requestId: 'request_short' }),
      request({ requestId: 'request_filled', outstanding: 0 }),
    ];
    expect(weigh([offer()], requests, TODAY).matches.map((match) => match.request.requestId)).toEqual([
      'request_short',
      'request_met',
    ]);
  });
});

describe('what is weighed', () => {
  it('is each offer once, and each that does not fit under the obstacles of its nearest slot alone', () => {
    const late = { startsOn: '2026-07-01', endsOn: '2026-07-01' };
    const offers = [
      offer({ offerId: 'offer_fits', slotId: 'slot_1' }, late),
      offer({ offerId: 'offer_fits', slotId: 'slot_2' }),
      offer({ offerId: 'offer_late', slotId: 'slot_3', travelKm: 4 }, late),
      offer({ offerId: 'offer_late', slotId: 'slot_4', travelKm: 4 }, { ...late, remaining: 0 }),
      offer({ offerId: 'offer_late', slotId: 'slot_5', travelKm: 4 }, late),
      offer({ offerId: 'offer_far', slotId: 'slot_6', travelKm: 4 }),
    ];
    const { matches, considered, tally } = weigh(offers, [request()], TODAY);
    expect(matches.map((match) => match.offer.slotId)).toEqual(['slot_2']);
    expect(considered).toBe(3);
    expect(tally).toEqual([
      { code: ObstacleCode.TOO_FAR, candidates: 2 },
      { code: ObstacleCode.OUTSIDE_WINDOWS, candidates: 1 },
    ]);
  });

  it('counts an offer once that both sides have excluded', () => {
    const offers = [offer({ excluded: ['school_107000'] })];
    expect(weigh(offers, [request({ excluded: ['offer_1'] })], TODAY)).toEqual({
      matches: [],
      considered: 1,
      tally: [{ code: ObstacleCode.EXCLUDED, candidates: 1 }],
    });
  });

  it('is nothing without slots', () => {
    expect(weigh([], [request()], TODAY)).toEqual({ matches: [], considered: 0, tally: [] });
  });

  it('is so many slots of an offer at most: those within the windows, then the earliest', () => {
    const day = (index: number) => `2026-05-${String(index + 2).padStart(2, '0')}`;
    const slots = Array.from({ length: SLOTS_WEIGHED + 5 }, (_, index) =>
      offer({ slotId: `slot_${index}` }, { startsOn: day(index), endsOn: day(index) }),
    );
    const last = day(SLOTS_WEIGHED + 4);
    const calendar = { ...CALENDAR, openDays: slots.map(({ slot }) => slot.startsOn) };
    const suits = request({ windows: [{ from: last, to: last }], calendar });
    expect(weigh(slots, [suits], TODAY).matches.map((match) => match.offer.slotId)).toEqual([
      `slot_${SLOTS_WEIGHED + 4}`,
    ]);
    // Only the last of them has room: it is not weighed where others come first.
    const full = slots.map((slot, index) => ({
      ...slot,
      slot: { ...slot.slot, remaining: index === slots.length - 1 ? 1 : 0 },
    }));
    expect(weigh(full, [request({ windows: [] })], TODAY).tally).toEqual([
      { code: ObstacleCode.OUTSIDE_WINDOWS, candidates: 1 },
      { code: ObstacleCode.SLOT_FULL, candidates: 1 },
    ]);
  });
});

describe('a standing', () => {
  it('says what comes after it, also of a match that has gone', () => {
    const offers = ['offer_a', 'offer_b', 'offer_c'].map((offerId) => offer({ offerId }));
    const [, gone] = weigh(offers, [request()], TODAY).matches.map((match) => standing(match));
    const left = weigh([offers[2] ?? offer(), offers[0] ?? offer()], [request()], TODAY).matches;
    const after = left.filter((match) => gone && compareStandings(standing(match), gone) > 0);
    expect(after.map((match) => match.offer.offerId)).toEqual(['offer_c']);
  });
});
