import { newId } from '#platform';
import type { TestApp } from '../../support/app.js';
import type { Client } from '../../support/client.js';
import {
  inDays,
  openRequest,
  propose,
  publishedOffer,
  schoolWithPupils,
} from '../../support/introductions.js';
import { Meetings } from '../../support/meetings.js';
import { clearingRow } from '../../support/clearings.js';
import { Canaries } from './canaries.js';
import { plantEmployer, plantPeople, plantSearch, plantTexts } from './plant.js';
import type { Audience, Persona, Tenant } from './people.js';

/** Something with an id, and who sees it by that id. A new noun needs one line in `objectsOf`. */
export interface Thing {
  readonly id: string;
  /** Its type in the schema. */
  readonly type: string;
  readonly seenBy: Audience;
}

/** What a tenant owns: a school and an employer that have to do with each other. */
export type Objects = Awaited<ReturnType<typeof objectsOf>>;

/** The world of the matrix: two tenants, those who ask, and canaries in whatever they have written. */
export interface World {
  readonly app: TestApp;
  readonly canaries: Canaries;
  readonly clients: Readonly<Record<Persona, Client & { personId?: string }>>;
  readonly objects: Readonly<Record<Tenant, Objects>>;
  /** The e-mail address of everybody who asks; of whoever is not signed in, somebody's. */
  readonly addresses: Readonly<Record<Persona, string>>;
}

/** Another sign-in of somebody, that nobody uses. */
export async function sessionOf(app: TestApp, personId: string): Promise<string> {
  const id = newId('session');
  await app.dataSource.query(
    `INSERT INTO session (id, person_id, device, created_at, last_used_at, expires_at)
     VALUES ($1, $2, 'another', now(), now(), now() + interval '1 day')`,
    [id, personId],
  );
  return id;
}

type Person = Client & { personId: string };

/** Builds the world. What stands in it is written by the product where that is short, and else in rows as it would. */
export async function worldOf(app: TestApp): Promise<World> {
  const canaries = new Canaries();
  const brokerAdmin = await app.given.person();
  const [ours, theirs] = [
    await brokerOf(app, 'A scheme', brokerAdmin),
    await brokerOf(app, 'Another scheme', await app.given.person()),
  ];
  const sectorId = 'sector_c';
  await app.dataSource.query(
    `INSERT INTO sector (code, level, name) VALUES ('C', 'section', 'Manufacturing')`,
  );
  await app.dataSource.query(
    `INSERT INTO area (code, kind, name, districts) VALUES ('E99000001', 'region', 'A region', '{}')`,
  );
  const shared = { sectorId };
  const own = await tenantOf(app, 0, { ...shared, broker: ours });
  const foreign = await tenantOf(app, 3, { ...shared, broker: theirs });
  const others = {
    ...{ newcomer: await app.given.person(), brokerAdmin },
    operator: await app.given.person({ operator: true }),
  };
  const founder = await founderOf(app);
  await plantPeople(app, canaries, 'own', { ...own.people, ...others, founder: founder.person });
  await plantPeople(app, canaries, 'foreign', foreign.people);
  for (const [tenant, { school, employer, objects }] of [
    ['own', own],
    ['foreign', foreign],
  ] as const) {
    await plantTexts(app, canaries, tenant, school, employer);
    await plantSearch(app, canaries, tenant, objects.savedSearch);
  }
  await plantEmployer(app, canaries, 'own', founder.employer, 'founders');
  const { teacher, schoolAdmin, applicant, former, volunteer, employerAdmin, candidate } = own.people;
  const clients: World['clients'] = {
    ...{ anonymous: app.anyone, ...others, applicant, former, teacher, schoolAdmin, candidate },
    ...{ volunteer, employerAdmin, founder: founder.person },
  };
  return {
    ...{ app, canaries, clients, addresses: await addressesOf(app, clients) },
    objects: { own: { ...own.objects, ...founder.things }, foreign: foreign.objects },
  };
}

