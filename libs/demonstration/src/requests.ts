import { pointOf } from '#platform';
import { SchoolKind } from '#reference';
import { RequestStatus } from '#requests';
import {
  ACTIVITY_RULES,
  type ActivityType,
  type LocalDate,
  Mode,
  RequestKind,
  SECTOR_LETTERS,
  SECTOR_NAMES,
  type SectorLetter,
  Venue,
  type YearGroup,
} from '#statutes';
import { Chance, Draw, type Weighted } from './chance.js';
import { ASKS, type Ask } from './asks.js';
import type { RegisteredSchool, TaughtYear } from './pupils.js';
import type { BrokerRow, GroupRow, RequestGroupRow, RequestPlaceRow, RequestRow } from './rows.js';
import { LABEL, type Scheme, schemeOfRequest } from './schemes.js';
import type { Setting } from './setting.js';

/** How many requests there are; about nine in ten are open. */
export const REQUESTS = 4_700;

/** Requests with what belongs to them. */
export interface MadeRequests {
  readonly requests: RequestRow[];
  readonly groups: RequestGroupRow[];
  readonly places: RequestPlaceRow[];
}

/** How often a school of each kind asks, relative to the others. */
const ASKING: Readonly<Record<SchoolKind, number>> = {
  [SchoolKind.STATE_SECONDARY]: 20,
  [SchoolKind.CITY_TECHNOLOGY_COLLEGE]: 20,
  [SchoolKind.SPECIAL]: 4,
  [SchoolKind.NON_MAINTAINED_SPECIAL]: 4,
  [SchoolKind.ALTERNATIVE_PROVISION]: 4,
  [SchoolKind.INDEPENDENT]: 3,
  [SchoolKind.POST_16]: 8,
};

const SOUGHT: readonly Weighted<SectorLetter>[] = [
  ['C', 6],
  ['M', 5],
  ['J', 5],
  ['Q', 5],
  ['F', 4],
  ['K', 3],
  ['R', 3],
  ['O', 2],
  ['I', 2],
  ['G', 2],
  ['H', 2],
  ['D', 2],
  ['A', 1],
];

