import { Side } from '#matching';
import type { Employer } from '#members';
import { AmbassadorKind, GivenBy, type Offer } from '#offers';
import { type FieldFault, shorten } from '#platform';
import { PupilGroup } from '#requests';
import {
  ACTIVITY_RULES,
  ActivityType,
  Benchmark,
  type CountingEvidence,
  mayCount,
  type MeaningfulBenchmark,
  meaningfulness,
  Mode,
  ProviderKind,
  type RecordedPoints,
  RequestKind,
} from '#statutes';
import type { Attendance, Delivery, Evidence } from './delivery.entity.js';
import type { MeaningfulnessType, PupilsOfYear } from './delivery.graphql.js';
import type { AttendanceInput, EvidencePointInput, RecordDeliveryInput } from './delivery.input.js';

/** What attendance is checked against. */
export interface AttendanceBasis {
  readonly activityType: ActivityType;
  readonly academicYear: number;
  /** The school's groups of that year, by id. */
  readonly groups: ReadonlyMap<string, PupilGroup>;
  /** The year groups that the school teaches. */
  readonly taught: readonly number[];
  /** The school's rolls that year, by year group, as far as it declared rolls or groups. */
  readonly rolls: ReadonlyMap<number, number>;
}

/** Whether whoever came is employed: everybody but students and former pupils, of whom only apprentices are known to be. */
export function isEmployed({ givenBy, ambassadorKind }: Pick<Offer, 'givenBy' | 'ambassadorKind'>): boolean {
  return givenBy !== GivenBy.YOUNG_AMBASSADOR || ambassadorKind === AmbassadorKind.APPRENTICE;
}

/** The kind of provider that pupils met through an offer: the organisation's own, or what its student attends. */
export function providerKindsOf(
  { providerKind }: Pick<Employer, 'providerKind'>,
  { ambassadorKind }: Pick<Offer, 'ambassadorKind'>,
): ProviderKind[] {
  const kind = providerKind ?? (ambassadorKind === null ? null : attended[ambassadorKind]);
  return kind === null ? [] : [kind];
}

const attended: Readonly<Record<AmbassadorKind, ProviderKind | null>> = {
  [AmbassadorKind.APPRENTICE]: ProviderKind.APPRENTICESHIP_PROVIDER,
  [AmbassadorKind.COLLEGE_STUDENT]: ProviderKind.COLLEGE,
  [AmbassadorKind.UNDERGRADUATE]: ProviderKind.UNIVERSITY,
  [AmbassadorKind.ALUMNUS]: null,
};

/** What no state of the world would make right in a record of a delivery. */
export function faultsOfDelivery(
  input: Omit<RecordDeliveryInput, 'bookingId'>,
  basis: AttendanceBasis,
): FieldFault[] {
  const { mode, label } = ACTIVITY_RULES[basis.activityType];
  const modes = mode === Mode.BOTH ? [Mode.IN_PERSON, Mode.VIRTUAL] : [mode];
  const faults = [...faultsOfAttendance(input.attendance, basis), ...faultsOfPoints(input.points)];
  if (!modes.includes(input.mode)) {
    const expected = `${modes.map((one) => one.toUpperCase()).join(' or ')} for: ${label}`;
    faults.push({ path: 'input.mode', expected, got: input.mode.toUpperCase() });
  }
  for (const where of ['atWorkplace', 'atProvider'] as const) {
    if (input.mode !== Mode.VIRTUAL || !input[where]) continue;
    faults.push({ path: `input.${where}`, expected: 'false, as people met over a video link', got: 'true' });
  }
  const { adviserLevel = null } = input;
  if (adviserLevel !== null && basis.activityType !== ActivityType.GUIDANCE_INTERVIEW) {
    const expected = `nothing, as an adviser is not asked for: ${label}`;
    faults.push({ path: 'input.adviserLevel', expected, got: String(adviserLevel) });
  }
  return faults;
}

/** A point is recorded once, standing or denied. */
export function faultsOfPoints(points: readonly EvidencePointInput[]): FieldFault[] {
  return points.flatMap(({ point }, index) =>
    points.findIndex((other) => other.point === point) < index
      ? [{ path: `input.points[${index}].point`, expected: 'each point once', got: point }]
      : [],
  );
}