/** What is of neither school nor employer. */
interface Shared {
  readonly broker: { readonly id: string; readonly keys: readonly string[] };
  readonly sectorId: string;
}

/** A school and an employer with all that happens between them. */
async function tenantOf(app: TestApp, km: number, shared: Shared) {
  const pupils = await schoolWithPupils(app, km);
  const employer = await app.given.employer();
  const people = {
    ...{ teacher: pupils.teacher, schoolAdmin: await app.given.teacher(pupils.school, 'school_admin') },
    ...{ volunteer: await app.given.volunteer(employer) },
    employerAdmin: await app.given.volunteer(employer, 'employer_admin'),
    ...{ applicant: await app.given.person(), former: await app.given.person() },
    ...{ candidate: await app.given.person(), declined: await app.given.person() },
  };
  const member = (person: Person, of: object, status: string) => membership(app, person, of, status);
  const memberships = {
    waiting: await member(people.applicant, { schoolId: pupils.school.id }, 'requested'),
    ended: await member(people.former, { schoolId: pupils.school.id }, 'ended'),
    declined: await member(people.declined, { schoolId: pupils.school.id }, 'declined'),
    candidate: await member(people.candidate, { employerId: employer.id }, 'requested'),
  };
  const objects = await objectsOf(app, { ...pupils, employer, people, memberships, ...shared });
  return { school: pupils.school, employer, people, objects };
}

async function membership(
  app: TestApp,
  person: Person,
  { schoolId = null, employerId = null }: { schoolId?: string | null; employerId?: string | null },
  status: string,
): Promise<string> {
  const id = newId('membership');
  await app.dataSource.query(
    `INSERT INTO membership (id, person_id, school_id, employer_id, role, status, requested_at)
     VALUES ($1, $2, $3, $4, $5, $6, now())`,
    [id, person.personId, schoolId, employerId, schoolId ? 'teacher' : 'volunteer', status],
  );
  return id;
}

