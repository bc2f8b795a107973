import { ActivityType, Benchmark, Mode, RequestKind } from '#statutes';
import { faultsOfDraft, type NamedPupils } from './request.draft.rules.js';
import { DraftRequestInput } from './request.input.js';

const today = '2026-11-24';
const group = (given: Partial<NonNullable<NamedPupils>> = {}): NonNullable<NamedPupils> => ({
  academicYear: 2026,
  yearGroup: 9,
  code: '9A',
  size: 30,
  ...given,
});

function encounter(given: Partial<DraftRequestInput> = {}): DraftRequestInput {
  return Object.assign(
    new DraftRequestInput(),
    {
      schoolId: 'school_900001',
      title: 'Engineers for Year 9',
      kind: RequestKind.ENCOUNTER,
      activityTypes: [ActivityType.CAREERS_TALK],
      groupIds: ['group_1'],
      ...{ sessions: 2, pupilsPerSession: 30, mode: Mode.IN_PERSON },
      windows: [{ from: '2027-01-11', to: '2027-02-12' }],
    },
    given,
  );
}

function placement(given: Partial<DraftRequestInput> = {}): DraftRequestInput {
  return encounter({
    kind: RequestKind.PLACEMENT,
    activityTypes: [ActivityType.WORK_EXPERIENCE_PLACEMENT],
    ...{ sessions: undefined, pupilsPerSession: undefined, places: 12, travelKm: 20 },
    ...given,
  });
}

const year10 = group({ yearGroup: 10, code: '10A' });
const pathsOf = (input: DraftRequestInput, groups: readonly NamedPupils[] = [group()]) =>
  faultsOfDraft(input, groups, today).map(({ path }) => path);

test('a right encounter and a right placement have no fault', () => {
  expect(faultsOfDraft(encounter(), [group()], today)).toEqual([]);
  expect(faultsOfDraft(placement(), [year10], today)).toEqual([]);
});

describe('activities', () => {
  test('each agrees with the kind', () => {
    const activityTypes = [ActivityType.CAREERS_TALK, ActivityType.WORK_EXPERIENCE_PLACEMENT];
    const faults = faultsOfDraft(encounter({ activityTypes, travelKm: 5 }), [year10], today);
    expect(faults).toEqual([
      {
        path: 'input.activityTypes[1]',
        expected: 'an activity with sessions, as the kind is ENCOUNTER',
        got: 'WORK_EXPERIENCE_PLACEMENT',
      },
    ]);
    expect(pathsOf(placement({ activityTypes: [ActivityType.CAREERS_TALK] }), [year10])).toEqual([
      'input.activityTypes[0]',
    ]);
  });

  test('each can be held in the mode, or in one of both', () => {
    const visit = { activityTypes: [ActivityType.WORKPLACE_VISIT], travelKm: 10 };
    expect(pathsOf(encounter({ ...visit, mode: Mode.VIRTUAL }))).toEqual(['input.mode']);
    expect(pathsOf(encounter({ ...visit, mode: Mode.BOTH }))).toEqual([]);
    expect(pathsOf(encounter({ mode: Mode.VIRTUAL }))).toEqual([]);
  });

  test('at a workplace, pupils travel', () => {
    const activityTypes = [ActivityType.CAREERS_TALK, ActivityType.WORK_SHADOWING];
    expect(pathsOf(encounter({ activityTypes, travelKm: 0 }))).toEqual(['input.travelKm']);
    expect(pathsOf(encounter({ activityTypes, travelKm: 1 }))).toEqual([]);
  });

  test('one of them may count for the benchmark that is named', () => {
    expect(pathsOf(encounter({ benchmark: Benchmark.B8 }))).toEqual(['input.benchmark']);
    expect(pathsOf(encounter({ benchmark: Benchmark.B7 }))).toEqual([]);
  });
});

describe('groups', () => {
  test('each is one of the school’s', () => {
    expect(pathsOf(encounter({ groupIds: ['group_1', 'group_2'] }), [group(), null])).toEqual([
      'input.groupIds[1]',
    ]);
  });

  test('each is of the academic year of the windows', () => {
    expect(faultsOfDraft(encounter(), [group({ academicYear: 2025 })], today)).toEqual([
      {
        path: 'input.groupIds[0]',
        expected: 'a group of 2026/27, the academic year of the windows',
        got: '9A of 2025/26',
      },
    ]);
  });

  test('placements are from Year 10 on', () => {
    const groups = [year10, group()];
    expect(faultsOfDraft(placement({ groupIds: ['group_1', 'group_2'] }), groups, today)).toEqual([
      {
        path: 'input.groupIds[1]',
        expected: 'Year 10 or above for: Work experience placement',
        got: '9A of Year 9',
      },
    ]);
  });
});

describe('numbers', () => {
  test('an encounter has sessions and pupils, a placement places', () => {
    const none = { sessions: undefined, pupilsPerSession: undefined };
    expect(pathsOf(encounter({ ...none, places: 3 }))).toEqual([
      'input.places',
      'input.sessions',
      'input.pupilsPerSession',
    ]);
    expect(pathsOf(placement({ sessions: 1 }), [year10])).toEqual(['input.sessions']);
    expect(pathsOf(placement({ places: undefined }), [year10])).toEqual(['input.places']);
  });

  test('no more pupils than the groups have together', () => {
    const groups = [group(), group({ code: '9B', size: 28 })];
    const two = { groupIds: ['group_1', 'group_2'] };
    expect(pathsOf(encounter({ ...two, pupilsPerSession: 58 }), groups)).toEqual([]);
    expect(pathsOf(encounter({ ...two, pupilsPerSession: 59 }), groups)).toEqual(['input.pupilsPerSession']);
    expect(pathsOf(placement({ places: 31 }), [year10])).toEqual(['input.places']);
  });

  test('more sessions than groups are right: a group may meet several people', () => {
    expect(pathsOf(encounter({ sessions: 40 }))).toEqual([]);
  });
});

describe('windows', () => {
  const paths = (...windows: { from: string; to: string }[]) => pathsOf(encounter({ windows }));

  test('a window of one day, and one from today, are right', () => {
    expect(paths({ from: today, to: today }, { from: '2027-08-31', to: '2027-08-31' })).toEqual([]);
  });

  test('the last day is not before the first', () => {
    expect(paths({ from: '2027-02-12', to: '2027-02-11' })).toEqual(['input.windows[0].to']);
  });

  test('none begins in the past', () => {
    expect(paths({ from: '2027-01-11', to: '2027-01-12' }, { from: '2026-11-23', to: '2027-01-12' })).toEqual(
      ['input.windows[1].from'],
    );
  });

  test('all are in one academic year', () => {
    expect(paths({ from: '2027-08-31', to: '2027-09-01' })).toEqual(['input.windows[0].to']);
    expect(paths({ from: '2027-06-01', to: '2027-06-30' }, { from: '2027-09-06', to: '2027-09-10' })).toEqual(
      ['input.windows[1].from', 'input.windows[1].to'],
    );
  });
});
