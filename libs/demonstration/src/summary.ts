import type { EntityManager } from 'typeorm';
import { accountOf, PASSWORD } from './story.js';

/** How many of each the demonstration has. */
export interface DemonstrationCounts {
  readonly brokers: number;
  readonly employers: number;
  readonly people: number;
  readonly offers: number;
  readonly requests: number;
  /** Schools with pupils, groups and a position. */
  readonly schools: number;
  readonly groups: number;
  /** Simulated past encounters. */
  readonly deliveries: number;
}

/** An account that can be signed in to. */
export interface DemonstrationAccount {
  readonly email: string;
  readonly password: string;
  /** What it is: "teacher at Manchester Academy". */
  readonly who: string;
}

/** A query worth trying, ready to paste into the playground. */
export interface DemonstrationQuery {
  readonly title: string;
  readonly query: string;
}

/** What a demonstration holds and how to look at it. */
export interface DemonstrationSummary {
  readonly seed: number;
  readonly counts: DemonstrationCounts;
  readonly accounts: readonly DemonstrationAccount[];
  readonly queries: readonly DemonstrationQuery[];
}

/** What the change that the demonstration leaves behind remembers. */
export interface Remembered {
  readonly seed: number;
  readonly counts: DemonstrationCounts;
}

/** The people of the story with where they act, and the request that the teacher opened. */
interface StoryRow {
  email: string;
  school: string | null;
  urn: number | null;
  employer: string | null;
  request: string | null;
}

/** Describes the demonstration that is in the database, whichever start made it. Throws where there is none. */
export async function readSummary(manager: EntityManager): Promise<DemonstrationSummary> {
  const [change] = await manager.query<{ after: Remembered }[]>(
    `SELECT after FROM change WHERE noun = 'demonstration' ORDER BY id LIMIT 1`,
  );
  if (!change) throw new Error('There is no demonstration in the database.');
  const rows = await manager.query<StoryRow[]>(
    `SELECT person.email, school.name AS school, school.urn, employer.name AS employer,
       (SELECT min(request.id) FROM request WHERE request.person_id = person.id AND status <> 'matched') AS request
     FROM person LEFT JOIN membership ON membership.person_id = person.id
     LEFT JOIN school ON school.id = membership.school_id LEFT JOIN employer ON employer.id = membership.employer_id
     WHERE lower(person.email) = ANY($1)`,
    [(['teacher', 'head', 'employer', 'volunteer', 'operator'] as const).map(accountOf)],
  );
  const at = (who: Parameters<typeof accountOf>[0]) => rows.find(({ email }) => email === accountOf(who));
  const { seed, counts } = change.after;
  return { seed, counts, accounts: accountsOf(at), queries: queriesOf(at('teacher')) };
}

type Find = (who: Parameters<typeof accountOf>[0]) => StoryRow | undefined;

function accountsOf(at: Find): DemonstrationAccount[] {
  const described = {
    teacher: `teacher at ${at('teacher')?.school}`,
    head: `admin of ${at('head')?.school}`,
    employer: `admin of ${at('employer')?.employer}`,
    volunteer: `volunteer of ${at('volunteer')?.employer}`,
    operator: 'operator of the product',
  };
  return (Object.keys(described) as (keyof typeof described)[]).map((who) => ({
    email: accountOf(who),
    password: PASSWORD,
    who: described[who],
  }));
}

function queriesOf(teacher: StoryRow | undefined): DemonstrationQuery[] {
  return [
    {
      title: `Offers near ${teacher?.school}`,
      query: `{ offers(near: { urn: ${teacher?.urn} }, within: 10, first: 5) { edges { distanceKm node { title activityType employer { name } slots { startsAt } } } } }`,
    },
    {
      title: 'Sign in as its teacher, then send the token as "Authorization: Bearer …"',
      query: `mutation { signIn(input: { email: "${accountOf('teacher')}", password: "${PASSWORD}" }) { ... on SignInSuccess { accessToken } ... on Problem { message } } }`,
    },
    {
      title: 'Signed in: who suits the school’s request, and why',
      query: `{ node(id: "${teacher?.request}") { ... on SchoolRequest { title matches(first: 5) { edges { node { score explanation parts { name points because } } } } } } }`,
    },
  ];
}
