import { Benchmark, Mode } from '#statutes';
import { TODAY, offer, placement, request } from '../test/given.js';
import { explain } from './explain.js';
import { rank, rankRequests } from './rank.js';

const near = { easting: 430_000, northing: 436_200 };

describe('rank', () => {
  it('puts the better offer first and leaves out what does not fit', () => {
    const offers = [
      offer({ offerId: 'offer_far', travelKm: 4 }),
      offer({ offerId: 'offer_a' }),
      offer({ offerId: 'offer_b', place: near }),
    ];
    expect(rank(request(), offers, 10, TODAY).map((match) => match.offer.offerId)).toEqual([
      'offer_b',
      'offer_a',
    ]);
    expect(rank(request(), offers, 1, TODAY).map((match) => match.offer.offerId)).toEqual(['offer_b']);
    expect(rank(request(), offers, 0, TODAY)).toEqual([]);
  });

  it('keeps the best slot of an offer; of level ones the earlier', () => {
    const offers = [
      offer({ slotId: 'slot_1' }, { maxPupils: null }),
      offer({ slotId: 'slot_2' }, { startsOn: '2026-05-15', endsOn: '2026-05-15' }),
      offer({ slotId: 'slot_3' }, { startsOn: '2026-05-12', endsOn: '2026-05-12' }),
    ];
    expect(rank(request(), offers, 10, TODAY).map((match) => match.offer.slotId)).toEqual(['slot_3']);
  });

  it('takes the slot with the lower id of two that are level on one day, in either order', () => {
    const slots = ['slot_2', 'slot_1'].map((slotId) => offer({ slotId }));
    for (const offers of [slots, [...slots].reverse()]) {
      expect(rank(request(), offers, 10, TODAY).map((match) => match.offer.slotId)).toEqual(['slot_1']);
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
    const best = rank(request(), offers, 3, TODAY);
    expect(new Set(best.map((match) => match.score.total)).size).toBe(1);
    expect(best.map((match) => match.offer.offerId)).toEqual(['offer_c', 'offer_a', 'offer_b']);
  });
});

describe('rankRequests', () => {
  it('puts first the request whose pupils are further from the benchmark', () => {
    const requests = [
      request({ requestId: 'request_met', need: 0 }),
      request({ requestId: 'request_short' }),
      request({ requestId: 'request_filled', outstanding: 0 }),
    ];
    expect(rankRequests(offer(), requests, 5, TODAY).map((match) => match.request.requestId)).toEqual([
      'request_short',
      'request_met',
    ]);
  });
});

describe('explain', () => {
  function sentence(pair = { offer: offer(), request: request() }): string {
    return rank(pair.request, [pair.offer], 1, TODAY).map(explain).join();
  }

  it('says what, how far, when and what it is worth', () => {
    expect(sentence()).toBe(
      'Careers talk (manufacturing) 4.2 km away on Thursday 14 May 2026; would newly reach 25 Year 9 pupils of the 41 still short of Benchmark 5.',
    );
  });

  it('says so when it is by video, for several years, or one pupil', () => {
    const groups = [10, 9].map((yearGroup) => ({ yearGroup, size: 20 }));
    const asked = request({ mode: Mode.VIRTUAL, groups, need: 26, booked: 1, sectors: [] });
    expect(sentence({ offer: offer({ mode: Mode.BOTH, sectors: [] }), request: asked })).toBe(
      'Careers talk by video on Thursday 14 May 2026; would newly reach 1 pupil in Years 9 and 10 of the 1 still short of Benchmark 5.',
    );
  });

  it('says so when nobody is short any more', () => {
    expect(sentence({ offer: offer(), request: request({ need: 0 }) })).toMatch(
      /; nobody it is for is still short of Benchmark 5\.$/,
    );
  });

  it('says so when the activity does not count', () => {
    const asked = request({ benchmark: Benchmark.B6 });
    expect(sentence({ offer: offer(), request: asked })).toMatch(/; does not count for Benchmark 6\.$/);
  });

  it('names both ends of a placement', () => {
    expect(sentence(placement())).toMatch(
      /^Work experience placement \(manufacturing\) 4\.2 km away from Thursday 14 May 2026 to Wednesday 20 May 2026;/,
    );
  });
});
