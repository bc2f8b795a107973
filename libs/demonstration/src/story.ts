import { Role } from '#members';
import { GivenBy, OfferStatus } from '#offers';
import type { Place } from '#platform';
import { type PostcodePlace, type PostcodeRegister, SchoolKind } from '#reference';
import { RequestStatus } from '#requests';
import {
  ActivityType,
  Benchmark,
  type LocalDate,
  Mode,
  RequestKind,
  SizeBand,
  type YearGroup,
} from '#statutes';
import { Chance } from './chance.js';
import { firm } from './employers.js';
import { descriptionOf } from './offer-words.js';
import { type MadeOffers, placesOf } from './offers.js';
import type { People } from './people.js';
import { agesOf, type RegisteredSchool, type TaughtYear } from './pupils.js';
import { add, type MadeRequests, notesOf } from './requests.js';
import { LABEL } from './schemes.js';
import type { OfferRow } from './rows.js';
import type { Setting } from './setting.js';
import { slotOn } from './slots.js';
import { type Cast, makeVisit, type Visit } from './visit.js';

/** Where the story plays: in the south of Manchester. */
const NEAR = 'M14 6HR';
/** The year group of its school that has met nobody yet. */
export const STORY_YEAR: YearGroup = 9;
/** The domain of the accounts that can be signed in to; it is reserved, so no mail can reach anybody. */
const ACCOUNTS = 'demo.firsthand.example';
/** The password of all of them, printed at start. */
export const PASSWORD = 'demonstration';

/** The address of an account of the demonstration. */
export function accountOf(who: 'teacher' | 'head' | 'employer' | 'volunteer' | 'operator'): string {
  return `${who}@${ACCOUNTS}`;
}

/** A school and an employer near it whose offers suit what the school asks for, and the people on both sides. */
export interface Story extends Cast {
  /** What happened on the last school day and is not on record; none early in September. */
  readonly visit: Visit | undefined;
}

/** The school nearest to where the story plays. Throws where the register has no state secondary school. */
export function storySchool(
  schools: readonly RegisteredSchool[],
  postcodes: PostcodeRegister,
): RegisteredSchool {
  const near = postcodes.find(NEAR)?.place ?? { easting: 384_000, northing: 394_500 };
  const [nearest] = schools
    .filter((school) => school.kind === SchoolKind.STATE_SECONDARY && teachesStoryYear(school))
    .map((school) => ({ school, metres: metresBetween(near, school.place) }))
    .sort((one, other) => one.metres - other.metres || one.school.urn - other.school.urn);
  if (!nearest)
    throw new Error('The demonstration needs the registers: the database has no state secondary school.');
  return nearest.school;
}

function teachesStoryYear(school: RegisteredSchool): boolean {
  const [low, high] = agesOf(school);
  return low <= STORY_YEAR + 4 && STORY_YEAR + 5 <= high;
}

const metresBetween = (one: Place, other: Place) =>
  Math.hypot(one.easting - other.easting, one.northing - other.northing);

/** The people of the story with their roles, and its employer. @param passwordHash of each account's password */
export function castStory(
  setting: Setting,
  people: People,
  school: RegisteredSchool,
  postcodes: PostcodeRegister,
  passwordHash: string,
): Story {
  const letter = 'C';
  const made = firm(setting, letter, {
    size: SizeBand.SMALL,
    at: premises(school, postcodes),
    name: 'Harlow & Pike Engineering',
  });
  const works = { ...made, employer: { ...made.employer, sectors: [letter] } };
  const account = (who: Parameters<typeof accountOf>[0], name: string, isOperator = false) =>
    people.person(name, accountOf(who), { passwordHash, isOperator });
  const teacher = account('teacher', 'Demo Teacher');
  const volunteer = account('volunteer', 'Demo Volunteer');
  people.join(teacher, Role.TEACHER, { schoolId: school.id });
  people.join(account('head', 'Demo Head'), Role.SCHOOL_ADMIN, { schoolId: school.id });
  people.join(account('employer', 'Demo Employer'), Role.EMPLOYER_ADMIN, { employerId: works.employer.id });
  people.join(volunteer, Role.VOLUNTEER, { employerId: works.employer.id });
  account('operator', 'Demo Operator', true);
  const visit = makeVisit(setting, { firm: works, volunteer });
  return { school, teacher, firm: works, volunteer, visit };
}

