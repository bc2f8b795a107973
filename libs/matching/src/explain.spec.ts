import { ActivityType, Benchmark, Mode } from '#statutes';
import { TODAY, offer, placement, request } from '../test/given.js';
import { explain } from './explain.js';
import { Side } from './pair.js';
import { weigh } from './weigh.js';

describe('explain', () => {
  function sentence(pair = { offer: offer(), request: request() }, reader = Side.SCHOOL): string {
    const { matches } = weigh([pair.offer], [pair.request], TODAY);
    return matches.map((match) => explain(match, reader)).join();
  }

  it('says what, how far, when and what it is worth', () => {
    expect(sentence()).toBe(
      'Careers talk (manufacturing) 4.2 km away on Thursday 14 May 2026; would newly reach 25 Year 9 pupils of the 41 still short of Benchmark 5.',
    );
  });

  it('tells nobody but the school how many are still short', () => {
    expect(sentence(undefined, Side.OFFERER)).toBe(
      'Careers talk (manufacturing) 4.2 km away on Thursday 14 May 2026; would newly reach 25 Year 9 pupils for Benchmark 5.',
    );
  });

  it('says so when it is not known who is short', () => {
    const asked = request({
      activityTypes: [ActivityType.WORKPLACE_VISIT],
      benchmark: Benchmark.B6,
      need: null,
    });
    const visit = offer({ activityType: ActivityType.WORKPLACE_VISIT });
    expect(sentence({ offer: visit, request: asked })).toMatch(
      /; how far the school is with Benchmark 6 is not worked out yet\.$/,
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

  it('says whether others needed it more than it brings here, or too, in the words of its reader', () => {
    const told = (points: number, reader: Side, personId: string | null = 'person_1') => {
      const [match] = weigh([offer({ personId })], [request()], TODAY).matches;
      return explain({ ...match!, neededElsewhere: points }, reader)
        .split('; ')
        .slice(2)
        .join();
    };
    const [match] = weigh([offer()], [request()], TODAY).matches;
    const { total } = match!.score;
    expect(told(0, Side.SCHOOL)).toBe('');
    expect(told(1, Side.SCHOOL)).toBe('in the last clearing others needed this volunteer too.');
    expect(told(total, Side.SCHOOL)).toBe(told(1, Side.SCHOOL));
    expect(told(total + 1, Side.SCHOOL)).toBe('in the last clearing others needed this volunteer more.');
    expect(told(total + 1, Side.OFFERER, null)).toBe(
      'in the last clearing other requests needed this offer more.',
    );
  });

  it('names both ends of a placement', () => {
    expect(sentence(placement())).toMatch(
      /^Work experience placement \(manufacturing\) 4\.2 km away from Thursday 14 May 2026 to Wednesday 20 May 2026;/,
    );
  });
});
