import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { accept, dayInDays, decline, inDays, MATCHES, pair, propose } from '../support/introductions.js';

const EDIT_OFFER = `mutation ($input: EditOfferInput!) { editOffer(input: $input) {
  ... on OfferSuccess { offer { version status title description sectors yearTo travelKm activityType givenBy slots { id } } }
  ... on OfferChangedMeanwhile { current { version } } ... on DuplicateOffer { existing { id } } ... on Problem { code } } }`;
const EDIT_REQUEST = `mutation ($input: EditRequestInput!) { editRequest(input: $input) {
  ... on RequestSuccess { request { version status title notes sessions remaining booked windows { from } groups { code } } }
  ... on DuplicateRequest { existing { id } } ... on Problem { code } } }`;

const offerTerms = {
  ...{ title: 'How things are mended', sectors: ['C', 'S'], yearFrom: 7, yearTo: 13 },
  ...{ mode: 'IN_PERSON', postcode: 'M1 1AE', travelKm: 60 },
};
const requestTerms = (groups: { id: string }[]) => ({
  ...{ title: 'Makers for Year 9', activityTypes: ['CAREERS_TALK'], sectors: ['C'], mode: 'IN_PERSON' },
  ...{ groupIds: groups.map(({ id }) => id), sessions: 3, pupilsPerSession: 30 },
  windows: [{ from: dayInDays(1), to: dayInDays(100) }],
});

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world.stop());

/** What an edit answers: the fields that matter here. */
interface Answer {
  code?: string;
  offer?: { version: number; status: string };
  request?: { version: number; status: string; remaining: number; booked: number };
  existing?: { id: string };
}

async function edit(client: Client, query: string, input: object): Promise<Answer> {
  return Object.values(await client.ask<Record<string, Answer>>(query, { input }))[0] ?? {};
}

async function fieldsAtFault(client: Client, query: string, input: object): Promise<string[] | undefined> {
  const { errors } = await client.send(query, { input });
  return errors?.[0]?.extensions.fields?.map(({ path }) => path);
}