/** One thing of each noun and each state that matters to who sees it. */
async function objectsOf(app: TestApp, given: GivenTenant) {
  const { school, employer, groups, teacher, people, memberships } = given;
  const meetings = new Meetings(app.dataSource);
  const jobProfile = await jobProfileOf(app, people.volunteer, employer, 'published');
  const shown = { occupations: ['5241'], jobProfileId: jobProfile };
  const offer = await publishedOffer(app, people.volunteer, employer, { km: 1, sessions: 3, ...shown });
  const slotId = offer.slots[0]?.id ?? '';
  const request = await openRequest(teacher, { school, groups: groups.slice(0, 1) });
  const proposed = await propose(teacher, request.id, slotId);
  const recurring = await repeatingOffer(app, people.volunteer, employer);
  const placement = await publishedOffer(app, people.volunteer, employer, {
    ...{ km: 1, activityType: 'WORK_EXPERIENCE_PLACEMENT', yearFrom: 10 },
    slots: [
      { startsAt: inDays(30), endsAt: inDays(34), places: 1 },
      { startsAt: inDays(31), endsAt: inDays(50, 16), places: 1, days: 3 },
    ],
  });
  const forms = await formsOffer(app, people.volunteer, employer);
  const booked = await meetings.booking(school, employer);
  const held = await meetings.booking(school, employer);
  const delivery = await meetings.delivery(school, [
    { yearGroup: 9, groupId: groups[0]?.id ?? '', pupils: 3 },
  ]);
  await app.dataSource.query('UPDATE delivery SET booking_id = $2, recorded_by = $3 WHERE id = $1', [
    ...[delivery.id, held.id, people.teacher.personId],
  ]);
  await app.dataSource.query(`UPDATE booking SET status = 'delivered' WHERE id = $1`, [held.id]);
  await app.dataSource.query(`UPDATE offer SET broker_id = $2 WHERE id = $1`, [offer.id, given.broker.id]);
  await app.dataSource.query(`UPDATE request SET broker_id = $2 WHERE id = $1`, [
    request.id,
    given.broker.id,
  ]);
  const session = await sessionOf(app, people.teacher.personId);
  const domain = newId('domain');
  await app.dataSource.query(
    `INSERT INTO email_domain (id, school_id, domain, declared_at, declared_by) VALUES ($1, $2, 'trinity.example', now(), $3)`,
    [domain, school.id, newId('person')],
  );
  const only = async (sql: string, value: string) =>
    (await app.dataSource.query<{ id: string }[]>(sql, [value]))[0]?.id ?? '';
  const thing = (type: string, id: string | undefined, seenBy: Audience): Thing => ({
    id: id ?? '',
    type,
    seenBy,
  });
  const things = {
    school: thing('School', school.id, 'everyone'),
    employer: thing('Employer', employer.id, 'everyone'),
    site: thing(
      'EmployerSite',
      await only('SELECT id FROM employer_site WHERE employer_id = $1', employer.id),
      'everyone',
    ),
    offer: thing('Offer', offer.id, 'everyone'),
    draftOffer: thing('Offer', await draftOffer(app, people.volunteer, employer), 'employer'),
    slot: thing('EncounterSlot', slotId, 'everyone'),
    placementOffer: thing('Offer', placement.id, 'everyone'),
    placement: thing('PlacementSlot', placement.slots[0]?.id, 'everyone'),
    arrangedPlacement: thing('ArrangedPlacementSlot', placement.slots[1]?.id, 'everyone'),
    ...{ formsOffer: thing('Offer', forms.id, 'everyone') },
    arrangedSlot: thing('ArrangedEncounterSlot', forms.slots[0]?.id, 'everyone'),
    seriesSlot: thing('SeriesSlot', forms.slots[1]?.id, 'everyone'),
    broadcastSlot: thing('BroadcastSlot', forms.slots[2]?.id, 'everyone'),
    request: thing('SchoolRequest', request.id, 'browsers'),
    draftRequest: thing('SchoolRequest', await draftRequest(app, teacher, given), 'school'),
    group: thing('PupilGroup', groups[0]?.id, 'school'),
    roll: thing('Roll', await only('SELECT id FROM roll WHERE school_id = $1', school.id), 'school'),
    proposal: thing('Proposal', proposed.proposal?.id, 'parties'),
    booking: thing('Booking', booked.id, 'parties'),
    deliveredBooking: thing('Booking', held.id, 'parties'),
    delivery: thing('Delivery', delivery.id, 'parties'),
    waitingMembership: thing('Membership', memberships.waiting, 'applicant'),
    endedMembership: thing('Membership', memberships.ended, 'former'),
    declinedMembership: thing('Membership', memberships.declined, 'schoolAdmins'),
    employersMembership: thing('Membership', memberships.candidate, 'candidate'),
    emailDomain: thing('EmailDomain', domain, 'declarers'),
    session: thing('Session', session, 'only:teacher'),
    savedSearch: thing('SavedSearch', await savedSearch(app, people.teacher), 'only:teacher'),
    sector: thing('Sector', given.sectorId, 'everyone'),
    jobProfile: thing('JobProfile', jobProfile, 'everyone'),
    draftJobProfile: thing(
      'JobProfile',
      await jobProfileOf(app, people.volunteer, employer, 'draft'),
      'only:volunteer',
    ),
    occupation: thing('Occupation', 'occupation_5241', 'everyone'),
    area: thing('Area', 'area_e99000001', 'everyone'),
    clearing: thing('Clearing', await clearingOf(app), 'operator'),
    broker: thing('Broker', given.broker.id, 'everyone'),
    apiKey: thing('ApiKey', given.broker.keys[0], 'only:brokerAdmin'),
    revokedKey: thing('ApiKey', given.broker.keys[2], 'only:brokerAdmin'),
    recurringSlot: thing('RecurringSlot', recurring.slotId, 'everyone'),
    repeatingOffer: thing('Offer', recurring.offerId, 'everyone'),
    slotRule: thing('SlotRule', recurring.ruleId, 'everyone'),
  };
  return {
    ...things,
    urn: school.urn,
    neutralBroker: await brokerOf(app, `Another of ${school.urn}`, await app.given.person()),
    neutralUrn: (await app.given.school()).urn,
    neutral: await app.given.employer(),
  };
}

