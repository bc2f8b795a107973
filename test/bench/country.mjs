import { readFileSync } from 'node:fs';
import { quotasOf } from '#matching';
import { bonusesOf } from './fairness.mjs';

// A made-up country on the real ground: requests of the real state secondaries of England, offers from real postcodes.

const TODAY = '2026-09-01';
const TERMS = [
  ['2026-09-07', '2026-12-16'],
  ['2027-01-06', '2027-03-24'],
  ['2027-04-13', '2027-07-16'],
];

/** Activities, how often they are offered and asked for, and what they help with. */
const ACTIVITIES = [
  ['careers_talk', 30, 'b5'],
  ['mock_interview', 14, 'b5'],
  ['speed_networking', 12, 'b5'],
  ['enterprise_challenge', 10, 'b5'],
  ['workplace_visit', 12, 'b6'],
  ['work_experience_placement', 12, 'b6'],
  ['ambassador_visit', 10, 'b7'],
];
const SECTORS = 'CFGIJKMNOPQS';

/**
 * A problem to clear. @param sizes how many requests, and slots of offers
 * @param fairness none, harmonic or quadratic
 */
export function makeCountry({ requests, offers, seed = 1, fairness = 'harmonic' }) {
  const chance = chanceOf(seed);
  const schools = readSchools();
  const postcodes = readPostcodes();
  const asked = makeRequests(requests, schools, chance);
  const given = makeOffers(offers, postcodes, chance);
  return {
    today: TODAY,
    ...given,
    requests: asked,
    bonuses: bonusesOf(asked, fairness),
    quotas: quotasFor(asked, schools),
    forbidden: [],
  };
}

/** A fifth of all schools would rather not have all their sessions for one benchmark. */
function quotasFor(requests, schools) {
  const limited = new Set(schools.filter((_, n) => n % 5 === 0).map(({ id }) => id));
  return quotasOf(
    5,
    requests.filter(({ schoolId }) => limited.has(schoolId)),
  );
}

function readSchools() {
  const [head, ...rows] = readFileSync('data/schools.csv', 'utf8').trim().split('\n');
  const columns = head.split(',');
  const at = (name) => columns.indexOf(name);
  return rows
    .map((row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '')))
    .filter((row) => row[at('kind')] === 'state_secondary')
    .map((row) => ({
      id: `school_${row[at('urn')]}`,
      place: { easting: Number(row[at('easting')]), northing: Number(row[at('northing')]) },
    }));
}

function readPostcodes() {
  const bytes = readFileSync('data/postcodes.bin');
  const count = bytes.readUInt32BE(12);
  const first = bytes.length - count * 8;
  return {
    count,
    place: (n) => ({
      easting: bytes.readUIntBE(first + n * 8 + 2, 3),
      northing: bytes.readUIntBE(first + n * 8 + 5, 3),
    }),
  };
}

function makeRequests(count, schools, chance) {
  const calendar = openCalendar();
  return Array.from({ length: count }, (_, n) => {
    const school = schools[n % schools.length];
    const [activity, , benchmark] = chance.weighted(ACTIVITIES);
    const placement = activity === 'work_experience_placement';
    const yearGroup = placement ? chance.between(10, 13) : chance.between(7, 13);
    const pupilsPerSession = placement ? 1 : chance.pick([15, 30, 30, 60]);
    const outstanding = placement ? chance.between(1, 4) : chance.pick([1, 1, 2, 2, 3]);
    const [from, to] = chance.pick(TERMS);
    return {
      requestId: `request_${String(n).padStart(7, '0')}`,
      schoolId: school.id,
      kind: placement ? 'placement' : 'encounter',
      activityTypes: [activity],
      sectors: chance.once(0.5) ? [] : chance.some(SECTORS, chance.between(2, 4)),
      groups: [{ yearGroup, size: 28 }],
      booked: 0,
      outstanding,
      pupilsPerSession,
      windows: [{ from, to }],
      calendar,
      mode: chance.weighted([
        ['in_person', 85],
        ['both', 10],
        ['virtual', 5],
      ])[0],
      place: school.place,
      travelKm: chance.pick([5, 10, 15, 20]),
      benchmark,
      need: chance.between(0, outstanding * pupilsPerSession + 10),
      excluded: [],
      personsTaken: [],
    };
  });
}

