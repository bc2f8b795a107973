import { SchoolKind, SchoolPhase } from '#reference';
import { Benchmark, mayCount, MEANINGFUL_POINTS, meets, policy, PolicyId, reached, rollOf } from '#statutes';
import { Chance } from './chance.js';
import { type MadeDeliveries, makeDeliveries, Progress } from './deliveries.js';
import { makeYears, type RegisteredSchool, type TaughtYear } from './pupils.js';
import { settingOf } from './setting.js';

const setting = settingOf(7, new Date('2026-11-24T10:30:00Z'));
const school: RegisteredSchool = {
  id: 'school_100000',
  urn: 100000,
  name: 'A school',
  place: { easting: 384_000, northing: 398_000 },
  postcode: 'M14 6PL',
  kind: SchoolKind.STATE_SECONDARY,
  phase: SchoolPhase.SECONDARY,
  ageLow: 11,
  ageHigh: 16,
  pupils: 1_000,
  hasSixthForm: false,
};
const yearsOf = (unlike: Partial<RegisteredSchool>, seed = 1) =>
  makeYears(setting, new Chance(seed), { ...school, ...unlike }, 2026);

describe('The pupils of a school', () => {
  it('are spread over its years, in groups that never exceed the roll', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const years = yearsOf({}, seed);
      expect(years.map(({ yearGroup }) => yearGroup)).toEqual([7, 8, 9, 10, 11]);
      const all = years.reduce((sum, { roll }) => sum + roll.pupils, 0);
      expect(Math.abs(all - 1_000)).toBeLessThan(100);
      for (const { roll, groups } of years) {
        const inGroups = groups.reduce((sum, { size }) => sum + size, 0);
        expect(inGroups).toBeLessThanOrEqual(roll.pupils);
        expect(inGroups).toBeGreaterThanOrEqual(roll.pupils - 3);
        expect(groups.length).toBeGreaterThanOrEqual(2);
        expect(groups.length).toBeLessThanOrEqual(8);
      }
    }
  });

  it.each([
    [
      'a secondary with sixth form of unknown ages',
      { ageLow: null, ageHigh: null, hasSixthForm: true },
      [7, 13],
    ],
    ['a middle school', { ageLow: null, ageHigh: null, phase: SchoolPhase.MIDDLE_DEEMED_SECONDARY }, [7, 8]],
    ['a UTC', { ageLow: 14, ageHigh: 19 }, [10, 13]],
    ['a college', { kind: SchoolKind.POST_16, ageLow: null, ageHigh: null, pupils: null }, [12, 13]],
  ])('%s', (_, unlike, [first, last]) => {
    const years = yearsOf(unlike).map(({ yearGroup }) => yearGroup);
    expect([years[0], years.at(-1)]).toEqual([first, last]);
  });

  it('of a tiny school are one group at least', () => {
    const years = yearsOf({ kind: SchoolKind.SPECIAL, pupils: 3 });
    expect(years.every(({ groups }) => groups.length === 1 && (groups[0]?.size ?? 0) >= 1)).toBe(true);
  });
});

/** The share of year groups that meet a policy, by the rules of the statutes. */
function shareMet(years: readonly TaughtYear[], made: MadeDeliveries, id: PolicyId): number {
  const deliveries = made.deliveries.map((delivery) => ({
    mayCount: mayCount(delivery.activity_type, Benchmark.B5, {
      employed: delivery.employed,
      interactionRecorded: delivery.interaction_recorded,
    }),
    meaningful: MEANINGFUL_POINTS[Benchmark.B5].every((point) =>
      made.evidence.some(
        (row) => row.delivery_id === delivery.id && row.side === 'school' && row.point === point,
      ),
    ),
    attendance: made.attendance
      .filter(({ delivery_id }) => delivery_id === delivery.id)
      .map((row) => ({ yearGroup: row.year_group, groupId: row.group_id, pupils: row.pupils })),
  }));
  const met = years.filter(({ yearGroup, roll, groups }) => {
    const own = groups.map(({ id: groupId, size }) => ({ groupId, size }));
    const pupils = { yearGroup, roll: rollOf(roll.pupils, own), groups: own };
    return meets(policy(id), reached(pupils, deliveries).meaningful.lower, pupils.roll);
  });
  return met.length / years.length;
}

describe('Past encounters', () => {
  const shares = (progress: Progress, id: PolicyId) =>
    Array.from({ length: 60 }, (_, seed) => {
      const years = yearsOf({ pupils: 40 + seed * 25 }, seed);
      return shareMet(years, makeDeliveries(setting, new Chance(seed), years, progress), id);
    });

  it('bring a school as far as its progress says', () => {
    expect(new Set(shares(Progress.NONE, PolicyId.GATSBY_2014))).toEqual(new Set([0]));
    expect(new Set(shares(Progress.MOST, PolicyId.GATSBY_2014))).toEqual(new Set([1]));
    const part = shares(Progress.PART, PolicyId.GATSBY_2014);
    expect(part.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(20);
  });

  it('reach every pupil in a group where the progress is all', () => {
    const all = shares(Progress.ALL, PolicyId.GATSBY_2025);
    expect(all.filter((share) => share === 1).length).toBeGreaterThan(15);
  });

  it('are on record at every school, on school days of this year until yesterday', () => {
    for (const progress of Object.values(Progress)) {
      const { deliveries, attendance, evidence } = makeDeliveries(
        setting,
        new Chance(3),
        yearsOf({}),
        progress,
      );
      expect(deliveries.length).toBeGreaterThan(0);
      expect(deliveries.every(({ delivered_on: on }) => on >= '2026-09-01' && on < '2026-11-24')).toBe(true);
      for (const { id } of deliveries) {
        expect(attendance.some(({ delivery_id }) => delivery_id === id)).toBe(true);
        expect(evidence.some(({ delivery_id }) => delivery_id === id)).toBe(true);
      }
    }
  });
});