function faultsOfAttendance(lines: readonly AttendanceInput[], basis: AttendanceBasis): FieldFault[] {
  const seen = new Set<string>();
  const faults = lines.flatMap((line, index) => {
    const path = `input.attendance[${index}]`;
    const whom = line.groupId ?? line.yearGroup;
    const namesBoth = (line.groupId ?? null) !== null && (line.yearGroup ?? null) !== null;
    if (whom === undefined || whom === null || namesBoth) {
      return [{ path, expected: 'either groupId or yearGroup', got: namesBoth ? 'both' : 'neither' }];
    }
    const name = `${whom} ${line.days ?? ''}`;
    if (seen.has(name)) {
      const expected = 'each group and each year alone once, or once for each number of days';
      return [{ path, expected, got: shorten(whom) }];
    }
    seen.add(name);
    const numbers = faultsOfNumbers(path, line, basis);
    if (typeof whom === 'number')
      return [
        ...numbers,
        ...faultsOfTaught(`${path}.yearGroup`, whom, basis),
        ...faultsOfYear(`${path}.yearGroup`, whom, basis),
      ];
    const ofGroup = lines.slice(0, index + 1).filter(({ groupId }) => groupId === whom);
    return [...numbers, ...faultsOfGroup(path, whom, pupilsOf(ofGroup), basis)];
  });
  return faults.length > 0 ? faults : faultsOfRolls(lines, basis);
}

/** Pupils of some lines together, those to whom it was offered included. */
function pupilsOf(lines: readonly Pick<AttendanceInput, 'pupils' | 'offered'>[]): number {
  return lines.reduce((sum, { pupils, offered }) => sum + Math.max(pupils, offered ?? 0), 0);
}

function faultsOfNumbers(
  path: string,
  { pupils, days, offered }: AttendanceInput,
  { activityType }: AttendanceBasis,
): FieldFault[] {
  const { kind, label } = ACTIVITY_RULES[activityType];
  const inDays = kind === RequestKind.PLACEMENT;
  const faults: FieldFault[] = [];
  if (inDays !== ((days ?? null) !== null)) {
    const expected = inDays ? 'how many days each of them completed' : `nothing, as days are not asked for`;
    faults.push({ path: `${path}.days`, expected: `${expected}: ${label}`, got: shorten(days ?? null) });
  }
  if ((offered ?? pupils) < pupils)
    faults.push({
      path: `${path}.offered`,
      expected: `at least ${pupils}, the pupils`,
      got: String(offered),
    });
  if (pupils === 0 && (offered ?? null) === null)
    faults.push({ path: `${path}.pupils`, expected: 'at least 1 where offered says nothing', got: '0' });
  return faults;
}

function faultsOfGroup(path: string, groupId: string, pupils: number, basis: AttendanceBasis): FieldFault[] {
  const group = basis.groups.get(groupId);
  if (!group) {
    const year = `${basis.academicYear}/${(basis.academicYear + 1) % 100}`;
    return [{ path: `${path}.groupId`, expected: `a group of the school in ${year}`, got: shorten(groupId) }];
  }
  const faults = faultsOfYear(`${path}.groupId`, group.yearGroup, basis);
  if (pupils > group.size) {
    const expected = `at most ${group.size}, the size of ${group.code}`;
    faults.push({ path: `${path}.pupils`, expected, got: String(pupils) });
  }
  return faults;
}

/** A slip of the hand would otherwise meet a benchmark: no more pupils of a year in all than are on its roll. */
function faultsOfRolls(lines: readonly AttendanceInput[], { groups, rolls }: AttendanceBasis): FieldFault[] {
  const years = lines.map((line) => groups.get(line.groupId ?? '')?.yearGroup ?? line.yearGroup ?? 0);
  return [...new Set(years)].flatMap((yearGroup) => {
    const roll = rolls.get(yearGroup);
    const together = lines.filter((_line, index) => years[index] === yearGroup);
    const pupils = pupilsOf(together);
    if (roll === undefined || pupils <= roll) return [];
    const path = `input.attendance[${years.lastIndexOf(yearGroup)}].pupils`;
    const expected = `at most ${roll} pupils of Year ${yearGroup} in all lines together, its roll`;
    return [{ path, expected, got: `${pupils} together` }];
  });
}

