import { ActivityType, Benchmark, Mode, RequestKind } from '#statutes';
import { TODAY, offer, placement, request } from '../test/given.js';
import { feasible } from './feasible.js';
import { ObstacleCode } from './obstacle.js';
import { type MatchOffer, type MatchRequest, servesBenchmark, Side } from './pair.js';

const far = { easting: 430_000, northing: 533_000 };

function codes(offered: MatchOffer, asked: MatchRequest): ObstacleCode[] {
  return feasible(offered, asked, TODAY).map(({ code }) => code);
}

describe('feasible', () => {
  it('finds nothing between a talk and the school that wants it', () => {
    expect(feasible(offer(), request(), TODAY)).toEqual([]);
  });

  it.each<[ObstacleCode, MatchOffer, MatchRequest]>([
    [ObstacleCode.ACTIVITY_NOT_ASKED, offer({ activityType: ActivityType.MENTORING }), request()],
    [ObstacleCode.SECTOR_NOT_ASKED, offer({ sectors: ['J', 'K'] }), request()],
    [ObstacleCode.SLOT_PAST, offer({}, { startsOn: '2026-04-30', endsOn: '2026-05-05' }), request()],
    [ObstacleCode.OUTSIDE_WINDOWS, offer({}, { startsOn: '2026-06-02', endsOn: '2026-06-02' }), request()],
    [ObstacleCode.OUTSIDE_WINDOWS, offer({}, { startsOn: '2026-05-22', endsOn: '2026-05-23' }), request()],
    [ObstacleCode.OUTSIDE_WINDOWS, offer(), request({ windows: [] })],
    [ObstacleCode.MODE_DIFFERS, offer({ mode: Mode.VIRTUAL }), request()],
    [ObstacleCode.TOO_FAR, offer({ travelKm: 4 }), request()],
    [ObstacleCode.YEAR_NOT_OFFERED, offer({ yearFrom: 10, yearTo: 13 }), request()],
    [ObstacleCode.TOO_MANY_PUPILS, offer({}, { maxPupils: 24 }), request()],
    [ObstacleCode.SLOT_FULL, offer({}, { remaining: 0 }), request()],
    [ObstacleCode.REQUEST_FILLED, offer(), request({ outstanding: 0 })],
    [ObstacleCode.EXCLUDED, offer(), request({ excluded: ['employer_1'] })],
    [ObstacleCode.EXCLUDED, offer(), request({ excluded: ['person_1'] })],
    [ObstacleCode.EXCLUDED, offer(), request({ excluded: ['offer_1'] })],
    [ObstacleCode.EXCLUDED, offer(), request({ excluded: ['slot_1'] })],
    [ObstacleCode.EXCLUDED, offer({ excluded: ['school_107000'] }), request()],
    [ObstacleCode.EXCLUDED, offer({ excluded: ['request_1'] }), request()],
    [ObstacleCode.PERSON_TAKEN, offer(), request({ personsTaken: ['person_1'] })],
  ])('finds %s and nothing else', (code, offered, asked) => {
    expect(codes(offered, asked)).toEqual([code]);
  });

  it('lists every obstacle with what shows it', () => {
    expect(feasible(offer({ travelKm: 4, yearFrom: 11, yearTo: 13 }), request(), TODAY)).toEqual([
      { code: ObstacleCode.TOO_FAR, traveller: Side.OFFERER, distanceMetres: 4200, travelKm: 4 },
      { code: ObstacleCode.YEAR_NOT_OFFERED, years: [9], yearFrom: 11, yearTo: 13 },
    ]);
  });
});

describe('sectors', () => {
  it('meet when either side leaves them open', () => {
    expect(codes(offer({ sectors: [] }), request())).toEqual([]);
    expect(codes(offer({ sectors: ['J'] }), request({ sectors: [] }))).toEqual([]);
  });
});

describe('time', () => {
  it('takes a slot of today until it has begun', () => {
    expect(feasible(offer(), request(), '2026-05-14')).toEqual([]);
    expect(feasible(offer({}, { begun: true }), request(), '2026-05-14')).toEqual([
      { code: ObstacleCode.SLOT_PAST, startsOn: '2026-05-14' },
    ]);
  });

  it('leaves the other slots of an offer alone when one is excluded', () => {
    expect(codes(offer({ slotId: 'slot_2' }), request({ excluded: ['slot_1'] }))).toEqual([]);
  });

  it('takes a slot on the edges of a window', () => {
    expect(codes(offer({}, { startsOn: '2026-05-04', endsOn: '2026-05-22' }), request())).toEqual([]);
  });

  it('does not take a slot that only two windows together would hold', () => {
    const windows = [
      { from: '2026-05-11', to: '2026-05-13' },
      { from: '2026-05-14', to: '2026-05-15' },
    ];
    expect(codes(offer({}, { startsOn: '2026-05-13', endsOn: '2026-05-14' }), request({ windows }))).toEqual([
      ObstacleCode.OUTSIDE_WINDOWS,
    ]);
  });
});