/** People with one to three slots each; a third of them may give less than they offer, and some days overlap. */
function makeOffers(count, postcodes, chance) {
  const [offers, blocks] = [[], []];
  const [persons, employers] = [new Map(), new Map()];
  for (let person = 0; offers.length < count; person += 1) {
    const slots = Math.min(count - offers.length, chance.pick([1, 1, 2, 2, 3]));
    const personId = `person_${String(person).padStart(7, '0')}`;
    const employer = Math.floor(person / 4);
    const employerId = `employer_${employer}`;
    const own = makeOffer(postcodes, chance, { personId, employerId });
    const days = Array.from({ length: slots }, () => dayIn(chance));
    const rows = days.map((day, n) =>
      withSlot(own, `slot_${String(offers.length + n).padStart(7, '0')}`, day, chance),
    );
    offers.push(...rows);
    if (slots > 1 && chance.once(0.2)) blocks.push(rows.slice(0, 2).map(({ slotId }) => slotId));
    if (chance.once(0.33)) persons.set(personId, chance.between(1, 2));
    if (person % 4 === 0 && chance.once(0.1)) employers.set(employerId, chance.between(2, 6));
  }
  return { offers, blocks, persons, employers };
}

function makeOffer(postcodes, chance, who) {
  const [activityType] = chance.weighted(ACTIVITIES);
  const yearFrom = activityType === 'work_experience_placement' ? 10 : chance.pick([7, 7, 8, 9, 10]);
  const responded = chance.between(0, 8);
  return {
    ...who,
    activityType,
    employed: true,
    sectors: [chance.pick(SECTORS)],
    yearFrom,
    yearTo: chance.between(Math.max(yearFrom, 11), 13),
    mode: chance.weighted([
      ['in_person', 90],
      ['both', 8],
      ['virtual', 2],
    ])[0],
    place: englishPlace(postcodes, chance),
    travelKm: chance.pick([10, 20, 25, 30, 40]),
    responded: { answered: chance.between(0, responded), asked: responded },
    publishedOn: `2026-0${chance.between(3, 8)}-15`,
    excluded: [],
  };
}

function withSlot(offer, slotId, day, chance) {
  const placement = offer.activityType === 'work_experience_placement';
  const arranged = chance.once(0.5);
  const [from, to] = chance.pick(TERMS);
  return {
    ...offer,
    offerId: slotId.replace('slot', 'offer'),
    slotId,
    slot: {
      kind: placement ? 'placement' : 'encounter',
      startsOn: arranged ? from : day,
      endsOn: arranged ? to : day,
      arranged: arranged ? { days: placement ? 5 : 1 } : null,
      dates: [],
      broadcast: false,
      begun: false,
      remaining: chance.pick([1, 1, 2, 3]),
      maxPupils: placement ? null : chance.pick([30, 60, 60, 90]),
    },
  };
}

function englishPlace(postcodes, chance) {
  for (;;) {
    const place = postcodes.place(chance.between(0, postcodes.count - 1));
    if (place.northing < 655_000 && place.easting > 335_000) return place;
  }
}

function dayIn(chance) {
  const [from, to] = chance.pick(TERMS);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  for (;;) {
    const day = new Date(Date.parse(from) + chance.between(0, days) * 86_400_000);
    if (day.getUTCDay() % 6 !== 0) return day.toISOString().slice(0, 10);
  }
}

/** Every weekday of the terms is taught. */
function openCalendar() {
  const terms = TERMS.map(([from, to], n) => ({ name: `Term ${n + 1}`, from, to }));
  return {
    ...{ academicYear: 2026, basis: 'school', terms, insetDays: [], openDays: [] },
    ...{ bankHolidays: [], exams: [], examsAssumed: false },
  };
}

/** Numbers that look like chance and are the same for the same seed (xorshift32). */
export function chanceOf(seed) {
  let state = seed * 2654435761 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  const between = (from, to) => from + Math.floor(next() * (to - from + 1));
  const pick = (list) => list[between(0, list.length - 1)];
  return {
    between,
    pick,
    once: (share) => next() < share,
    some: (list, count) => [...new Set(Array.from({ length: count }, () => pick(list)))].sort(),
    weighted: (list) => {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      return list.find(([, weight]) => (left -= weight) < 0) ?? list[0];
    },
  };
}
