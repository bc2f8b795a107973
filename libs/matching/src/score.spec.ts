import { ActivityType, Benchmark, Mode } from '#statutes';
import { TODAY, offer, placement, request } from '../test/given.js';
import type { MatchOffer, MatchRequest } from './pair.js';
import { score } from './score.js';
import { ScorePartName, WEIGHTS } from './weights.js';

function points(name: ScorePartName, offered: MatchOffer, asked: MatchRequest): number | undefined {
  return score(offered, asked, TODAY).parts.find((part) => part.name === name)?.points;
}

describe('weights', () => {
  it('give 600 to the pair and 400 to the need', () => {
    const { [ScorePartName.NEED]: need, ...pair } = WEIGHTS.max;
    expect(need).toBe(400);
    expect(Object.values(pair).reduce((sum, most) => sum + most, 0)).toBe(600);
  });
});

describe('score', () => {
  it('is its own arithmetic', () => {
    expect(score(offer(), request(), TODAY)).toEqual({
      total: 150 + 137 + 102 + 56 + 20 + 50 + 100,
      pairScore: 515,
      gain: 100,
      distanceMetres: 4200,
      newlyReachedPupils: 25,
      mode: Mode.IN_PERSON,
      weights: '2026-11',
      parts: [
        {
          name: ScorePartName.SECTOR,
          points: 150,
          max: 150,
          because: 'In a sector asked for: manufacturing.',
        },
        { name: ScorePartName.PROXIMITY, points: 137, max: 150, because: '4.2 km apart.' },
        {
          name: ScorePartName.RESPONSIVENESS,
          points: 102,
          max: 120,
          because: 'Answered 9 of 10 proposals in time.',
        },
        { name: ScorePartName.FRESHNESS, points: 56, max: 60, because: 'Published 12 days ago.' },
        {
          name: ScorePartName.YEAR_GROUPS,
          points: 20,
          max: 60,
          because: 'Meant for Years 8 to 10; Year 9 asked for.',
        },
        { name: ScorePartName.SIZE, points: 50, max: 60, because: '25 of at most 30 pupils.' },
        {
          name: ScorePartName.NEED,
          points: 100,
          max: 400,
          because: '25 pupils newly reached for Benchmark 5.',
        },
      ],
    });
  });

  it('prefers a named sector to an open one', () => {
    expect(points(ScorePartName.SECTOR, offer({ sectors: [] }), request())).toBe(90);
    expect(points(ScorePartName.SECTOR, offer(), request({ sectors: [] }))).toBe(90);
  });

  it('prefers near in person to video, and video to far', () => {
    const both = { mode: Mode.BOTH, travelKm: 45 };
    const away = (kilometres: number) =>
      offer({ ...both, place: { easting: 430_000 + kilometres * 1000, northing: 437_200 } });
    const asked = request({ mode: Mode.BOTH });
    expect([5, 40, 60].map((kilometres) => points(ScorePartName.PROXIMITY, away(kilometres), asked))).toEqual(
      [135, 30, 75],
    );
    expect(score(away(60), asked, TODAY).mode).toBe(Mode.VIRTUAL);
  });

  it('gives somebody who was never asked the benefit of the doubt, and takes it from the silent', () => {
    const record = (answered: number, asked: number) =>
      points(ScorePartName.RESPONSIVENESS, offer({ responded: { answered, asked } }), request());
    expect([record(0, 0), record(0, 1), record(0, 8), record(20, 20)]).toEqual([90, 72, 30, 115]);
  });

  it('lets an offer age', () => {
    const published = (publishedOn: string) =>
      points(ScorePartName.FRESHNESS, offer({ publishedOn }), request());
    expect(['2026-05-01', '2026-01-31', '2025-05-01', '2026-06-01'].map(published)).toEqual([60, 30, 0, 60]);
  });

  it('does not guess the fit of a session without a limit', () => {
    expect(points(ScorePartName.SIZE, offer({}, { maxPupils: null }), request())).toBe(30);
  });
});

describe('gain', () => {
  it('falls with each session booked, to nothing once the need is covered', () => {
    const gains = [0, 1, 2, 3].map((booked) => score(offer(), request({ booked }), TODAY).gain);
    expect(gains).toEqual([100, 64, 0, 0]);
  });

  it('is never more than 400', () => {
    const hall = request({ pupilsPerSession: 180, need: 180 });
    expect(score(offer({}, { maxPupils: null }), hall, TODAY)).toMatchObject({
      gain: 400,
      newlyReachedPupils: 180,
    });
  });

  it.each([ActivityType.AMBASSADOR_VISIT, ActivityType.ALUMNI_VISIT])(
    'is nothing for a student who comes as: %s, and something for an apprentice',
    (activityType) => {
      const asked = request({ activityTypes: [activityType] });
      expect(score(offer({ activityType, employed: false }), asked, TODAY).gain).toBe(0);
      expect(score(offer({ activityType, employed: true }), asked, TODAY).gain).toBe(100);
    },
  );

  it('is nothing where nobody knows who is short, and the part says so', () => {
    const { gain, parts } = score(offer(), request({ need: null }), TODAY);
    expect([gain, parts.at(-1)?.because]).toEqual([
      0,
      'How far the school is with Benchmark 5 is not worked out yet.',
    ]);
  });

  it('is nothing for an activity that does not count for the benchmark', () => {
    const session = offer({ activityType: ActivityType.LABOUR_MARKET_SESSION });
    expect(score(session, request(), TODAY)).toMatchObject({ gain: 0, newlyReachedPupils: 0 });
    expect(score(session, request({ benchmark: Benchmark.B2 }), TODAY).gain).toBe(100);
  });

  it('is nothing for an activity that only contributes to the benchmark', () => {
    const week = offer({ activityType: ActivityType.VIRTUAL_WORK_EXPERIENCE });
    expect(score(week, request({ benchmark: Benchmark.B6 }), TODAY).gain).toBe(0);
    expect(score(week, request(), TODAY).gain).toBe(100);
  });

  it('counts a pupil for each place of a placement, as many as both still have', () => {
    const pair = placement(3);
    expect(score(pair.offer, pair.request, TODAY)).toMatchObject({ gain: 12, newlyReachedPupils: 3 });
    expect(score(pair.offer, { ...pair.request, outstanding: 2 }, TODAY).gain).toBe(8);
    expect(score(pair.offer, { ...pair.request, booked: 40 }, TODAY).gain).toBe(4);
  });
});
