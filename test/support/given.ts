import { JwtService } from '@nestjs/jwt';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { newId, type Place, pointOf } from '#platform';
import { Client } from './client.js';

let counter = 0;
const next = () => (counter += 1);

/** The middle of Manchester, whence the stories begin. */
export const manchester: Place = { easting: 384_000, northing: 398_000 };

/** A place so many kilometres east of another. */
export function east(km: number, of: Place = manchester): Place {
  return { easting: of.easting + km * 1000, northing: of.northing };
}

/** Makes the world that a test needs, in rows that the product itself would have written. */
export class Given {
  constructor(
    private readonly dataSource: DataSource,
    private readonly url: string,
    private readonly app: NestFastifyApplication,
  ) {}

  /** A secondary school for ages 11 to 18. */
  async school({
    place = manchester,
    name = `School ${next()}`,
  }: { place?: Place; name?: string } = {}): Promise<{ id: string; urn: number }> {
    const urn = 900_000 + next();
    const id = `school_${urn}`;
    await this.dataSource.query(
      `INSERT INTO school (id, urn, name, place, postcode, phase, kind, age_low, age_high, open, source_date, search_text)
       VALUES ($1, $2, $3, $4, 'M14 6HR', 'secondary', 'state_secondary', 11, 18, true, '2026-01-30', lower($3))`,
      [id, urn, name, pointOf(place)],
    );
    await this.openEveryDay(id);
    return { id, urn };
  }

  /** Lets a school teach on every day of this and the next years, so that no story depends on the day it runs. */
  private async openEveryDay(schoolId: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO school_calendar (id, scope, academic_year, inset_days, open_days, exams, version, declared_at)
       SELECT 'calendar_' || md5($1 || year), $1, year, '[]',
         (SELECT jsonb_agg(day::date) FROM generate_series(make_date(year, 9, 1), make_date(year + 1, 8, 31), interval '1 day') day),
         '[]', 1, now()
       FROM generate_series(extract(year FROM now())::integer - 2, extract(year FROM now())::integer + 2) year`,
      [schoolId],
    );
  }

  /** An employer with one site. */
  async employer({
    place = manchester,
    name = `Employer ${next()}`,
    sectors = ['C'],
  }: { place?: Place; name?: string; sectors?: string[] } = {}): Promise<{ id: string }> {
    const id = newId('employer');
    await this.dataSource.query(
      `INSERT INTO employer (id, name, size_band, sectors, created_at, approved_at) VALUES ($1, $2, 'small', $3, now(), now())`,
      [id, name, sectors],
    );
    await this.dataSource.query(
      `INSERT INTO employer_site (id, employer_id, name, postcode, place) VALUES ($1, $2, 'Works', 'M1 1AE', $3)`,
      [newId('site'), id, pointOf(place)],
    );
    return { id };
  }

  /** A signed-in person with no role. */
  async person({ operator = false }: { operator?: boolean } = {}): Promise<Client & { personId: string }> {
    const id = newId('person');
    await this.dataSource.query(
      `INSERT INTO person (id, name, email, is_operator, created_at) VALUES ($1, $2, $3, $4, now())`,
      [id, `Person ${next()}`, `person${next()}@example.org`, operator],
    );
    const session = newId('session');
    await this.dataSource.query(
      `INSERT INTO session (id, person_id, device, created_at, last_used_at, expires_at)
       VALUES ($1, $2, 'test', now(), now(), now() + interval '1 day')`,
      [session, id],
    );
    return Object.assign(
      new Client(this.url, this.app.get(JwtService, { strict: false }).sign({ sub: id, sid: session })),
      { personId: id },
    );
  }

  /** A teacher of a school. */
  teacher(
    school: { id: string },
    role: 'teacher' | 'school_admin' = 'teacher',
  ): Promise<Client & { personId: string }> {
    return this.member({ schoolId: school.id, employerId: null, role });
  }

  /** Somebody who acts for an employer. */
  volunteer(
    employer: { id: string },
    role: 'volunteer' | 'employer_admin' = 'volunteer',
  ): Promise<Client & { personId: string }> {
    return this.member({ schoolId: null, employerId: employer.id, role });
  }

  private async member({
    schoolId,
    employerId,
    role,
  }: {
    schoolId: string | null;
    employerId: string | null;
    role: string;
  }) {
    const client = await this.person();
    await this.dataSource.query(
      `INSERT INTO membership (id, person_id, school_id, employer_id, role, status, requested_at, decided_at)
       VALUES ($1, $2, $3, $4, $5, 'approved', now(), now())`,
      [newId('membership'), client.personId, schoolId, employerId, role],
    );
    return client;
  }
}
