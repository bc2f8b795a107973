import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Tx } from '#platform';
import { erasePerson, exportPerson } from '#privacy';
import { startTestApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser } from '../support/browser.js';
import { countQueries } from '../support/count-queries.js';
import { gathering } from '../support/gathering.js';
import { publishedOffer } from '../support/introductions.js';
import { Mailbox, pathIn } from '../support/mailbox.js';
import {
  change,
  followed,
  nextMorning,
  remove,
  save,
  SAVE,
  type Saved,
  SEARCH,
  trySave,
  verifiedTeacher,
} from '../support/searches.js';
import { swapStatement } from '../support/swap-statement.js';

const NEWS = /^New offers for your saved searches/;
let mailbox: Mailbox;
let world: TestApp;
beforeAll(async () => {
  mailbox = await Mailbox.open();
  world = await startTestApp(mailbox.settings);
});
afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

async function somebodyWhoOffers() {
  const employer = await world.given.employer({ name: 'Trafford Gears' });
  const volunteer = await world.given.volunteer(employer);
  const offer = (more: object) => publishedOffer(world, volunteer, employer, { km: 2, ...more });
  return { volunteer, offer };
}

const LIST = `{ viewer { savedSearches(first: 20) { nodes { ${SEARCH} offers(first: 5) { nodes { title } edges { distanceKm } } } } } }`;
interface Listed extends Saved {
  offers: { nodes: { title: string }[]; edges: { distanceKm: number }[] };
}
const listed = async (client: { ask: TestApp['anyone']['ask'] }) =>
  (await client.ask<{ viewer: { savedSearches: { nodes: Listed[] } } }>(LIST)).viewer.savedSearches.nodes;

