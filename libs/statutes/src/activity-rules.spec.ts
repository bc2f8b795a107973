import { ACTIVITY_RULES, Venue, mayCount } from './activity-rules.js';
import { ActivityType, Benchmark, Mode, RequestKind } from './vocabulary.js';

const { B1, B2, B3, B4, B5, B6, B7, B8 } = Benchmark;

const EVERYTHING = {
  byProvider: true,
  interactionRecorded: true,
  employed: true,
  atWorkplace: true,
  inLessons: true,
};

/** Per activity: what may count with nothing recorded, and what may count at best. */
const TABLE: [ActivityType, Benchmark[], Benchmark[]][] = [
  [ActivityType.CAREERS_TALK, [B5], [B5, B7]],
  [ActivityType.CAREERS_FAIR, [B7], [B5, B7]],
  [ActivityType.SPEED_NETWORKING, [B5], [B5, B7]],
  [ActivityType.MOCK_INTERVIEW, [B5], [B5]],
  [ActivityType.MENTORING, [B5], [B5, B7]],
  [ActivityType.ENTERPRISE_CHALLENGE, [B5], [B4, B5, B6]],
  [ActivityType.WORKPLACE_VISIT, [B5, B6], [B5, B6]],
  [ActivityType.WORK_SHADOWING, [B5, B6], [B5, B6]],
  [ActivityType.WORK_EXPERIENCE_PLACEMENT, [B5, B6], [B5, B6]],
  [ActivityType.VIRTUAL_WORK_EXPERIENCE, [B5], [B5]],
  [ActivityType.AMBASSADOR_VISIT, [B7], [B5, B7]],
  [ActivityType.ALUMNI_VISIT, [B3], [B3, B5, B7]],
  [ActivityType.CURRICULUM_CO_DELIVERY, [B4, B5], [B4, B5]],
  [ActivityType.GUIDANCE_INTERVIEW, [B8], [B8]],
  [ActivityType.LABOUR_MARKET_SESSION, [B2], [B2]],
  [ActivityType.TEACHER_EXTERNSHIP, [B4], [B4]],
  [ActivityType.EMPLOYER_GOVERNOR, [], []],
];

describe('what may count', () => {
  const all = [B1, B2, B3, B4, B5, B6, B7, B8];

  it('has a row for each of the 17 activity types', () => {
    expect(TABLE.map(([activity]) => activity).sort()).toEqual(Object.values(ActivityType).sort());
  });

  it.each(TABLE)('%s: with nothing recorded, and with everything', (activity, bare, best) => {
    expect(all.filter((benchmark) => mayCount(activity, benchmark, {}))).toEqual(bare);
    expect(all.filter((benchmark) => mayCount(activity, benchmark, EVERYTHING))).toEqual(best);
  });

  it('takes a former pupil for Benchmark 5 as somebody employed, for Benchmark 7 on behalf of a provider', () => {
    const { ALUMNI_VISIT } = ActivityType;
    expect(mayCount(ALUMNI_VISIT, B5, { employed: true })).toBe(true);
    expect(mayCount(ALUMNI_VISIT, B7, { employed: true })).toBe(false);
    expect(mayCount(ALUMNI_VISIT, B7, { byProvider: true })).toBe(true);
    expect(mayCount(ALUMNI_VISIT, B5, { byProvider: true })).toBe(false);
  });

  it('does not take a denied condition for a met one', () => {
    expect(mayCount(ActivityType.CAREERS_FAIR, B5, { interactionRecorded: false })).toBe(false);
  });
});

describe('how activities are held', () => {
  it('lets only placements hold places, from Year 10', () => {
    for (const [activity, { kind, minimumYear }] of Object.entries(ACTIVITY_RULES)) {
      const placement = activity === ActivityType.WORK_EXPERIENCE_PLACEMENT;
      expect({ kind, minimumYear }).toEqual(
        placement
          ? { kind: RequestKind.PLACEMENT, minimumYear: 10 }
          : { kind: RequestKind.ENCOUNTER, minimumYear: 7 },
      );
    }
  });

  it('holds what happens at a workplace in person only, and what is remote by video only', () => {
    for (const { venue, mode } of Object.values(ACTIVITY_RULES)) {
      const expected = {
        [Venue.SCHOOL]: Mode.BOTH,
        [Venue.WORKPLACE]: Mode.IN_PERSON,
        [Venue.REMOTE]: Mode.VIRTUAL,
      };
      expect(mode).toBe(expected[venue]);
    }
  });
});
