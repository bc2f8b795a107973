import { Side } from '#matching';
import { AmbassadorKind, GivenBy } from '#offers';
import { PupilGroup } from '#requests';
import { ActivityType, Benchmark, MEANINGFUL_POINTS, MeaningfulPoint, Mode } from '#statutes';
import { Attendance, Delivery, Evidence } from './delivery.entity.js';
import { RecordDeliveryInput } from './delivery.input.js';
import {
  type AttendanceBasis,
  faultsOfDelivery,
  isEmployed,
  meaningfulFor,
  pupilsByYear,
} from './delivery.rules.js';

const year9 = groupThat({ id: 'group_9a', yearGroup: 9, size: 30 });
const year10 = groupThat({ id: 'group_10a', yearGroup: 10, size: 10 });
const year8 = groupThat({ id: 'group_8a', yearGroup: 8, size: 25 });

function groupThat(is: Partial<PupilGroup>): PupilGroup {
  const group = { schoolId: 'school_1', academicYear: 2026, yearGroup: 9, code: '9A', size: 30 };
  return Object.assign(new PupilGroup(), group, is);
}

function basisThat(is: Partial<AttendanceBasis> = {}): AttendanceBasis {
  const groups = new Map([year9, year8].map((group) => [group.id, group]));
  const rolls = new Map([
    [8, 50],
    [9, 60],
  ]);
  const school = { academicYear: 2026, taught: [7, 8, 9, 10, 11], groups, rolls };
  const basis = { activityType: ActivityType.CAREERS_TALK, ...school };
  return { ...basis, ...is };
}

function faultPaths(input: Partial<RecordDeliveryInput>, basis: AttendanceBasis = basisThat()): string[] {
  const whole = Object.assign(new RecordDeliveryInput(), {
    ...{ bookingId: 'booking_1', minutes: 60, mode: Mode.IN_PERSON, points: [] },
    ...{ attendance: [{ groupId: year9.id, pupils: 30 }] },
    ...input,
  });
  return faultsOfDelivery(whole, basis).map(({ path }) => path);
}

describe('a record of a delivery', () => {
  it('is right with groups of the school, up to their size', () => {
    const attendance = [
      { groupId: year9.id, pupils: 30 },
      { groupId: year8.id, pupils: 1 },
    ];
    expect(faultPaths({ attendance })).toEqual([]);
  });

  it('names no more pupils of a year than are on its roll, where there is one', () => {
    const faults = (pupils: number, rolls: [number, number][]) =>
      faultPaths({ attendance: [{ yearGroup: 9, pupils }] }, basisThat({ rolls: new Map(rolls) }));
    expect(faults(60, [[9, 60]])).toEqual([]);
    expect(faults(61, [[9, 60]])).toEqual(['input.attendance[0].pupils']);
    expect(faults(61, [])).toEqual([]);
  });

  it('names no more of them in all its lines together', () => {
    const lines = (pupils: number) => [
      { groupId: year9.id, pupils: 30 },
      { groupId: year8.id, pupils: 25 },
      { yearGroup: 9, pupils },
    ];
    expect(faultPaths({ attendance: lines(30) })).toEqual([]);
    expect(faultPaths({ attendance: lines(31) })).toEqual(['input.attendance[2].pupils']);
  });

  it('names no year that the school does not teach', () => {
    expect(faultPaths({ attendance: [{ yearGroup: 13, pupils: 3 }] })).toEqual([
      'input.attendance[0].yearGroup',
    ]);
  });

  it('was at a workplace only if people were there', () => {
    expect(faultPaths({ mode: Mode.VIRTUAL, atWorkplace: true })).toEqual(['input.atWorkplace']);
  });

  it('names no more pupils than the group has', () => {
    expect(faultPaths({ attendance: [{ groupId: year9.id, pupils: 31 }] })).toEqual([
      'input.attendance[0].pupils',
    ]);
  });

  it('names no group that the school does not have that year', () => {
    const groupId = 'group_of_nobody';
    const attendance = [
      { groupId: year9.id, pupils: 3 },
      { groupId, pupils: 3 },
    ];
    expect(faultPaths({ attendance })).toEqual(['input.attendance[1].groupId']);
  });

  it('names a group or a year, not both and not neither', () => {
    expect(faultPaths({ attendance: [{ groupId: year9.id, yearGroup: 9, pupils: 3 }] })).toEqual([
      'input.attendance[0]',
    ]);
    expect(faultPaths({ attendance: [{ pupils: 3 }] })).toEqual(['input.attendance[0]']);
    expect(faultPaths({ attendance: [{ yearGroup: 9, pupils: 3 }] })).toEqual([]);
  });

  it('names each group and each year alone once', () => {
    const twice = { groupId: year9.id, pupils: 3 };
    expect(faultPaths({ attendance: [twice, twice] })).toEqual(['input.attendance[1]']);
    const year = { yearGroup: 9, pupils: 3 };
    expect(faultPaths({ attendance: [year, twice, year] })).toEqual(['input.attendance[2]']);
  });

  it('tells days of placements alone, a group once for each number of them, within its size', () => {
    const placement = basisThat({ activityType: ActivityType.WORK_EXPERIENCE_PLACEMENT });
    const faults = (...lines: object[]) =>
      faultPaths(
        { attendance: lines.map((line) => ({ groupId: year10.id, pupils: 5, ...line })) },
        { ...placement, groups: new Map([[year10.id, year10]]) },
      );
    expect(faults({ days: 5 }, { days: 3 })).toEqual([]);
    expect(faults({})).toEqual(['input.attendance[0].days']);
    expect(faults({ days: 5 }, { days: 5 })).toEqual(['input.attendance[1]']);
    expect(faults({ days: 5, pupils: 8 }, { days: 3, pupils: 3 })).toEqual(['input.attendance[1].pupils']);
    expect(faultPaths({ attendance: [{ groupId: year9.id, pupils: 3, days: 1 }] })).toEqual([
      'input.attendance[0].days',
    ]);
  });

  it('tells to how many it was offered, of whom none need come', () => {
    const faults = (line: object) => faultPaths({ attendance: [{ groupId: year9.id, pupils: 0, ...line }] });
    expect(faults({ offered: 30 })).toEqual([]);
    expect(faults({})).toEqual(['input.attendance[0].pupils']);
    expect(faults({ offered: 31 })).toEqual(['input.attendance[0].pupils']);
    expect(faults({ pupils: 9, offered: 8 })).toEqual(['input.attendance[0].offered']);
  });

  it('names the adviser of an interview, and of nothing else', () => {
    const interview = basisThat({ activityType: ActivityType.GUIDANCE_INTERVIEW });
    expect(faultPaths({ adviserLevel: 6 }, interview)).toEqual([]);
    expect(faultPaths({ adviserLevel: 6 })).toEqual(['input.adviserLevel']);
    expect(faultPaths({ atProvider: true, mode: Mode.VIRTUAL })).toEqual(['input.atProvider']);
  });

  it('keeps to the youngest year and the mode of its activity', () => {
    const placement = basisThat({ activityType: ActivityType.WORK_EXPERIENCE_PLACEMENT });
    const attendance = [{ groupId: year9.id, pupils: 30, days: 5 }];
    expect(faultPaths({ mode: Mode.VIRTUAL, attendance }, placement)).toEqual([
      'input.attendance[0].groupId',
      'input.mode',
    ]);
    expect(faultPaths({ attendance: [{ yearGroup: 10, pupils: 3, days: 5 }] }, placement)).toEqual([]);
    expect(faultPaths({ mode: Mode.BOTH })).toEqual(['input.mode']);
  });

  it('has each point once', () => {
    const point = { point: MeaningfulPoint.PURPOSE_SHARED, stands: true };
    expect(faultPaths({ points: [point, { ...point, stands: false }] })).toEqual(['input.points[1].point']);
  });
});