describe('a teacher who looks for engineers', () => {
  it('is told the next morning of the one that came, once, and of nothing else', async () => {
    const { school, teacher, email } = await verifiedTeacher(world);
    const { volunteer, offer } = await somebodyWhoOffers();
    const old = await offer({ title: 'Robots that were there before' });
    await followed(world);
    const criteria = { near: { urn: school.urn }, within: 20, search: 'robots', filter: { sector: 'C' } };
    const saved = await save(teacher, { name: 'Robots for Year 9', alerts: 'DAILY', ...criteria });
    expect(saved).toMatchObject({ ...criteria, near: { urn: school.urn, postcode: null }, newOffers: 0 });

    const found = await offer({ title: 'Robots at work' });
    await offer({ title: 'Robots far away', km: 50 });
    await offer({ title: 'Robots in a theatre', sectors: ['R'] });
    await offer({ title: 'Gears' });
    await followed(world);
    const [search] = await listed(teacher);
    expect(search).toMatchObject({ newOffers: 1, name: 'Robots for Year 9' });
    expect(search?.offers.nodes.map(({ title }) => title).sort()).toEqual([
      'Robots at work',
      'Robots that were there before',
    ]);
    expect(search?.offers.edges[0]?.distanceKm).toBe(2);

    await nextMorning(world);
    const { text = '', subject } = await mailbox.newest(email, NEWS);
    expect(subject).not.toContain('Robots');
    expect(text).toContain('There is a new offer among what you look for.');
    expect(text).toMatch(
      /For “Robots for Year 9”:\s+\* Robots at work, by Trafford Gears, from \d+ \w+ \d{4}/,
    );
    expect(text.match(/Robots/g)).toHaveLength(2);
    expect((await listed(teacher))[0]).toMatchObject({ newOffers: 0 });

    // Off the list and back onto it, and reworded: it is the same offer.
    const again = async (id: string, mutation: string, type: string, more: object = {}) => {
      const [row] = await world.dataSource.query<{ version: number }[]>(
        'SELECT version FROM offer WHERE id = $1',
        [id],
      );
      const input = { id, version: row?.version, ...more };
      await volunteer.ask(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { ... on OfferSuccess { offer { id } } } }`,
        { input },
      );
    };
    for (const { id } of [found, old]) {
      await again(id, 'pauseOffer', 'OfferVersionInput');
      await again(id, 'publishOffer', 'OfferVersionInput');
    }
    const terms = { yearFrom: 7, yearTo: 11, mode: 'IN_PERSON', travelKm: 30, sectors: ['C'] };
    await again(found.id, 'editOffer', 'EditOfferInput', {
      ...terms,
      title: 'Robots today',
      postcode: 'M1 1AE',
    });
    await followed(world);
    expect((await listed(teacher))[0]).toMatchObject({ newOffers: 0 });
    await nextMorning(world);
    expect(mailbox.to(email, NEWS)).toHaveLength(1);
  });

  it('hears of all their searches in one letter, which lists twenty and counts the rest', async () => {
    const { teacher, email } = await verifiedTeacher(world);
    const { offer } = await somebodyWhoOffers();
    await save(teacher, { name: 'Glass', alerts: 'DAILY', search: 'glass' });
    await save(teacher, { name: 'Steel', alerts: 'WEEKLY', search: 'steel' });
    await save(teacher, { name: 'Silent', search: 'glass' });
    for (let n = 1; n <= 24; n += 1) await offer({ title: `Glass number ${n}` });
    await offer({ title: 'Steel and glass' });
    await offer({ title: 'Steel alone' });
    await nextMorning(world, 7);
    const { text = '' } = await mailbox.newest(email, NEWS);
    expect(text).toContain('There are 26 new offers');
    expect(text.match(/^\* /gm)).toHaveLength(20);
    expect(text).toContain('* Steel alone');
    expect(text).toContain('And 6 more');
    expect(text).not.toContain('Silent');
    // What came today is for tomorrow; a week is a week.
    await offer({ title: 'Steel once more' });
    await nextMorning(world, 0);
    await nextMorning(world, 6);
    expect(mailbox.to(email, NEWS)).toHaveLength(1);
    await nextMorning(world, 1);
    expect((await mailbox.newest(email, NEWS, 2)).text).toContain('Steel once more');
  });

  it('is told nothing at an address that is not verified, nor of what is booked up or withdrawn', async () => {
    const { teacher, email } = await verifiedTeacher(world);
    const { volunteer, offer } = await somebodyWhoOffers();
    const unverified = await world.given.person();
    for (const client of [teacher, unverified])
      await save(client, { alerts: 'DAILY', search: 'papermaking' });
    const gone = await offer({ title: 'Papermaking' });
    await volunteer.ask(
      'mutation ($input: OfferVersionInput!) { withdrawOffer(input: $input) { __typename } }',
      { input: { id: gone.id, version: gone.version } },
    );
    const full = await offer({ title: 'Papermaking by hand' });
    await world.dataSource.query('UPDATE slot SET remaining = 0 WHERE offer_id = $1', [full.id]);
    await nextMorning(world);
    expect(mailbox.to(email, NEWS)).toEqual([]);
    await offer({ title: 'Papermaking at last' });
    await nextMorning(world);
    expect((await mailbox.newest(email, NEWS)).text).toContain('Papermaking at last');
    expect(
      await world.dataSource.query('SELECT FROM alert_letter WHERE person_id = $1', [unverified.personId]),
    ).toEqual([]);
  });
});

describe('a search is refused when it is saved', () => {
  it.each([
    ['input.near.postcode', { near: { postcode: 'ZZ99 9ZZ' } }],
    ['input.near.postcode', { near: { postcode: 'nonsense' } }],
    ['input.near.urn', { near: { urn: 999_999 } }],
    ['input.near', { near: {} }],
    ['input.near', { within: 5 }],
    ['input.near', { filter: { reachesMe: true } }],
    ['input.within', { near: { postcode: 'M1 1AE' }, within: 501 }],
    ['input.filter.area.code', { filter: { area: { code: 'E99999999' } } }],
    ['input.filter.area.nearKm', { filter: { area: { code: 'E99999999', nearKm: 101 } } }],
    ['input.filter.sector', { filter: { sector: 'Z' } }],
    ['input.filter.yearGroup', { filter: { yearGroup: 6 } }],
    ['input.search', { search: 'the' }],
    ['input.search', { search: ' ' }],
    ['input.name', { name: '' }],
    ['input.name', { name: 'x'.repeat(101) }],
  ])('as the list refuses it, by its field: %s of %j', async (path, input) => {
    const client = await world.given.person();
    const { errors } = await client.send(SAVE, { input: { name: 'Mine', ...input } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(errors?.[0]?.extensions.fields?.map((field) => field.path)).toContain(path);
    const arguments_ = { near: null, within: null, search: null, filter: null, ...input };
    if ('name' in input) return;
    const OFFERS = `query ($near: NearInput, $within: Int, $search: String, $filter: OfferFilter) {
      offers(near: $near, within: $within, search: $search, filter: $filter) { nodes { id } } }`;
    const list = await world.anyone.send(OFFERS, arguments_);
    expect(list.errors?.[0]?.extensions.fields?.map((field) => `input.${field.path}`)).toContain(path);
    expect(await listed(client)).toEqual([]);
  });

  it('by a key that is no person’s and by whoever is not signed in', async () => {
    expect(await world.anyone.refusal(SAVE, { input: { name: 'Mine' } })).toBe('UNAUTHENTICATED');
  });
});

describe('saved searches', () => {
  it('are listed with what they find in a statement or two for each', async () => {
    const { school, teacher } = await verifiedTeacher(world);
    for (const more of [{}, { search: 'gears' }, { near: { urn: school.urn } }]) await save(teacher, more);
    // Who asks, the viewer and the list, and for each search its offers and its count; words twice, and a school once.
    expect(await countQueries(world, () => listed(teacher))).toBe(3 + 3 * 2 + 3);
    const { extensions } = (await teacher.send(LIST)) as unknown as {
      extensions: { cost: { requested: number } };
    };
    expect(extensions.cost.requested).toBeGreaterThan(20 * 200);
  });

  it('are changed and deleted in the version that was seen, and nobody else’s business', async () => {
    const { teacher } = await verifiedTeacher(world);
    const saved = await save(teacher, { alerts: 'DAILY', near: { postcode: 'M1 1AE' }, within: 10 });
    const { savedSearch } = await change(teacher, {
      id: saved.id,
      version: 1,
      name: 'Ours',
      search: 'gears',
    });
    expect(savedSearch).toMatchObject({
      version: 2,
      name: 'Ours',
      alerts: 'NEVER',
      near: null,
      within: null,
    });
    const late = await change(teacher, { id: saved.id, version: 1, name: 'Late' });
    expect(late).toMatchObject({ code: 'SAVED_SEARCH_CHANGED_MEANWHILE', current: { name: 'Ours' } });
    expect(await remove(teacher, saved)).toMatchObject({ code: late.code, current: { version: 2 } });

    const node = `query ($id: ID!) { node(id: $id) { ... on SavedSearch { ${SEARCH} } } }`;
    const stranger = await world.given.person();
    expect(await teacher.ask(node, { id: saved.id })).toMatchObject({ node: { name: 'Ours' } });
    for (const other of [stranger, world.anyone])
      expect(await other.ask(node, { id: saved.id })).toEqual({ node: null });
    await expect(change(stranger, { id: saved.id, version: 2, name: 'Mine' })).rejects.toThrow('NOT_FOUND');
    await expect(remove(stranger, { ...saved, version: 2 })).rejects.toThrow('NOT_FOUND');
    expect(await remove(teacher, { ...saved, version: 2 })).toEqual({ id: saved.id });
    await expect(remove(teacher, { ...saved, version: 2 })).rejects.toThrow('NOT_FOUND');
  });

  it('that look for something else tell of what comes from then on', async () => {
    const { teacher, email } = await verifiedTeacher(world);
    const { offer } = await somebodyWhoOffers();
    const { id } = await save(teacher, { alerts: 'DAILY', search: 'clocks' });
    await offer({ title: 'Watches of old' });
    await followed(world);
    await change(teacher, { id, version: 1, name: 'Mine', alerts: 'DAILY', search: 'watches' });
    await offer({ title: 'Watches of today' });
    await nextMorning(world);
    const { text = '' } = await mailbox.newest(email, NEWS);
    expect(text).toContain('Watches of today');
    expect(text).not.toContain('Watches of old');
  });

  // Whoever saves stays long enough for the others to come.
  const SLOW = `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$;
    CREATE TRIGGER slow AFTER INSERT ON saved_search FOR EACH ROW EXECUTE FUNCTION slow()`;

  const racing = async (before: () => void = () => undefined) => {
    const { teacher } = await verifiedTeacher(world);
    for (let n = 0; n < 19; n += 1) await save(teacher, {});
    before();
    await world.dataSource.query(SLOW);
    const answers = await Promise.all(Array.from({ length: 10 }, () => trySave(teacher, {})));
    await world.dataSource.query('DROP FUNCTION slow CASCADE');
    const refused = answers.filter(({ code, limit }) => code === 'TOO_MANY_SAVED_SEARCHES' && limit === 20);
    expect(refused.length + answers.filter(({ savedSearch }) => savedSearch).length).toBe(10);
    const kept = 'SELECT FROM saved_search WHERE person_id = $1';
    return {
      kept: (await world.dataSource.query<object[]>(kept, [teacher.personId])).length,
      refused: refused.length,
    };
  };

  it('are twenty at most, however many are saved at once', async () => {
    expect(await racing()).toEqual({ kept: 20, refused: 9 });
  });

  it('go with their person, who is told of them before', async () => {
    const { teacher, email } = await verifiedTeacher(world);
    const { offer } = await somebodyWhoOffers();
    const { id } = await save(teacher, { name: 'Pottery near me', alerts: 'DAILY', search: 'pottery' });
    await offer({ title: 'Pottery' });
    await nextMorning(world);
    const path = pathIn(await mailbox.newest(email, NEWS));
    const { tables, leftOut } = await exportPerson(world.dataSource.manager, teacher.personId, new Date());
    expect(tables['saved_search']).toMatchObject([
      { id, name: 'Pottery near me', criteria: { search: 'pottery' } },
    ]);
    expect(tables['told_offer']).toHaveLength(1);
    expect(tables['alert_letter']).toHaveLength(1);
    expect(leftOut).toContain('alert_stop_link.hash');
    await offer({ title: 'Pottery again' });
    await world.dataSource.transaction((manager) =>
      erasePerson(new Tx(manager, new Date(), 'system'), teacher.personId),
    );
    await nextMorning(world);
    expect(mailbox.to(email, NEWS)).toHaveLength(1);
    for (const table of ['saved_search', 'alert_letter', 'alert_stop_link'])
      expect(
        await world.dataSource.query(`SELECT FROM ${table} WHERE person_id = $1`, [teacher.personId]),
      ).toEqual([]);
    expect((await fetch(world.url + path)).status).toBe(410);
  });

  it('control: without the constraint, more than twenty', async () => {
    await world.dataSource.query('ALTER TABLE saved_search DROP CONSTRAINT saved_search_places');
    let both = () => Promise.resolve();
    swapStatement(
      world.dataSource,
      (sql) => sql.startsWith('INSERT INTO saved_search'),
      async (query, values, sql) => {
        await both();
        return query(sql, values);
      },
    );
    expect((await racing(() => (both = gathering()))).kept).toBeGreaterThan(20);
  });
});

describe('the link in a letter', () => {
  const post = (token: string, headers: Record<string, string> = {}) =>
    fetch(`${world.url}/alerts/stop`, { method: 'POST', body: new URLSearchParams({ token }), headers });

  async function told() {
    const { teacher, email } = await verifiedTeacher(world);
    const { offer } = await somebodyWhoOffers();
    for (const alerts of ['DAILY', 'WEEKLY']) await save(teacher, { alerts, search: 'weaving' });
    await offer({ title: 'Weaving' });
    await nextMorning(world);
    const path = pathIn(await mailbox.newest(email, NEWS));
    return { teacher, email, offer, path, token: new URL(path, world.url).searchParams.get('token') ?? '' };
  }

  it('stops the letters at the press of a button, and by nothing else, once', async () => {
    const { teacher, email, offer, path, token } = await told();
    const rhythms = async () => (await listed(teacher)).map(({ alerts }) => alerts);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(world.url + path, { method });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    }
    expect((await post(token, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await rhythms()).toEqual(['WEEKLY', 'DAILY']);
    const pressed = await Promise.all([post(token), post(token)]);
    expect(pressed.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await rhythms()).toEqual(['NEVER', 'NEVER']);
    expect((await listed(teacher)).map(({ version }) => version)).toEqual([2, 2]);
    await offer({ title: 'Weaving again' });
    await nextMorning(world, 7);
    expect(mailbox.to(email, NEWS)).toHaveLength(1);
    for (const wrong of [token, 'nonsense', '', 'x'.repeat(500)]) {
      expect((await post(wrong)).status).toBe(410);
      expect((await fetch(`${world.url}/alerts/stop?token=${wrong}`)).status).toBe(410);
    }
    expect((await fetch(`${world.url}/alerts/stop`)).status).toBe(410);
  });

  (hasBrowser ? it : it.skip)(
    'leads to a page that is for everybody, on a phone and without script',
    async () => {
      const { teacher, path } = await told();
      const browser = await startBrowser();
      try {
        const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage();
        const faults = async () => {
          await page.evaluate(axe);
          return page.evaluate(
            'axe.run().then(({ violations }) => violations.map(({ id }) => id).concat(document.documentElement.scrollWidth > innerWidth ? "wide" : []))',
          );
        };
        await page.goto(world.url + path);
        expect(await faults()).toEqual([]);
        await page.getByRole('button', { name: 'Stop these letters' }).click();
        expect(await page.title()).toBe('The letters are stopped - Firsthand');
        expect(await faults()).toEqual([]);
        expect((await listed(teacher)).every(({ alerts }) => alerts === 'NEVER')).toBe(true);
      } finally {
        await browser.close();
      }
    },
  );
});
