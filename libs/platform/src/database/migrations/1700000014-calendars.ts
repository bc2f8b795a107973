import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What schools and local authorities say of when they teach. */
export class Calendars1700000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE school_calendar (
        id text COLLATE "C" PRIMARY KEY,
        -- A school's id, or la_ and the code of a local authority, whose terms are for its schools that declare none.
        scope text COLLATE "C" NOT NULL CHECK (scope ~ '^(school|la)_'),
        academic_year smallint NOT NULL,
        -- Null is what is left to the authority, or to what is usual.
        terms jsonb,
        inset_days jsonb NOT NULL,
        open_days jsonb NOT NULL,
        exams jsonb,
        version integer NOT NULL,
        declared_at timestamptz NOT NULL,
        CONSTRAINT school_calendar_once UNIQUE (scope, academic_year)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE school_calendar`);
  }
}
