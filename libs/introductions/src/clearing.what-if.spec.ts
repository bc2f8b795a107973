import type { MatchOffer, MatchRequest } from '#matching';
import { mostKmMore, supposedOffer, supposedRequest, type WhatIf } from './clearing.what-if.js';

const offer = (offerId: string) =>
  ({ offerId, travelKm: 10, slot: { remaining: 1 } }) as unknown as MatchOffer;
const request = (requestId: string) =>
  ({ requestId, travelKm: 5, outstanding: 2 }) as unknown as MatchRequest;
const inArea = new Map([['E1', new Set(['one'])]]);
const more = { moreSessions: 2, moreKm: 20 };
const of = (changes: Partial<WhatIf>): WhatIf => ({ offers: [], requests: [], ...changes });
const supposed = (id: string, offers: WhatIf['offers']) => {
  const { travelKm, slot } = supposedOffer(offer(id), of({ offers }), inArea);
  return [travelKm, slot.remaining];
};

describe('what is supposed', () => {
  it('is nothing where nothing is said', () => {
    expect(supposedOffer(offer('one'), of({}), inArea)).toEqual(offer('one'));
    expect(supposedRequest(request('one'), of({}))).toEqual(request('one'));
  });

  it('is of offers all, those named, those of an area, or those named of an area', () => {
    expect(supposed('two', [more])).toEqual([30, 3]);
    expect([
      supposed('one', [{ ...more, offerIds: ['one'] }]),
      supposed('two', [{ ...more, offerIds: ['one'] }]),
    ]).toEqual([
      [30, 3],
      [10, 1],
    ]);
    expect([supposed('one', [{ ...more, area: 'E1' }]), supposed('two', [{ ...more, area: 'E1' }])]).toEqual([
      [30, 3],
      [10, 1],
    ]);
    expect(supposed('two', [{ ...more, area: 'E1', offerIds: ['two'] }])).toEqual([10, 1]);
    expect(supposed('one', [{ ...more, area: 'E2' }])).toEqual([10, 1]);
  });

  it('adds up', () => {
    const offers = [more, { ...more, offerIds: ['one'] }];
    expect(supposed('one', offers)).toEqual([50, 5]);
    expect(mostKmMore(of({ offers, requests: [more] }))).toEqual({ offers: 40, requests: 20 });
  });

  it('is of requests all, or those named', () => {
    const { outstanding, travelKm } = supposedRequest(
      request('one'),
      of({ requests: [{ ...more, requestIds: ['one'] }] }),
    );
    expect([outstanding, travelKm]).toEqual([4, 25]);
    expect(supposedRequest(request('two'), of({ requests: [{ ...more, requestIds: ['one'] }] }))).toEqual(
      request('two'),
    );
  });
});