interface GivenTenant extends Shared {
  readonly school: { id: string; urn: number };
  readonly employer: { id: string };
  readonly groups: readonly { id: string }[];
  readonly teacher: Client;
  readonly people: Record<string, Person> & { teacher: Person; volunteer: Person };
  readonly memberships: Readonly<Record<'waiting' | 'ended' | 'declined' | 'candidate', string>>;
}

/** A broker with its admin, two keys that are good and one that was revoked. */
async function brokerOf(app: TestApp, name: string, { personId }: Person): Promise<Shared['broker']> {
  const id = newId('broker');
  await app.dataSource.query(
    `INSERT INTO broker (id, name, licence, attribution, approved_at) VALUES ($1, $2, 'OGL', $2, now())`,
    [id, name],
  );
  await app.dataSource.query(
    `INSERT INTO membership (id, person_id, broker_id, role, status, requested_at)
     VALUES ($1, $2, $3, 'broker_admin', 'approved', now())`,
    [newId('membership'), personId, id],
  );
  const keys = [newId('api_key'), newId('api_key'), newId('api_key')];
  for (const [index, key] of keys.entries())
    await app.dataSource.query(
      `INSERT INTO api_key (id, broker_id, public_id, hash, name, scopes, created_at, created_by, revoked_at, place)
       VALUES ($1, $2, right($1, 8), sha256($1::bytea), 'A program', '{request:browse}', now(), $3, $4, $5)`,
      [key, id, personId, ...(index === 2 ? [new Date(), null] : [null, index + 1])],
    );
  return { id, keys };
}

/** A search that somebody saved. */
async function savedSearch(app: TestApp, { personId }: Person): Promise<string> {
  const id = newId('saved_search');
  const criteria = { near: { postcode: 'M1 1AE' }, within: 10, filter: { sector: 'C' } };
  await app.dataSource.query(
    `INSERT INTO saved_search (id, person_id, version, name, criteria, alerts, created_at, new_since, told_to, looked_on, place)
     VALUES ($1, $2, 1, 'Mine', $3, 'daily', now(), 0, 0, now(), 1)`,
    [id, personId, JSON.stringify(criteria)],
  );
  return id;
}

/** An offer with a slot of each other form, in the order of their dates. */
function formsOffer(app: TestApp, volunteer: Client, employer: { id: string }) {
  const times = (days: number) => ({ startsAt: inDays(days), endsAt: inDays(days, 11) });
  const each = { sessions: 1, maxPupils: 30 };
  return publishedOffer(app, volunteer, employer, {
    ...{ km: 1, activityType: 'LABOUR_MARKET_SESSION', mode: 'BOTH' },
    slots: [
      { ...each, startsAt: inDays(30), endsAt: inDays(40), minutes: 60 },
      { ...each, ...times(31), furtherDates: [times(38)] },
      { ...each, ...times(32), broadcast: true },
    ],
  });
}

/** An offer whose slots recur, as its volunteer says. */
async function repeatingOffer(app: TestApp, volunteer: Client, employer: { id: string }) {
  const { id } = await publishedOffer(app, volunteer, employer);
  const rule = { startsAt: `${inDays(50).slice(0, 10)}T10:00`, minutes: 60, rrule: 'FREQ=DAILY;COUNT=2' };
  const { repeatSlots } = await volunteer.ask<{ repeatSlots: { rule: { id: string } } }>(
    'mutation ($input: RepeatSlotsInput!) { repeatSlots(input: $input) { ... on RepeatSlotsSuccess { rule { id } } } }',
    { input: { id, version: 2, rule: { ...rule, sessions: 1, maxPupils: 30 } } },
  );
  const [slot] = await app.dataSource.query<{ id: string }[]>('SELECT id FROM slot WHERE rule_id = $1', [
    repeatSlots.rule.id,
  ]);
  return { offerId: id, ruleId: repeatSlots.rule.id, slotId: slot?.id };
}