describe('place', () => {
  it('reaches exactly as far as the offerer travels', () => {
    expect(codes(offer({ travelKm: 4.2 }), request())).toEqual([]);
    expect(codes(offer({ travelKm: 4.199 }), request())).toEqual([ObstacleCode.TOO_FAR]);
    const justBeyond = { easting: 430_001, northing: 437_200 };
    expect(codes(offer({ travelKm: 4.2 }), request({ place: justBeyond }))).toEqual([ObstacleCode.TOO_FAR]);
  });

  it("asks for the pupils' travel when they go to a workplace", () => {
    const visit = offer({ activityType: ActivityType.WORKPLACE_VISIT, travelKm: 0 });
    expect(codes(visit, request())).toEqual([]);
    expect(feasible(visit, request({ travelKm: 4 }), TODAY)).toEqual([
      { code: ObstacleCode.TOO_FAR, traveller: Side.SCHOOL, distanceMetres: 4200, travelKm: 4 },
    ]);
  });

  it('is no matter when they can meet by video', () => {
    expect(codes(offer({ mode: Mode.BOTH, place: far }), request({ mode: Mode.BOTH }))).toEqual([]);
    expect(codes(offer({ mode: Mode.VIRTUAL, place: far }), request({ mode: Mode.BOTH }))).toEqual([]);
    expect(codes(offer({ mode: Mode.BOTH, place: far }), request())).toEqual([ObstacleCode.TOO_FAR]);
  });

  it('stands beside the mode when a distant offer in person is asked for by video', () => {
    expect(codes(offer({ place: far }), request({ mode: Mode.VIRTUAL }))).toEqual([
      ObstacleCode.MODE_DIFFERS,
      ObstacleCode.TOO_FAR,
    ]);
  });

  it('cannot be avoided by a workplace visit that calls itself virtual', () => {
    const visit = offer({ activityType: ActivityType.WORKPLACE_VISIT, mode: Mode.BOTH, place: far });
    expect(codes(visit, request({ mode: Mode.BOTH }))).toEqual([ObstacleCode.TOO_FAR]);
  });
});

describe('placements', () => {
  it('take places, whatever the size of a session', () => {
    const pair = placement();
    expect(codes(pair.offer, { ...pair.request, pupilsPerSession: 500 })).toEqual([]);
  });

  it('do not serve a request for sessions', () => {
    const pair = placement();
    expect(codes(pair.offer, { ...pair.request, kind: RequestKind.ENCOUNTER })).toEqual([
      ObstacleCode.KIND_DIFFERS,
    ]);
  });

  it('are for Year 10 and above, whatever the offer says', () => {
    const pair = placement();
    const groups = [9, 10, 12].map((yearGroup) => ({ yearGroup, size: 20 }));
    expect(feasible({ ...pair.offer, yearFrom: 7 }, { ...pair.request, groups }, TODAY)).toEqual([
      {
        code: ObstacleCode.TOO_YOUNG,
        activity: ActivityType.WORK_EXPERIENCE_PLACEMENT,
        years: [9],
        minimumYear: 10,
      },
      { code: ObstacleCode.YEAR_NOT_OFFERED, years: [12], yearFrom: 7, yearTo: 11 },
    ]);
  });
});

describe('an offer that says all by itself', () => {
  const visit = { activityType: ActivityType.WORKPLACE_VISIT, travelKm: 5 };
  const asking = { travelKm: 0, benchmark: Benchmark.B7 };

  it('is travelled from as far as it says, whatever its activity', () => {
    const between = (changes: Partial<MatchOffer>) => codes(offer({ ...visit, ...changes }), request(asking));
    expect(between({})).toEqual([ObstacleCode.TOO_FAR]);
    expect(between({ saysAll: true })).toEqual([]);
    expect(between({ saysAll: true, travelKm: 4 })).toEqual([ObstacleCode.TOO_FAR]);
  });

  it('is held as it says and counts for what is asked, yet not for pupils too young', () => {
    const byVideo = offer({ ...visit, mode: Mode.VIRTUAL, saysAll: true });
    expect(codes(byVideo, request({ ...asking, mode: Mode.VIRTUAL }))).toEqual([]);
    expect([
      servesBenchmark(byVideo, asking),
      servesBenchmark({ ...byVideo, saysAll: false }, asking),
    ]).toEqual([true, false]);
    const places = offer({ ...visit, activityType: ActivityType.WORK_EXPERIENCE_PLACEMENT, saysAll: true });
    const asked = request({ ...asking, activityTypes: [ActivityType.WORK_EXPERIENCE_PLACEMENT] });
    expect(codes(places, asked)).toEqual([ObstacleCode.TOO_YOUNG]);
  });
});
