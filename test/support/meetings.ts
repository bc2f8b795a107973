import type { DataSource } from 'typeorm';
import { localDateOf, newId } from '#platform';
import { academicYearOf, Benchmark, MEANINGFUL_POINTS } from '#statutes';

/** The points of a meaningful encounter, as an input of the API names them. */
export const b5Points = MEANINGFUL_POINTS[Benchmark.B5].map((point) => ({
  point: point.toUpperCase(),
  stands: true,
}));

/** A moment so many days from now; negative ones lie behind us. */
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

/** The academic year a moment falls in. */
export const academicYearAt = (moment: Date) => academicYearOf(localDateOf(moment));

interface Id {
  readonly id: string;
}

/** Who was at a delivery: of a group, or of a year alone. */
export type AttendanceRow = { yearGroup: number; groupId?: string; pupils: number };

let counter = 0;
const next = () => (counter += 1);

/** Makes slots, requests, bookings and deliveries, in rows that the product itself would have written. */
export class Meetings {
  constructor(private readonly dataSource: DataSource) {}

  /** A group of pupils. */
  async group(
    school: Id,
    { yearGroup = 9, size = 30, academicYear = academicYearAt(new Date()) } = {},
  ): Promise<Id> {
    const id = newId('group');
    await this.dataSource.query(
      `INSERT INTO pupil_group (id, school_id, academic_year, year_group, code, size) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, school.id, academicYear, yearGroup, `${yearGroup}G${next()}`, size],
    );
    return { id };
  }

  /** A roll as the school declared it. */
  async roll(
    school: Id,
    {
      yearGroup = 9,
      pupils = 180,
      academicYear = academicYearAt(new Date()),
      on = localDateOf(new Date()),
    } = {},
  ): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO roll (id, school_id, academic_year, year_group, pupils, declared_on, declared_by)
       VALUES ($1, $2, $3, $4, $5, $6, 'system')`,
      [newId('roll'), school.id, academicYear, yearGroup, pupils, on],
    );
  }

  /** A slot of a published offer. */
  async slot(
    employer: Id,
    {
      startsAt = inDays(30),
      sessions = 1,
      activityType = 'careers_talk',
      ambassadorKind = null as string | null,
    } = {},
  ): Promise<Id> {
    const [offer, id] = [newId('offer'), newId('slot')];
    await this.dataSource.query(
      `INSERT INTO offer (id, employer_id, given_by, ambassador_kind, status, version, title, description, activity_type,
         sectors, year_from, year_to, mode, postcode, place, travel_km, created_at, published_at)
       VALUES ($1, $2, $3, $4, 'published', 2, $5, '', $6, '{}', 7, 13, 'both', 'M1 1AE', '(384000,398000)', 50, now(), now())`,
      [
        offer,
        employer.id,
        ambassadorKind ? 'young_ambassador' : 'volunteer',
        ambassadorKind,
        `Talk ${next()}`,
        activityType,
      ],
    );
    await this.dataSource.query(
      `INSERT INTO slot (id, offer_id, kind, starts_at, ends_at, capacity, remaining, max_pupils)
       VALUES ($1, $2, 'encounter', $3, $4, $5, $5, 30)`,
      [id, offer, startsAt, new Date(startsAt.getTime() + 3_600_000), sessions],
    );
    return { id };
  }

  /** An open request for sessions with groups. */
  async request(school: Id, groups: readonly Id[] = [], { wanted = 1 } = {}): Promise<Id> {
    const id = newId('request');
    await this.dataSource.query(
      `INSERT INTO request (id, school_id, kind, status, version, title, notes, activity_types, sectors, wanted, remaining,
         pupils_per_session, windows, first_day, last_day, mode, travel_km, benchmark, created_at, opened_at)
       VALUES ($1, $2, 'encounter', 'open', 2, $3, '', '{careers_talk}', '{}', $4, $4, 30, $5, $6, $7, 'both', 20, 'b5', now(), now())`,
      [
        ...[id, school.id, `Request ${next()}`, wanted],
        JSON.stringify([{ from: localDateOf(inDays(-60)), to: localDateOf(inDays(60)) }]),
        ...[localDateOf(inDays(-60)), localDateOf(inDays(60))],
      ],
    );
    for (const group of groups) {
      await this.dataSource.query('INSERT INTO request_group (request_id, group_id) VALUES ($1, $2)', [
        id,
        group.id,
      ]);
    }
    return { id };
  }

  /** A confirmed booking of a slot that begins then; by default it began yesterday. */
  async booking(
    school: Id,
    employer: Id,
    { startsAt = inDays(-1), activityType = 'careers_talk', ambassadorKind = null as string | null } = {},
  ): Promise<Id & { slotId: string; requestId: string }> {
    const slot = await this.slot(employer, { startsAt, activityType, ambassadorKind });
    const request = await this.request(school);
    const [hold, id] = [newId('hold'), newId('booking')];
    await this.dataSource.query(
      `INSERT INTO hold (id, slot_id, request_id, units, hold_until, status, created_at)
       VALUES ($1, $2, $3, 1, now(), 'booked', now())`,
      [hold, slot.id, request.id],
    );
    await this.dataSource.query('UPDATE slot SET remaining = 0 WHERE id = $1', [slot.id]);
    await this.dataSource.query(
      `UPDATE request SET remaining = 0, booked = 1, status = 'matched' WHERE id = $1`,
      [request.id],
    );
    await this.dataSource.query(
      `INSERT INTO booking (id, hold_id, slot_id, request_id, school_id, employer_id, activity_type, units, starts_at,
         ends_at, status, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, 'confirmed', 1, now())`,
      [
        id,
        hold,
        slot.id,
        request.id,
        school.id,
        employer.id,
        activityType,
        startsAt,
        new Date(startsAt.getTime() + 3_600_000),
      ],
    );
    return { id, slotId: slot.id, requestId: request.id };
  }

  /** A delivery brought in from elsewhere; meaningful unless said otherwise. */
  async delivery(
    school: Id,
    attendance: readonly AttendanceRow[],
    { on = localDateOf(new Date()), meaningful = true, activityType = 'careers_talk' } = {},
  ): Promise<Id> {
    const id = newId('delivery');
    await this.dataSource.query(
      `INSERT INTO delivery (id, school_id, activity_type, given_by, employed, delivered_on, academic_year, minutes, mode,
         recorded_by, recorded_at) VALUES ($1, $2, $3, 'employer', true, $4, $5, 60, 'in_person', 'system', now())`,
      [id, school.id, activityType, on, academicYearOf(on)],
    );
    for (const { yearGroup, groupId = null, pupils } of attendance) {
      await this.dataSource.query(
        'INSERT INTO attendance (delivery_id, year_group, group_id, pupils) VALUES ($1, $2, $3, $4)',
        [id, yearGroup, groupId, pupils],
      );
    }
    for (const point of meaningful ? MEANINGFUL_POINTS[Benchmark.B5] : []) {
      await this.dataSource.query(
        `INSERT INTO evidence (delivery_id, side, point, stands) VALUES ($1, 'school', $2, true)`,
        [id, point],
      );
    }
    return { id };
  }
}