/** What a volunteer does for a living. */
async function jobProfileOf(
  app: TestApp,
  { personId }: Person,
  employer: { id: string },
  status: 'draft' | 'published',
): Promise<string> {
  const [id, published] = [newId('job_profile'), status === 'published'];
  await app.dataSource.query(
    `INSERT INTO job_profile (id, person_id, employer_id, status, version, occupation, story, can_ask, subjects, created_at,
       occupation_words, document)
     VALUES ($1, $2, $3, $4, 1, $5, 'A story', '{}', '{}', now(), '', CASE WHEN $6 THEN ''::tsvector END)`,
    [id, personId, employer.id, status, published ? '5241' : '2240', published],
  );
  return id;
}

/** A clearing that was cancelled; another of its area waits for ever. */
async function clearingOf(app: TestApp): Promise<string> {
  await clearingRow(app, { areaCode: 'E99000001', status: 'queued' });
  return clearingRow(app, { areaCode: 'E99000001' });
}

/** An offer that was taken back to a draft. */
async function draftOffer(app: TestApp, volunteer: Client, employer: { id: string }): Promise<string> {
  const { id } = await publishedOffer(app, volunteer, employer);
  await app.dataSource.query(`DELETE FROM offer_place WHERE offer_id = $1`, [id]);
  await app.dataSource.query(`UPDATE offer SET status = 'draft', published_at = NULL WHERE id = $1`, [id]);
  return id;
}

/** A request that was taken back to a draft. */
async function draftRequest(app: TestApp, teacher: Client, given: GivenTenant): Promise<string> {
  const { id } = await openRequest(teacher, { school: given.school, groups: given.groups.slice(1) });
  await app.dataSource.query(`DELETE FROM request_place WHERE request_id = $1`, [id]);
  await app.dataSource.query(`UPDATE request SET status = 'draft', opened_at = NULL WHERE id = $1`, [id]);
  return id;
}

/** Somebody who registered an employer that waits for approval. */
async function founderOf(app: TestApp) {
  const person = await app.given.person();
  const employer = await app.given.employer();
  await app.dataSource.query(`UPDATE employer SET approved_at = NULL, company_number = $2 WHERE id = $1`, [
    ...[employer.id, '00000003'],
  ]);
  await app.dataSource.query(
    `INSERT INTO membership (id, person_id, employer_id, role, status, requested_at)
     VALUES ($1, $2, $3, 'employer_admin', 'requested', now())`,
    [newId('membership'), person.personId, employer.id],
  );
  const [site] = await app.dataSource.query<{ id: string }[]>(
    'SELECT id FROM employer_site WHERE employer_id = $1',
    [employer.id],
  );
  const seenBy = 'only:founder';
  const things: Record<string, Thing> = {
    unapproved: { id: employer.id, type: 'Employer', seenBy },
    siteOfUnapproved: { id: site?.id ?? '', type: 'EmployerSite', seenBy },
  };
  return { person, employer, things };
}

async function addressesOf(app: TestApp, clients: World['clients']): Promise<World['addresses']> {
  const rows = await app.dataSource.query<{ id: string; email: string }[]>('SELECT id, email FROM person');
  const byId = new Map(rows.map(({ id, email }) => [id, email]));
  const of = (personId = clients.teacher.personId) => byId.get(personId ?? '') ?? '';
  const all = Object.entries(clients).map(([persona, { personId }]) => [persona, of(personId)]);
  return Object.fromEntries(all) as World['addresses'];
}
