import { GivenBy, OfferStatus } from '#offers';
import { RequestStatus } from '#requests';
import { ActivityType, Benchmark, Mode, RequestKind } from '#statutes';
import { descriptionOf } from './offer-words.js';
import type { Firm } from './employers.js';
import type { RegisteredSchool, TaughtYear } from './pupils.js';
import { add, type MadeRequests, notesOf } from './requests.js';
import type { BookingRow, HoldRow, OfferRow, PersonRow, SlotRow } from './rows.js';
import { LABEL } from './schemes.js';
import { isSchoolDay, londonTime } from './school-days.js';
import type { Setting } from './setting.js';

/** A visit that took place on the last school day, of which nothing is on record yet: it waits for recordDelivery. */
export interface Visit {
  readonly offer: OfferRow;
  readonly slot: SlotRow;
}

/** A school and an employer near it, and the people on both sides. */
export interface Cast {
  readonly school: RegisteredSchool;
  readonly teacher: PersonRow;
  readonly firm: Firm;
  readonly volunteer: PersonRow;
}

const DAY = 86_400_000;

/** The offer of the visit, which its only slot has outlived; none where the academic year has had no school day yet. */
export function makeVisit(
  { ids, now, past }: Setting,
  { firm: { employer, site }, volunteer }: Pick<Cast, 'firm' | 'volunteer'>,
): Visit | undefined {
  const day = past.at(-1) ?? '';
  if (!isSchoolDay(day)) return undefined;
  const starts_at = londonTime(day, '10:30');
  const ends_at = new Date(starts_at.getTime() + 3_600_000);
  if (ends_at > now) return undefined;
  const published = new Date(starts_at.getTime() - 30 * DAY);
  const offer: OfferRow = {
    ...{ id: ids.next('offer', published), employer_id: employer.id, person_id: volunteer.id },
    ...{ broker_id: null, given_by: GivenBy.VOLUNTEER, ambassador_kind: null },
    ...{ status: OfferStatus.EXPIRED, version: 3, title: 'From sketch to gearbox' },
    description: descriptionOf(ActivityType.CAREERS_TALK),
    ...{ activity_type: ActivityType.CAREERS_TALK, sectors: employer.sectors, year_from: 7, year_to: 11 },
    ...{ mode: Mode.IN_PERSON, postcode: site.postcode, place: site.place, travel_km: 25 },
    ...{ created_at: published, published_at: published },
  };
  const slot: SlotRow = {
    ...{ id: ids.next('slot', published), offer_id: offer.id, kind: RequestKind.ENCOUNTER },
    ...{ starts_at, ends_at, capacity: 1, remaining: 0, max_pupils: 60 },
  };
  return { offer, slot };
}

/** What the school had asked for, and the booking that came of it. @returns none where there was no visit */
export function bookVisit(
  { ids, past }: Setting,
  { school, teacher, firm, volunteer, visit }: Cast & { visit: Visit | undefined },
  year: TaughtYear | undefined,
  made: MadeRequests,
): { holds: HoldRow[]; bookings: BookingRow[] } {
  const group = year?.groups.at(-1);
  if (!visit || !group) return { holds: [], bookings: [] };
  const { offer, slot } = visit;
  const created_at = new Date(slot.starts_at.getTime() - 20 * DAY);
  const day = past.at(-1) ?? '';
  const request = {
    ...{ id: ids.next('request', created_at), school_id: school.id, person_id: teacher.id, broker_id: null },
    ...{ kind: RequestKind.ENCOUNTER, status: RequestStatus.MATCHED, version: 3 },
    ...{ title: `An engineer for ${group.code} ${LABEL}`, notes: notesOf() },
    ...{ activity_types: [offer.activity_type], sectors: offer.sectors, wanted: 1, remaining: 0, booked: 1 },
    ...{ pupils_per_session: group.size, windows: [{ from: day, to: day }], first_day: day, last_day: day },
    ...{ mode: Mode.IN_PERSON, travel_km: 15, benchmark: Benchmark.B5, created_at, opened_at: created_at },
  };
  add(made, request, [group], school);
  const taken = { slot_id: slot.id, request_id: request.id, person_id: volunteer.id, units: 1 };
  const hold: HoldRow = {
    ...{ id: ids.next('hold', created_at), ...taken, hold_until: new Date(created_at.getTime() + 7 * DAY) },
    ...{ status: 'booked', created_at },
  };
  const booking: BookingRow = {
    ...{ id: ids.next('booking', created_at), hold_id: hold.id, ...taken },
    ...{ school_id: school.id, employer_id: firm.employer.id, activity_type: offer.activity_type },
    ...{ starts_at: slot.starts_at, ends_at: slot.ends_at, status: 'confirmed', reason: null },
    ...{ version: 1, created_at },
  };
  return { holds: [hold], bookings: [booking] };
}
