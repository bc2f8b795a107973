import { offer, request, TODAY } from '../test/given.js';
import { clear, ClearMethod } from './clear.js';

/** A person with an hour that only the first request can use, and one that either can, which would rather have the first. */
function problem(only: string, either: string) {
  const near = request({ requestId: 'request_1', outstanding: 1 });
  const far = {
    ...request({ requestId: 'request_2', schoolId: 'school_2', outstanding: 1 }),
    windows: [{ from: '2026-05-18', to: '2026-05-22' }],
    place: { easting: 430_000, northing: 455_000 },
  };
  return {
    today: TODAY,
    offers: [
      offer({ slotId: only }, { startsOn: '2026-05-14', endsOn: '2026-05-14', remaining: 1 }),
      offer({ slotId: either }, { startsOn: '2026-05-20', endsOn: '2026-05-20', remaining: 1 }),
    ],
    requests: [near, far],
    ...{ persons: new Map<string, number>(), employers: new Map<string, number>(), blocks: [], quotas: [] },
    ...{ bonuses: new Map<string, number[]>(), forbidden: [] },
  };
}

describe('in the auction of a clearing, a slot of a person', () => {
  it.each([
    ['slot_1', 'slot_2'],
    ['slot_2', 'slot_1'],
  ])('takes over what another has sold, which then looks elsewhere (%s, %s)', (only, either) => {
    const { pairs } = clear(problem(only, either), { method: ClearMethod.AUCTION });
    expect(pairs.map(({ requestId, slotId }) => [requestId, slotId])).toEqual([
      ['request_1', only],
      ['request_2', either],
    ]);
  });

  it('takes over for more, and leaves the other with nothing', () => {
    const only = {
      ...problem('slot_1', 'slot_2'),
      requests: [request({ outstanding: 1, groups: [{ yearGroup: 9, size: 28 }] })],
    };
    const [one, other] = only.offers;
    const better = { ...other!, yearFrom: 9, yearTo: 9, responded: { answered: 10, asked: 10 } };
    const { pairs } = clear({ ...only, offers: [one!, better] }, { method: ClearMethod.AUCTION });
    expect(pairs.map(({ slotId }) => slotId)).toEqual(['slot_2']);
  });
});
