import type { TestApp } from '../../support/app.js';
import type { Canaries } from './canaries.js';
import { type Audience, type Persona, personas, type Tenant } from './people.js';

/** Who sees the name of a person, other than the person: whoever decides about them, and colleagues of whoever recorded. */
const namesSeenBy: Readonly<Record<string, Audience>> = {
  ...{ teacher: 'school', schoolAdmin: 'schoolAdmins', applicant: 'applicant', former: 'former' },
  ...{ declined: 'schoolAdmins', candidate: 'candidate', volunteer: 'volunteers' },
  ...{
    employerAdmin: 'employerAdmins',
    newcomer: 'only:newcomer',
    brokerAdmin: 'only:brokerAdmin',
    operator: 'operator',
    founder: 'founders',
  },
};

/** Puts canaries into everything that is known of these people. */
export async function plantPeople(
  app: TestApp,
  canaries: Canaries,
  tenant: Tenant,
  people: Readonly<Record<string, { personId?: string }>>,
): Promise<void> {
  for (const [who, { personId }] of Object.entries(people)) {
    const name = canaries.plant('person.name', tenant, namesSeenBy[who] ?? 'nobody');
    const email = canaries.plant('person.email', tenant, namesSeenBy[who] ?? 'nobody');
    const hash = canaries.plant('person.password_hash', tenant, 'nobody');
    await app.dataSource.query(`UPDATE person SET name = $2, email = $3, password_hash = $4 WHERE id = $1`, [
      personId,
      name,
      `${email}@example.org`,
      hash,
    ]);
    const only: Audience = tenant === 'own' && who in personas ? `only:${who as Persona}` : 'nobody';
    await app.dataSource.query(`UPDATE session SET device = $2 WHERE person_id = $1`, [
      personId,
      canaries.plant('session.device', tenant, only),
    ]);
  }
}

/** Puts canaries into a search that somebody saved: its words are found nowhere. */
export async function plantSearch(
  app: TestApp,
  canaries: Canaries,
  tenant: Tenant,
  { id }: { id: string },
): Promise<void> {
  const text = (field: string) =>
    canaries.plant(`saved_search.${field}`, tenant, tenant === 'own' ? 'only:teacher' : 'nobody');
  await app.dataSource.query(
    `UPDATE saved_search SET name = $2, criteria = criteria || jsonb_build_object('search', $3::text) WHERE id = $1`,
    [id, text('name'), text('search')],
  );
}

/** Puts canaries into what the employer calls itself and its sites. */
export async function plantEmployer(
  app: TestApp,
  canaries: Canaries,
  tenant: Tenant,
  { id }: { id: string },
  audience: Audience,
): Promise<void> {
  const text = (field: string) => canaries.plant(field, tenant, audience);
  await app.dataSource.query(`UPDATE employer SET name = $2 WHERE id = $1`, [id, text('employer.name')]);
  await app.dataSource.query(`UPDATE employer_site SET name = $2 WHERE employer_id = $1`, [
    id,
    text('employer_site.name'),
  ]);
}

/** Puts canaries into every free text that a school and its employer have written. */
export async function plantTexts(
  app: TestApp,
  canaries: Canaries,
  tenant: Tenant,
  school: { id: string },
  employer: { id: string },
): Promise<void> {
  await plantEmployer(app, canaries, tenant, employer, 'everyone');
  const into = async (
    rows: { id: string; status: string }[],
    table: string,
    fields: string[],
    seenBy: Seen,
  ) => {
    for (const { id, status } of rows)
      for (const field of fields) {
        const text = canaries.plant(`${table}.${field}`, tenant, seenBy(status));
        await app.dataSource.query(`UPDATE ${table} SET ${field} = $2 WHERE id = $1`, [id, text]);
      }
  };
  const rowsOf = (table: string, owner: string, id: string, status = 'status') =>
    app.dataSource.query<{ id: string; status: string }[]>(
      `SELECT id, ${status} AS status FROM ${table} WHERE ${owner} = $1`,
      [id],
    );
  const offers = await rowsOf('offer', 'employer_id', employer.id);
  await into(offers, 'offer', ['title', 'description'], (status) =>
    status === 'published' ? 'everyone' : 'employer',
  );
  const profiles = await rowsOf('job_profile', 'employer_id', employer.id);
  for (const { id, status } of profiles) {
    const text = (field: string) =>
      canaries.plant(`job_profile.${field}`, tenant, status === 'published' ? 'everyone' : 'only:volunteer');
    await app.dataSource.query(
      'UPDATE job_profile SET story = $2, can_ask = ARRAY[$3], subjects = ARRAY[$4] WHERE id = $1',
      [id, text('story'), text('can_ask'), text('subjects')],
    );
  }
  const requests = await rowsOf('request', 'school_id', school.id);
  await into(requests, 'request', ['title', 'notes'], (status) => requestSeenBy[status] ?? 'school');
  const asked = `CASE WHEN EXISTS (SELECT FROM request_group JOIN request ON request.id = request_id
    WHERE group_id = pupil_group.id AND request.status = 'open') THEN 'open' ELSE 'own' END`;
  const groups = await rowsOf('pupil_group', 'school_id', school.id, asked);
  // A group that an open request names is seen by whoever sees the request.
  await into(groups, 'pupil_group', ['code'], (status) => requestSeenBy[status] ?? 'school');
  const proposals = await rowsOf('proposal', 'school_id', school.id);
  await into(proposals, 'proposal', ['explanation'], () => 'parties');
}

type Seen = (status: string) => Audience;

/** Who sees a request: what is on the market whoever may browse, what is booked its parties, the rest its school. */
const requestSeenBy: Readonly<Record<string, Audience>> = { open: 'browsers', matched: 'parties' };