function faultsOfTaught(path: string, yearGroup: number, { taught }: AttendanceBasis): FieldFault[] {
  if (taught.includes(yearGroup)) return [];
  return [
    { path, expected: `a year group that the school teaches (${taught.join(', ')})`, got: String(yearGroup) },
  ];
}

function faultsOfYear(path: string, yearGroup: number, { activityType }: AttendanceBasis): FieldFault[] {
  const { minimumYear, label } = ACTIVITY_RULES[activityType];
  if (yearGroup >= minimumYear) return [];
  return [{ path, expected: `Year ${minimumYear} or above for: ${label}`, got: `Year ${yearGroup}` }];
}

/**
 * What attendance is checked against when a record is corrected: groups and rolls may have shrunk since, and what is on
 * record may be said again.
 */
export function withRecorded(basis: AttendanceBasis, lines: readonly Attendance[]): AttendanceBasis {
  const groups = new Map(basis.groups);
  for (const group of basis.groups.values()) {
    const size = pupilsOf(lines.filter(({ groupId }) => groupId === group.id));
    if (group.size < size) groups.set(group.id, Object.assign(new PupilGroup(), group, { size }));
  }
  const years = [...new Set(lines.map(({ yearGroup }) => yearGroup))];
  const recorded = years.map((yearGroup) => {
    const pupils = pupilsOf(lines.filter((line) => line.yearGroup === yearGroup));
    const roll = basis.rolls.get(yearGroup);
    return [yearGroup, roll === undefined ? undefined : Math.max(roll, pupils)] as const;
  });
  const raised = recorded.flatMap(([year, roll]) => (roll === undefined ? [] : [[year, roll] as const]));
  return { ...basis, groups, rolls: new Map([...basis.rolls, ...raised]) };
}

/** What a delivery's record says that counting for a benchmark may ask for. */
export function countingEvidence(delivery: Delivery): Required<CountingEvidence> {
  const { byProvider, employed, interactionRecorded, atWorkplace, inLessons } = delivery;
  return { byProvider, employed, interactionRecorded, atWorkplace, inLessons };
}

/** The points that one side recorded. */
export function pointsOf(side: Side, evidence: readonly Evidence[]): RecordedPoints {
  return Object.fromEntries(
    evidence.filter((point) => point.side === side).map(({ point, stands }) => [point, stands]),
  );
}

const judged: readonly MeaningfulBenchmark[] = [Benchmark.B5, Benchmark.B6, Benchmark.B7];

/** The circumstances that a correction may still say. */
const correctable = { interactionRecorded: true, atWorkplace: true, inLessons: true };

/** Whether a delivery is meaningful, and may count, for each benchmark that it does count for or would, put right. */
export function meaningfulFor(delivery: Delivery, evidence: readonly Evidence[]): MeaningfulnessType[] {
  const bySchool = pointsOf(Side.SCHOOL, evidence);
  const byOfferer = pointsOf(Side.OFFERER, evidence);
  const evidenceOfAll = { ...countingEvidence(delivery), ...correctable };
  const open = judged.filter((benchmark) => mayCount(delivery.activityType, benchmark, evidenceOfAll));
  return open.map((benchmark) => ({
    benchmark,
    mayCount: mayCount(delivery.activityType, benchmark, countingEvidence(delivery)),
    ...meaningfulness(benchmark, bySchool, byOfferer),
  }));
}

/** The pupils of each year group, the youngest first. */
export function pupilsByYear(
  attendance: readonly Pick<Attendance, 'yearGroup' | 'pupils'>[],
): PupilsOfYear[] {
  const years = new Map<number, number>();
  for (const { yearGroup, pupils } of attendance) years.set(yearGroup, (years.get(yearGroup) ?? 0) + pupils);
  return [...years].sort(([a], [b]) => a - b).map(([yearGroup, pupils]) => ({ yearGroup, pupils }));
}
