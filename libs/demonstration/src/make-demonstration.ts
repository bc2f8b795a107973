import { join } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import { hashPassword } from '#members';
import { listWords } from '#offers';
import { recordChange } from '#platform';
import { PostcodeRegister, readEmployerMix } from '#reference';
import { type Firm, makeFirms } from './employers.js';
import { insertRows } from './insert-rows.js';
import { type MadeOffers, makeOffers } from './offers.js';
import { People } from './people.js';
import { makeBrokers, FIRST_SCHEME } from './schemes.js';
import { makeSchools, readSchools } from './schools.js';
import { type Setting, settingOf } from './setting.js';
import { castStory, PASSWORD, storyOffers, storySchool } from './story.js';
import { type DemonstrationCounts, type DemonstrationSummary, readSummary } from './summary.js';

/** What a demonstration is made from. */
export interface DemonstrationOptions {
  /** A whole number from 0; the same seed, time and registers make the same rows, password hashes apart. */
  readonly seed: number;
  /** The time it is made for: past deliveries lie before it, slots and windows after. */
  readonly now: Date;
  /** Folder with the shipped registers: postcodes and the mix of employers. */
  readonly registersDir: string;
  /** Hears one sentence for each step that is done. */
  readonly progress: (sentence: string) => void;
}

/** The tables it fills; they are analysed at once, since the first searches come before PostgreSQL does it by itself. */
const TABLES = `broker, employer, employer_site, person, membership, offer, slot, offer_place, roll, pupil_group,
  delivery, attendance, evidence, request, request_group, request_place, hold, booking`;

/**
 * Fills a database that has the registers with made-up schemes, employers, people, offers and requests at real schools
 * and postcodes, in one transaction: all of it or nothing. Where a demonstration is there already, nothing is written
 * and that one is described, whatever its seed.
 *
 * Throws where the registers are missing.
 */
export async function makeDemonstration(
  dataSource: DataSource,
  options: DemonstrationOptions,
): Promise<DemonstrationSummary> {
  return dataSource.transaction(async (manager) => {
    // Two starts on one server: the second waits, and then finds what the first made.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('demonstration'))`);
    const made = await manager.query<unknown[]>('SELECT id FROM broker WHERE name = $1', [FIRST_SCHEME]);
    if (made.length === 0) await fill(manager, options);
    return readSummary(manager);
  });
}

async function fill(manager: EntityManager, options: DemonstrationOptions): Promise<void> {
  const setting = settingOf(options.seed, options.now);
  const counts = await makeRows(manager, setting, options);
  await manager.query(`ANALYZE ${TABLES}`);
  // One change for the whole: a row for each noun would begin every feed with some ten thousand things that nobody did.
  await recordChange(manager, {
    noun: 'demonstration',
    nounId: `demonstration_${setting.seed.toString(16)}`,
    kind: 'made',
    actor: 'system',
    after: { seed: setting.seed, counts },
    at: setting.now,
  });
}

async function makeRows(
  manager: EntityManager,
  setting: Setting,
  { registersDir, progress }: DemonstrationOptions,
): Promise<DemonstrationCounts> {
  const postcodes = new PostcodeRegister(join(registersDir, 'postcodes.bin'));
  const mix = await readEmployerMix(join(registersDir, 'employers.csv'));
  const schools = await readSchools(manager);
  const brokers = makeBrokers(setting);
  const people = new People(setting);
  const school = storySchool(schools, postcodes);
  const story = castStory(setting, people, school, postcodes, await hashPassword(PASSWORD));
  const firms = makeFirms(setting, mix, postcodes);
  const parts = [storyOffers(setting, story), makeOffers(setting, firms, people, brokers)];

  await insertRows(manager, 'broker', [...brokers.values()]);
  await insertFirms(manager, [story.firm, ...firms]);
  await insertRows(manager, 'person', people.persons);
  await insertRows(manager, 'membership', people.memberships);
  progress(`Employers and people: ${firms.length + 1} employers, ${people.persons.length} people`);
  const offers = await insertOffers(manager, parts);
  progress(`Offers: ${offers}`);
  const made = await makeSchools(manager, setting, { schools, story, brokers }, progress);
  const own = { brokers: brokers.size, employers: firms.length + 1, people: people.persons.length };
  return { ...own, offers, schools: schools.length, ...made };
}

async function insertFirms(manager: EntityManager, firms: readonly Firm[]): Promise<void> {
  const [employers, sites] = [firms.map(({ employer }) => employer), firms.map(({ site }) => site)];
  await insertRows(manager, 'employer', employers);
  await insertRows(manager, 'employer_site', sites);
}

async function insertOffers(manager: EntityManager, parts: readonly MadeOffers[]): Promise<number> {
  const offers = parts.flatMap((part) => part.offers);
  const [slots, places] = [parts.flatMap((part) => part.slots), parts.flatMap((part) => part.places)];
  await insertRows(manager, 'offer', offers);
  await insertRows(manager, 'slot', slots);
  await insertRows(manager, 'offer_place', places);
  await manager.query('UPDATE offer_place SET district = district_at(place)');
  await listWords(manager);
  return offers.length;
}
