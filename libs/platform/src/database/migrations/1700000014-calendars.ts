import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When schools teach, as they and their authorities say; and slots that recur by a rule. */
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

      -- By which slots of an offer recur. Each of its times is a slot of its own.
      CREATE TABLE slot_rule (
        id text COLLATE "C" PRIMARY KEY,
        offer_id text COLLATE "C" NOT NULL REFERENCES offer ON DELETE CASCADE,
        -- By the clock in England, so that it stays over the changes of the clocks.
        starts_at text NOT NULL CHECK (starts_at ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$'),
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
        rrule text NOT NULL,
        except_dates jsonb NOT NULL,
        term_time_only boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX slot_rule_offer ON slot_rule (offer_id, id);

      ALTER TABLE slot ADD COLUMN rule_id text COLLATE "C" REFERENCES slot_rule ON DELETE SET NULL;
      -- A slot that its offerer took back. It stays for the proposals that it had, and nothing is left of it.
      ALTER TABLE slot ADD COLUMN called_off boolean NOT NULL DEFAULT false;
      ALTER TABLE slot ADD CONSTRAINT slot_called_off CHECK (NOT called_off OR remaining = 0);
      CREATE INDEX slot_rule_slots ON slot (rule_id, starts_at) WHERE rule_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE slot DROP COLUMN rule_id, DROP COLUMN called_off; DROP TABLE slot_rule, school_calendar`,
    );
  }
}
