import type { EntityManager } from 'typeorm';
import { placeOf } from '#platform';
import { Chance } from './chance.js';
import { makeDeliveries, Progress, progressOf } from './deliveries.js';
import { makeEvidence } from './evidence.js';
import { insertRows } from './insert-rows.js';
import { agesOf, makeYears, type RegisteredSchool } from './pupils.js';
import { makeRequests, requestsPerSchool } from './requests.js';
import type {
  AttendanceRow,
  BookingRow,
  BrokerRow,
  DeliveryRow,
  EvidenceRow,
  GroupRow,
  HoldRow,
  RequestGroupRow,
  RequestPlaceRow,
  RequestRow,
  RollRow,
} from './rows.js';
import type { Scheme } from './schemes.js';
import type { Setting } from './setting.js';
import { addStoryRequest, STORY_YEAR, type Story } from './story.js';
import { bookVisit } from './visit.js';
import { yearGroupsOf } from '#statutes';

/** Everything made for some schools, in the order in which the tables refer to each other. */
interface SchoolRows {
  roll: RollRow[];
  pupil_group: GroupRow[];
  delivery: DeliveryRow[];
  attendance: AttendanceRow[];
  evidence: EvidenceRow[];
  request: RequestRow[];
  request_group: RequestGroupRow[];
  request_place: RequestPlaceRow[];
  hold: HoldRow[];
  booking: BookingRow[];
}

/** Schools made at a time, so that the rows of all of them never stand in memory together. */
const CHUNK = 1_000;

/** The open schools with pupils in Years 7 to 13, by URN. */
export async function readSchools(manager: EntityManager): Promise<RegisteredSchool[]> {
  type Row = Omit<RegisteredSchool, 'place'> & { place: { x: number; y: number } };
  const rows = await manager.query<Row[]>(
    `SELECT id, urn, name, place, postcode, kind, phase, age_low AS "ageLow", age_high AS "ageHigh",
       pupils, has_sixth_form AS "hasSixthForm" FROM school WHERE open ORDER BY urn`,
  );
  return rows
    .map((row) => ({ ...row, place: placeOf(row.place) }))
    .filter((school) => yearGroupsOf(...agesOf(school)).length > 0);
}

/** How many of each were made. */
export type SchoolCounts = Record<'groups' | 'deliveries' | 'requests', number>;

/** Gives every school its pupils, its past encounters and its requests. @param progress hears how far it is */
export async function makeSchools(
  manager: EntityManager,
  setting: Setting,
  {
    schools,
    story,
    brokers,
  }: { schools: readonly RegisteredSchool[]; story: Story; brokers: Map<Scheme, BrokerRow> },
  progress: (sentence: string) => void,
): Promise<SchoolCounts> {
  const requests = requestsPerSchool(setting.seed, schools);
  const counts = { groups: 0, deliveries: 0, requests: 0 };
  for (let from = 0; from < schools.length; from += CHUNK) {
    const chunk = schools.slice(from, from + CHUNK);
    const rows = emptyRows();
    for (const school of chunk)
      makeSchool(setting, rows, { school, story, brokers, count: requests.get(school.id) ?? 0 });
    for (const [table, made] of Object.entries(rows)) await insertRows<object>(manager, table, made);
    counts.groups += rows.pupil_group.length;
    counts.deliveries += rows.delivery.length;
    counts.requests += rows.request.length;
    progress(`Pupils, past encounters and requests: ${from + chunk.length} of ${schools.length} schools`);
  }
  return counts;
}

function emptyRows(): SchoolRows {
  return {
    ...{ roll: [], pupil_group: [], delivery: [], attendance: [], evidence: [] },
    ...{ request: [], request_group: [], request_place: [], hold: [], booking: [] },
  };
}

/** What one school is made with. */
interface Making {
  school: RegisteredSchool;
  story: Story;
  brokers: ReadonlyMap<Scheme, BrokerRow>;
  count: number;
}

function makeSchool(setting: Setting, rows: SchoolRows, { school, story, brokers, count }: Making): void {
  const chance = new Chance(setting.seed, 'school', school.urn);
  const inStory = school.id === story.school.id;
  const years = makeYears(setting, chance, school, setting.academicYear);
  const visited = inStory ? years.filter(({ yearGroup }) => yearGroup !== STORY_YEAR) : years;
  const progress = inStory ? Progress.MOST : progressOf(chance);
  const past = makeDeliveries(setting, chance, visited, progress);
  const own = makeEvidence(setting, new Chance(setting.seed, 'evidence', school.urn), visited, {
    progress,
    everything: inStory,
  });
  const asks = inStory || count > 0;
  const next = setting.askedYear !== setting.academicYear && asks;
  const asked = next ? makeYears(setting, chance, school, setting.askedYear) : years;
  const wanted = makeRequests(setting, chance, { school, years: asked, count }, brokers);
  if (inStory) {
    addStoryRequest(setting, story, asked, wanted);
    const met = years.find(({ yearGroup }) => yearGroup === STORY_YEAR);
    const { holds, bookings } = bookVisit(setting, story, met, wanted);
    rows.hold.push(...holds);
    rows.booking.push(...bookings);
  }
  for (const year of next ? [...years, ...asked] : years) {
    rows.roll.push(year.roll);
    rows.pupil_group.push(...year.groups);
  }
  for (const { deliveries, attendance, evidence } of [past, own]) {
    rows.delivery.push(...deliveries);
    rows.attendance.push(...attendance);
    rows.evidence.push(...evidence);
  }
  rows.request.push(...wanted.requests);
  rows.request_group.push(...wanted.groups);
  rows.request_place.push(...wanted.places);
}