/** A postcode round the corner from the school. */
function premises({ postcode }: RegisteredSchool, postcodes: PostcodeRegister): PostcodePlace {
  const around = postcodes
    .inSector((postcode ?? NEAR).slice(0, -2))
    .filter((found) => found.postcode !== postcode);
  const [first] = around;
  if (!first)
    throw new Error(`The demonstration needs the postcodes: there is none around ${postcode ?? NEAR}.`);
  return first;
}

/** A day so far into the time that requests may ask for. @param share 0 for its first day, 1 for its last */
function dayAt({ askable }: Setting, share: number): LocalDate {
  return askable[Math.floor(share * (askable.length - 1))] as LocalDate;
}

const WINDOW = { from: 0.1, to: 0.7 };

/** The employer's offers, which suit the school's request. */
export function storyOffers(setting: Setting, story: Story): MadeOffers {
  const { CAREERS_TALK, ENTERPRISE_CHALLENGE, WORKPLACE_VISIT } = ActivityType;
  const volunteered = { given_by: GivenBy.VOLUNTEER, person_id: story.volunteer.id };
  const offers = [
    storyOffer(setting, story, CAREERS_TALK, { title: 'Ask a design engineer', ...volunteered }),
    storyOffer(setting, story, ENTERPRISE_CHALLENGE, {
      title: 'Challenge: improve a product that comes back broken',
    }),
    storyOffer(setting, story, WORKPLACE_VISIT, { title: 'See our works at work' }),
  ];
  const chance = new Chance(setting.seed, 'story');
  const slots = offers.flatMap((offer, index) =>
    [0.25, 0.45].map((share) => ({
      ...slotOn(setting, chance, offer, dayAt(setting, share + index / 20)),
      ...{ capacity: 3, remaining: 3, max_pupils: 60 },
    })),
  );
  const places = offers.flatMap(placesOf);
  if (!story.visit) return { offers, slots, places };
  return { offers: [...offers, story.visit.offer], slots: [...slots, story.visit.slot], places };
}

function storyOffer(
  { ids, now }: Setting,
  { firm: { employer, site } }: Story,
  activity: ActivityType,
  own: Pick<OfferRow, 'title'> & Partial<OfferRow>,
): OfferRow {
  const published = new Date(now.getTime() - 2 * 86_400_000);
  return {
    id: ids.next('offer', published),
    employer_id: employer.id,
    person_id: null,
    broker_id: null,
    given_by: GivenBy.EMPLOYER,
    ambassador_kind: null,
    status: OfferStatus.PUBLISHED,
    version: 2,
    description: descriptionOf(activity),
    activity_type: activity,
    sectors: employer.sectors,
    year_from: STORY_YEAR - 1,
    year_to: STORY_YEAR + 1,
    mode: Mode.IN_PERSON,
    postcode: site.postcode,
    place: site.place,
    travel_km: 25,
    created_at: published,
    published_at: published,
    ...own,
  };
}

/** What the teacher asks for: engineers for the year that has met nobody yet. */
export function addStoryRequest(
  setting: Setting,
  story: Story,
  years: readonly TaughtYear[],
  made: MadeRequests,
): void {
  const groups = (years.find(({ yearGroup }) => yearGroup === STORY_YEAR)?.groups ?? []).slice(0, 3);
  const opened = new Date(setting.now.getTime() - 86_400_000);
  const window = { from: dayAt(setting, WINDOW.from), to: dayAt(setting, WINDOW.to) };
  const request = {
    id: setting.ids.next('request', opened),
    school_id: story.school.id,
    person_id: story.teacher.id,
    broker_id: null,
    kind: RequestKind.ENCOUNTER,
    status: RequestStatus.OPEN,
    version: 2,
    title: `Engineers for Year ${STORY_YEAR} ${LABEL}`,
    notes: notesOf(),
    activity_types: [
      ActivityType.CAREERS_TALK,
      ActivityType.ENTERPRISE_CHALLENGE,
      ActivityType.WORKPLACE_VISIT,
    ],
    sectors: ['C', 'M'],
    wanted: groups.length,
    remaining: groups.length,
    booked: 0,
    pupils_per_session: Math.max(...groups.map(({ size }) => size)),
    windows: [window],
    first_day: window.from,
    last_day: window.to,
    mode: Mode.IN_PERSON,
    travel_km: 15,
    benchmark: Benchmark.B5,
    created_at: opened,
    opened_at: opened,
  };
  add(made, request, groups, story.school);
}
