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
export interface StoryRow {
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
  return summaryOf(change.after, rows);
}

/**
 * The summary of what is remembered and of the people who are still there.
 * @param rows those of the story who have not been erased
 */
export function summaryOf({ seed, counts }: Remembered, rows: readonly StoryRow[]): DemonstrationSummary {
  const at: Find = (who) => rows.find(({ email }) => email === accountOf(who));
  return { seed, counts, accounts: accountsOf(at), queries: queriesOf(at('teacher')) };
}

type Find = (who: Parameters<typeof accountOf>[0]) => StoryRow | undefined;

const DESCRIBED = {
  teacher: ({ school }: StoryRow) => `teacher at ${school}`,
  head: ({ school }: StoryRow) => `admin of ${school}`,
  employer: ({ employer }: StoryRow) => `admin of ${employer}`,
  volunteer: ({ employer }: StoryRow) => `volunteer of ${employer}`,
  operator: () => 'operator of the product',
};

function accountsOf(at: Find): DemonstrationAccount[] {
  return (Object.keys(DESCRIBED) as (keyof typeof DESCRIBED)[]).flatMap((who) => {
    const row = at(who);
    return row ? [{ email: row.email, password: PASSWORD, who: DESCRIBED[who](row) }] : [];
  });
}

function queriesOf(teacher: StoryRow | undefined): DemonstrationQuery[] {
  if (!teacher) return [];
  const { school, urn, request, email } = teacher;
  const near = {
    title: `Offers near ${school}`,
    query: `{ offers(near: { urn: ${urn} }, within: 10, first: 5) { edges { distanceKm node { title activityType employer { name } slots { startsAt } } } } }`,
  };
  const signIn = {
    title: 'Sign in as its teacher, then send the token as "Authorization: Bearer …"',
    query: `mutation { signIn(input: { email: "${email}", password: "${PASSWORD}" }) { ... on SignInSuccess { accessToken } ... on Problem { message } } }`,
  };
  const suits = {
    title: 'Signed in: who suits the school’s request, and why',
    query: `{ node(id: "${request}") { ... on SchoolRequest { title matches(first: 5) { edges { node { score explanation parts { name points because } } } } } } }`,
  };
  return [...(urn ? [near] : []), signIn, ...(request ? [suits] : [])];
}