describe('an offer', () => {
  it('is restated, and found as it reads from then on', async () => {
    const { teacher, volunteer, offer, request } = await pair(world, {
      ...{ description: 'Long', yearTo: 8 },
      ...{ givenBy: 'VOLUNTEER', byMe: true },
    });
    const matches = async () =>
      (await teacher.ask<{ node: { matches: { nodes: { offer: { id: string } }[] } } }>(MATCHES, request))
        .node.matches.nodes;
    expect((await matches()).map((match) => match.offer.id)).not.toContain(offer.id);

    const edited = await edit(volunteer, EDIT_OFFER, { ...offerTerms, id: offer.id, version: offer.version });
    expect(edited.offer).toEqual({
      ...{ version: offer.version + 1, status: 'PUBLISHED', title: 'How things are mended' },
      // What was left out is as if it had been left out of the draft.
      ...{
        description: '',
        sectors: ['C', 'S'],
        yearTo: 13,
        travelKm: 60,
        activityType: 'CAREERS_TALK',
        givenBy: 'VOLUNTEER',
      },
      slots: offer.slots,
    });
    expect((await matches()).map((match) => match.offer.id)).toContain(offer.id);
    const [change] = await world.dataSource.query<{ before: object; after: object }[]>(
      `SELECT before, after FROM change WHERE noun_id = $1 AND kind = 'edited'`,
      [offer.id],
    );
    expect(change).toMatchObject({ before: { yearTo: 8 }, after: { yearTo: 13 } });
    expect(JSON.stringify(change)).not.toContain('mended');
  });

  it('is edited by its own people, in the version that they saw, as no other offer reads', async () => {
    const { teacher, volunteer, employer, offer } = await pair(world);
    const input = { ...offerTerms, id: offer.id, version: offer.version };
    expect(await world.anyone.refusal(EDIT_OFFER, { input })).toBe('UNAUTHENTICATED');
    expect(await teacher.refusal(EDIT_OFFER, { input })).toBe('FORBIDDEN');
    const rival = await world.given.volunteer(await world.given.employer());
    expect(await rival.refusal(EDIT_OFFER, { input })).toBe('FORBIDDEN');
    expect((await edit(volunteer, EDIT_OFFER, { ...input, version: 1 })).code).toBe(
      'OFFER_CHANGED_MEANWHILE',
    );
    expect(await fieldsAtFault(volunteer, EDIT_OFFER, { ...input, yearFrom: 13, yearTo: 7 })).toEqual([
      'input.yearTo',
    ]);
    expect(await fieldsAtFault(volunteer, EDIT_OFFER, { ...input, postcode: 'M1' })).toEqual([
      'input.postcode',
    ]);

    const DRAFT = `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) { ... on OfferSuccess { offer { id } } } }`;
    const { draftOffer } = await volunteer.ask<{ draftOffer: { offer: { id: string } } }>(DRAFT, {
      input: { ...offerTerms, employerId: employer.id, activityType: 'CAREERS_TALK' },
    });
    expect(await edit(volunteer, EDIT_OFFER, input)).toEqual({
      code: 'DUPLICATE_OFFER',
      existing: draftOffer.offer,
    });

    const GONE = `mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }`;
    await volunteer.ask(GONE, { input: { id: offer.id, version: offer.version } });
    expect((await edit(volunteer, EDIT_OFFER, { ...input, version: offer.version + 1 })).code).toBe(
      'OFFER_NOT_IN_RIGHT_STATUS',
    );
  });

  it('comes to one answer when it is edited twice at once', async () => {
    const { volunteer, offer } = await pair(world);
    const input = { ...offerTerms, id: offer.id, version: offer.version };
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((title) => edit(volunteer, EDIT_OFFER, { ...input, title })),
    );
    expect(answers.filter(({ code }) => code === 'OFFER_CHANGED_MEANWHILE')).toHaveLength(2);
  });
});

