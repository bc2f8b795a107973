import { ActivityType, CalendarBasis, Mode } from '#statutes';
import { CALENDAR, TODAY, offer, placement, request } from '../test/given.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { nearestMiss, whyNot } from './why-not.js';

const kilometresNorth = (km: number) => ({ easting: 430_000, northing: 433_000 + km * 1000 });

const june = { windows: [{ from: '2026-05-25', to: '2026-06-30' }] };

describe('why not', () => {
  it('has nothing to say of a pair that fits', () => {
    expect(whyNot(offer(), request(), TODAY)).toEqual({ fits: true, misses: [], fitsWhenRelaxed: true });
  });

  it.each<[string, MatchOffer, MatchRequest]>([
    [
      'The offerer would have to travel 35 km instead of 30; the two are 34.1 km apart.',
      offer(),
      request({ place: kilometresNorth(34.1) }),
    ],
    ['Open a window that includes Thursday 14 May 2026.', offer(), request({ windows: [] })],
    [
      'Open a window that includes Thursday 14 May 2026 to Friday 15 May 2026.',
      offer({}, { endsOn: '2026-05-15' }),
      request({ windows: [{ from: '2026-05-15', to: '2026-05-22' }] }),
    ],
    [
      'Monday 1 June 2026 is in the usual school holidays; if the school teaches then, it declares its terms.',
      offer({}, { startsOn: '2026-06-01', endsOn: '2026-06-01' }),
      request({ ...june, calendar: { ...CALENDAR, terms: CALENDAR.terms.slice(0, -1) } }),
    ],
    [
      'As a rule Year 11 sits GCSE exams on Thursday 14 May 2026; if it is otherwise at the school, it declares its exams.',
      offer({ yearTo: 11 }),
      request({ groups: [{ yearGroup: 11, size: 20 }] }),
    ],
    ['Ask for 20 pupils a session instead of 25.', offer({}, { maxPupils: 20 }), request()],
    ['Ask for this activity too: mentoring.', offer({ activityType: ActivityType.MENTORING }), request()],
    ['Ask for this sector too: digital and media.', offer({ sectors: ['J'] }), request()],
    ['Accept a meeting by video as well.', offer({ mode: Mode.VIRTUAL }), request()],
    [
      'The offerer would have to welcome Year 9 as well as Years 11 to 13.',
      offer({ yearFrom: 11, yearTo: 13 }),
      request(),
    ],
    [
      'Every session of the slot is taken; the offerer would have to add 1 session.',
      offer({}, { remaining: 0 }),
      request(),
    ],
    ['The request has all it asked for; ask for 1 session more.', offer(), request({ outstanding: 0 })],
  ])('%s', (sentence, offered, asked) => {
    const answer = whyNot(offered, asked, TODAY);
    expect(answer.misses.map((miss) => miss.sentence)).toEqual([sentence]);
    expect(answer.fitsWhenRelaxed).toBe(true);
  });

  it.each<[string, MatchOffer, MatchRequest]>([
    [
      'The slot of Thursday 30 April 2026 has begun or is over; no change brings it back.',
      offer({}, { startsOn: '2026-04-30', endsOn: '2026-04-30' }),
      request(),
    ],
    [
      'One side would rather not be matched with the other; nothing here changes that.',
      offer({ excluded: ['school_107000'] }),
      request(),
    ],
    [
      'This person already has a session of the request, and each session goes to a different person.',
      offer(),
      request({ personsTaken: ['person_1'] }),
    ],
    [
      'Work experience placement starts in Year 10, so Year 9 cannot take part.',
      placement().offer,
      { ...placement().request, groups: [{ yearGroup: 9, size: 20 }] },
    ],
    [
      'Monday 25 May 2026 is a bank holiday (Spring bank holiday); only another date would help.',
      offer({}, { startsOn: '2026-05-25', endsOn: '2026-05-25' }),
      request(june),
    ],
    [
      'Saturday 9 May 2026 is not a day on which the school teaches; only another date would help.',
      offer({}, { startsOn: '2026-05-09', endsOn: '2026-05-09' }),
      request(),
    ],
    [
      'Thursday 14 May 2026 is an inset day of the school, without pupils; only another date would help.',
      offer(),
      request({ calendar: { ...CALENDAR, insetDays: ['2026-05-14'] } }),
    ],
    [
      'Monday 1 June 2026 is in the school’s holidays; only another date would help.',
      offer({}, { startsOn: '2026-06-01', endsOn: '2026-06-01' }),
      request({ ...june, calendar: { ...CALENDAR, basis: CalendarBasis.LOCAL_AUTHORITY, terms: [] } }),
    ],
    [
      'Years 9 and 10 sit mocks on Thursday 14 May 2026; only another date would help.',
      offer(),
      request({
        groups: [9, 10].map((yearGroup) => ({ yearGroup, size: 20 })),
        calendar: {
          ...CALENDAR,
          examsAssumed: false,
          exams: [{ name: 'mocks', yearGroups: [9, 10], from: '2026-05-11', to: '2026-05-15' }],
        },
      }),
    ],
    [
      'The offer is made in a way that its activity cannot be held; only a new offer would help.',
      offer({ activityType: ActivityType.WORKPLACE_VISIT, mode: Mode.VIRTUAL }),
      request(),
    ],
  ])('%s (cannot be relaxed)', (sentence, offered, asked) => {
    expect(whyNot(offered, asked, TODAY)).toMatchObject({
      fits: false,
      misses: [{ sentence, relaxation: null }],
      fitsWhenRelaxed: false,
    });
  });
});

describe('the nearest miss', () => {
  const past = { startsOn: '2026-04-30', endsOn: '2026-04-30' };
  const late = { startsOn: '2026-06-30', endsOn: '2026-06-30' };

  it('is of a slot that changes would help, then of the one with the fewest obstacles', () => {
    const slots = [
      offer({ slotId: 'slot_past' }, past),
      offer({ slotId: 'slot_full' }, { ...late, remaining: 0 }),
      offer({ slotId: 'slot_late' }, late),
    ];
    expect(nearestMiss(slots, request(), TODAY)).toMatchObject({
      slotId: 'slot_late',
      fits: false,
      fitsWhenRelaxed: true,
    });
    expect(nearestMiss(slots.slice(0, 2), request(), TODAY)).toMatchObject({ slotId: 'slot_full' });
    expect(nearestMiss(slots.slice(0, 1), request(), TODAY)).toMatchObject({ slotId: 'slot_past' });
  });

  it('is the earlier of two that are level, then the one with the lower id, in any order', () => {
    const slots = ['slot_3', 'slot_2', 'slot_1'].map((slotId) =>
      offer({ slotId }, slotId === 'slot_1' ? { startsOn: '2026-07-01', endsOn: '2026-07-01' } : late),
    );
    for (const given of [slots, [...slots].reverse()])
      expect(nearestMiss(given, request(), TODAY).slotId).toBe('slot_2');
  });

  it('is none where a slot fits, and without slots no slot', () => {
    const slots = [offer({ slotId: 'slot_past' }, past), offer()];
    expect(nearestMiss(slots, request(), TODAY)).toMatchObject({ slotId: 'slot_1', fits: true, misses: [] });
  });

  it('is the offerer’s to add where there is no slot at all', () => {
    expect(nearestMiss([], request(), TODAY)).toMatchObject({
      ...{ fits: false, fitsWhenRelaxed: false, slotId: null },
      misses: [{ obstacle: { code: 'no_slot' }, relaxation: { by: 'offerer' } }],
    });
  });
});