/** How many requests each school makes, by its id. */
export function requestsPerSchool(seed: number, schools: readonly RegisteredSchool[]): Map<string, number> {
  const chance = new Chance(seed, 'requests');
  const draw = new Draw(schools.map(({ id, kind }) => [id, ASKING[kind]] as const));
  const counts = new Map<string, number>();
  for (let made = 0; made < REQUESTS; made += 1) {
    const id = draw.next(chance);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** So many requests of one school for the groups of its years. */
export function makeRequests(
  setting: Setting,
  chance: Chance,
  { school, years, count }: { school: RegisteredSchool; years: readonly TaughtYear[]; count: number },
  brokers: ReadonlyMap<Scheme, BrokerRow>,
): MadeRequests {
  const made: MadeRequests = { requests: [], groups: [], places: [] };
  const titles = new Set<string>();
  while (made.requests.length < count) {
    const { ask, year } = askFor(chance, years);
    const groups = chance.several(year.groups, chance.int(1, Math.min(4, year.groups.length)));
    const scheme = schemeOfRequest(chance);
    const request = {
      ...begun(setting, chance),
      school_id: school.id,
      person_id: null,
      broker_id: (scheme && brokers.get(scheme)?.id) ?? null,
      ...whatOf(setting, chance, { ask, groups, school }),
    };
    if (titles.has(request.title)) request.title = `${request.title}, request ${titles.size + 1}`;
    titles.add(request.title);
    add(made, request, groups, school);
  }
  return made;
}

/** Adds a request with its groups and what finds it. */
export function add(
  made: MadeRequests,
  request: RequestRow,
  groups: readonly GroupRow[],
  { place }: RegisteredSchool,
): void {
  made.requests.push(request);
  made.groups.push(...groups.map(({ id }) => ({ request_id: request.id, group_id: id })));
  made.places.push(
    ...placesOf(request, pointOf(place), [...new Set(groups.map((group) => group.year_group))]),
  );
}

/** Something asked for and a year that is old enough for it. */
function askFor(chance: Chance, years: readonly TaughtYear[]): { ask: Ask; year: TaughtYear } {
  const ask = chance.weighted(ASKS);
  const old = years.filter(({ yearGroup }) => yearGroup >= ask.fromYear);
  return old.length > 0 ? { ask, year: chance.pick(old) } : askFor(chance, years);
}

function begun(
  { ids, now }: Setting,
  chance: Chance,
): Pick<RequestRow, 'id' | 'status' | 'version' | 'created_at' | 'opened_at'> {
  const [status, version] = chance.weighted<readonly [status: RequestStatus, version: number]>([
    [[RequestStatus.OPEN, 2], 93],
    [[RequestStatus.DRAFT, 1], 5],
    [[RequestStatus.WITHDRAWN, 3], 2],
  ]);
  const opened = new Date(now.getTime() - Math.floor(chance.share() ** 2 * 75 * 86_400_000));
  const created_at = new Date(opened.getTime() - chance.int(1, 48) * 3_600_000);
  return {
    id: ids.next('request', created_at),
    status,
    version,
    created_at,
    opened_at: status === RequestStatus.DRAFT ? null : opened,
  };
}

type What = Omit<
  RequestRow,
  'id' | 'school_id' | 'person_id' | 'broker_id' | 'status' | 'version' | 'created_at' | 'opened_at'
>;

/** What a request asks for, for these groups. */
function whatOf(
  { askable }: Setting,
  chance: Chance,
  { ask, groups, school }: { ask: Ask; groups: readonly GroupRow[]; school: RegisteredSchool },
): What {
  const sectors = chance.happens(0.3)
    ? []
    : [...new Set([chance.weighted(SOUGHT), chance.weighted(SOUGHT)])].sort();
  const types = chance.several(ask.activities, chance.int(1, ask.activities.length)).sort();
  const { kind } = ACTIVITY_RULES[ask.activities[0] as ActivityType];
  const size = Math.max(...groups.map((group) => group.size));
  const pupils = groups.reduce((sum, group) => sum + group.size, 0);
  const sessions = Math.max(1, groups.length - chance.int(0, 1));
  const wanted = kind === RequestKind.PLACEMENT ? Math.min(pupils, chance.int(2, 10)) : sessions;
  const windows = windowsOf(chance, askable);
  return {
    kind,
    title: titleOf(types, groups, sectors),
    notes: notesOf(),
    activity_types: types,
    sectors,
    wanted,
    remaining: wanted,
    booked: 0,
    pupils_per_session: kind === RequestKind.PLACEMENT ? null : Math.min(size, chance.pick(ask.pupils)),
    windows,
    first_day: (windows[0] as (typeof windows)[0]).from,
    last_day: (windows.at(-1) as (typeof windows)[0]).to,
    mode: modeOf(chance, types),
    // University technical colleges are sub-regional: up to an hour of travel.
    travel_km: /\bUTC\b|University Technical College/i.test(school.name)
      ? 50
      : chance.pick([8, 10, 15, 20, 30]),
    benchmark: ask.benchmark,
  };
}

/** One or two spans of school days, the earlier first, not touching. */
function windowsOf(chance: Chance, days: readonly LocalDate[]): RequestRow['windows'] {
  const length = Math.min(chance.int(20, 50), days.length);
  const start = chance.int(0, days.length - length);
  const span = days.slice(start, start + length);
  const at = (index: number) => span[index] as LocalDate;
  if (length < 30 || chance.happens(0.7)) return [{ from: at(0), to: at(length - 1) }];
  return [
    { from: at(0), to: at(11) },
    { from: at(18), to: at(length - 1) },
  ];
}

/** A request's title: what, for whom, from where. */
export function titleOf(
  types: readonly ActivityType[],
  groups: readonly GroupRow[],
  sectors: readonly string[],
): string {
  const year = groups[0]?.year_group;
  const from = sectors.map((letter) => SECTOR_NAMES[letter as SectorLetter]).join(' or ');
  const what = ACTIVITY_RULES[types[0] as ActivityType].label;
  return `${what} for Year ${year}${from ? `: ${from}` : ''} ${LABEL}`;
}

/** A request's notes: that the school did not write it. */
export function notesOf(): string {
  return 'Demonstration data: this request is made up and the school knows nothing of it.';
}

function modeOf(chance: Chance, types: readonly ActivityType[]): Mode {
  const venues = new Set(types.map((type) => ACTIVITY_RULES[type].venue));
  if (venues.has(Venue.REMOTE)) return venues.size === 1 ? Mode.VIRTUAL : Mode.BOTH;
  if (venues.has(Venue.WORKPLACE)) return Mode.IN_PERSON;
  return chance.weighted([
    [Mode.IN_PERSON, 60],
    [Mode.BOTH, 35],
    [Mode.VIRTUAL, 5],
  ]);
}

/** What finds a request: the same rows as opening it writes, none for one that employers do not see. */
export function placesOf(request: RequestRow, place: string, years: readonly YearGroup[]): RequestPlaceRow[] {
  if (request.status !== RequestStatus.OPEN) return [];
  const letters = request.sectors.length > 0 ? request.sectors : SECTOR_LETTERS;
  return ['*', ...letters].map((sector) => ({
    sector,
    request_id: request.id,
    place,
    activity_types: request.activity_types,
    year_groups: [...years],
    mode: request.mode,
    last_day: request.last_day,
  }));
}