describe('a request', () => {
  it('is restated as whyNot advises, and then fits', async () => {
    const { teacher, groups, offer, request, slotId } = await pair(world, { days: 90 });
    expect((await propose(teacher, request.id, slotId)).code).toBe('DOES_NOT_FIT');
    const edited = await edit(teacher, EDIT_REQUEST, { ...requestTerms(groups), ...request });
    expect(edited.request).toEqual({
      ...{ version: request.version + 1, status: 'OPEN', title: 'Makers for Year 9', notes: '' },
      ...{ sessions: 3, remaining: 3, booked: 0, windows: [{ from: dayInDays(1) }] },
      groups: [{ code: '9A' }, { code: '9B' }],
    });
    expect((await propose(teacher, request.id, slotId)).proposal?.status).toBe('ACCEPTED_BY_SCHOOL');
    expect(offer.slots).toHaveLength(1);
  });

  it('keeps what is held and booked, and asks for no less', async () => {
    const slots = [10, 12].map((hour) => ({
      ...{ startsAt: inDays(30, hour), endsAt: inDays(30, hour + 1), sessions: 1, maxPupils: 30 },
    }));
    const { teacher, volunteer, groups, request, offer } = await pair(world, { slots });
    const [one = '', other = ''] = offer.slots.map(({ id }) => id);
    const booked = await propose(teacher, request.id, one);
    await accept(volunteer, booked.proposal ?? { id: '', version: 0 });
    const held = await propose(teacher, request.id, other);

    const READ = `query ($id: ID!) { node(id: $id) { ... on SchoolRequest { version } } }`;
    const current = async () => (await teacher.ask<{ node: { version: number } }>(READ, request)).node;
    const terms = { ...requestTerms(groups), id: request.id };
    const few = await edit(teacher, EDIT_REQUEST, { ...terms, ...(await current()), sessions: 1 });
    expect(few.code).toBe('MORE_IS_TAKEN');
    const more = await edit(teacher, EDIT_REQUEST, { ...terms, ...(await current()), sessions: 5 });
    expect(more.request).toMatchObject({ status: 'PART_MATCHED', sessions: 5, remaining: 3, booked: 1 });
    await decline(volunteer, held.proposal ?? { id: '', version: 0 });
    const less = await edit(teacher, EDIT_REQUEST, { ...terms, ...(await current()), sessions: 1 });
    expect(less.request).toMatchObject({ status: 'MATCHED', sessions: 1, remaining: 0, booked: 1 });
  });

  it('may be said again as it is once its first window has begun', async () => {
    const { teacher, groups, request } = await pair(world);
    await world.dataSource.query(
      `UPDATE request SET first_day = current_date - 1,
         windows = jsonb_build_array(jsonb_build_object('from', current_date - 1, 'to', current_date + 60)) WHERE id = $1`,
      [request.id],
    );
    const windows = [{ from: dayInDays(-1), to: dayInDays(60) }];
    const input = { ...requestTerms(groups), ...request };
    expect((await edit(teacher, EDIT_REQUEST, { ...input, windows })).request?.version).toBe(
      request.version + 1,
    );
    const version = request.version + 1;
    const earlier = [{ from: dayInDays(-2), to: dayInDays(60) }];
    expect(await fieldsAtFault(teacher, EDIT_REQUEST, { ...input, version, windows: earlier })).toEqual([
      'input.windows[0].from',
    ]);
  });

  it('reads as each mutation of one operation leaves it', async () => {
    const { teacher, groups, request } = await pair(world);
    const TWICE = `mutation ($a: EditRequestInput!, $b: EditRequestInput!) {
      a: editRequest(input: $a) { ... on RequestSuccess { request { groups { code } } } }
      b: editRequest(input: $b) { ... on RequestSuccess { request { groups { code } } } } }`;
    const [a, b] = [groups.slice(0, 1), groups.slice(1)].map((named, index) => ({
      ...{ ...requestTerms(named), id: request.id, version: request.version + index },
    }));
    expect(await teacher.ask(TWICE, { a, b })).toEqual({
      a: { request: { groups: [{ code: '9A' }] } },
      b: { request: { groups: [{ code: '9B' }] } },
    });
  });

  it('is edited by its own people, in the version that they saw, as no other request reads', async () => {
    const { teacher, volunteer, groups, school, request } = await pair(world);
    const input = { ...requestTerms(groups), ...request };
    expect(await world.anyone.refusal(EDIT_REQUEST, { input })).toBe('UNAUTHENTICATED');
    expect(await volunteer.refusal(EDIT_REQUEST, { input })).toBe('FORBIDDEN');
    const elsewhere = await world.given.teacher(await world.given.school());
    expect(await elsewhere.refusal(EDIT_REQUEST, { input })).toBe('FORBIDDEN');
    expect((await edit(teacher, EDIT_REQUEST, { ...input, version: 1 })).code).toBe(
      'REQUEST_CHANGED_MEANWHILE',
    );
    expect(await fieldsAtFault(teacher, EDIT_REQUEST, { ...input, pupilsPerSession: 61 })).toEqual([
      'input.pupilsPerSession',
    ]);
    const DRAFT = `mutation ($input: DraftRequestInput!) { draftRequest(input: $input) { ... on RequestSuccess { request { id } } } }`;
    const { draftRequest } = await teacher.ask<{ draftRequest: { request: { id: string } } }>(DRAFT, {
      input: { ...requestTerms(groups), schoolId: school.id, kind: 'ENCOUNTER' },
    });
    expect(await edit(teacher, EDIT_REQUEST, input)).toEqual({
      code: 'DUPLICATE_REQUEST',
      existing: draftRequest.request,
    });
  });
});