describe('whoever came', () => {
  it.each([
    [GivenBy.EMPLOYER, null, true],
    [GivenBy.VOLUNTEER, null, true],
    [GivenBy.YOUNG_AMBASSADOR, AmbassadorKind.APPRENTICE, true],
    [GivenBy.YOUNG_AMBASSADOR, AmbassadorKind.COLLEGE_STUDENT, false],
    [GivenBy.YOUNG_AMBASSADOR, AmbassadorKind.UNDERGRADUATE, false],
    [GivenBy.YOUNG_AMBASSADOR, AmbassadorKind.ALUMNUS, false],
  ])('%s %s: employed %s', (givenBy, ambassadorKind, employed) => {
    expect(isEmployed({ givenBy, ambassadorKind })).toBe(employed);
  });
});

describe('what made it meaningful', () => {
  const delivery = Object.assign(new Delivery(), {
    ...{ activityType: ActivityType.CAREERS_TALK, byProvider: false, employed: true },
  });
  const bySchool = MEANINGFUL_POINTS[Benchmark.B5].map((point) => evidenceThat(Side.SCHOOL, point, true));

  function evidenceThat(side: Side, point: MeaningfulPoint, stands: boolean): Evidence {
    return Object.assign(new Evidence(), { side, point, stands });
  }

  it('is said of each benchmark that it can count for, with what is missing', () => {
    expect(meaningfulFor(delivery, bySchool)).toEqual([
      { benchmark: Benchmark.B5, mayCount: true, meaningful: true, missing: [] },
    ]);
    const byProvider = Object.assign(new Delivery(), delivery, { byProvider: true });
    expect(meaningfulFor(byProvider, bySchool)[1]).toMatchObject({
      ...{ benchmark: Benchmark.B7, mayCount: true, meaningful: false },
      missing: [MeaningfulPoint.STAFF_AND_LEARNERS_MET, MeaningfulPoint.LEARNING_THERE_SHOWN],
    });
  });

  it('is said of none where it can count for none, and of one for which a circumstance is still to be said', () => {
    const interview = { activityType: ActivityType.GUIDANCE_INTERVIEW };
    expect(meaningfulFor(Object.assign(new Delivery(), delivery, interview), [])).toEqual([]);
    const fair = { activityType: ActivityType.CAREERS_FAIR, interactionRecorded: false };
    expect(meaningfulFor(Object.assign(new Delivery(), delivery, fair), bySchool)[0]).toMatchObject({
      benchmark: Benchmark.B5,
      mayCount: false,
    });
  });

  it('does not stand against the offerer’s denial', () => {
    const denied = evidenceThat(Side.OFFERER, MeaningfulPoint.TIME_TO_REFLECT, false);
    const [b5] = meaningfulFor(delivery, [...bySchool, denied]);
    expect(b5).toMatchObject({ meaningful: false, missing: [MeaningfulPoint.TIME_TO_REFLECT] });
  });
});

it('adds pupils up by year, the youngest first', () => {
  const lines = [
    { yearGroup: 9, pupils: 30 },
    { yearGroup: 8, pupils: 25 },
    { yearGroup: 9, pupils: 28 },
  ].map((line) => Object.assign(new Attendance(), line));
  expect(pupilsByYear(lines)).toEqual([
    { yearGroup: 8, pupils: 25 },
    { yearGroup: 9, pupils: 58 },
  ]);
});
