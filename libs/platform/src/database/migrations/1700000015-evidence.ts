import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What Benchmarks 6, 7 and 8 ask of a record, and records of a school's own. */
export class Evidence1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE delivery
        -- Nobody from outside came, as for an interview by the school's own adviser.
        ALTER given_by DROP NOT NULL,
        ADD provider_kinds text[] NOT NULL DEFAULT '{}'
          CHECK (provider_kinds <@ '{sixth_form,college,apprenticeship_provider,university}'),
        ADD at_provider boolean NOT NULL DEFAULT false,
        ADD adviser_level smallint CHECK (adviser_level BETWEEN 1 AND 8),
        ADD withdrawn_at timestamptz,
        ADD CONSTRAINT delivery_of_booking_stands CHECK (withdrawn_at IS NULL OR booking_id IS NULL);
      UPDATE delivery SET provider_kinds = ARRAY[employer.provider_kind]
      FROM booking JOIN employer ON employer.id = booking.employer_id
      WHERE delivery.booking_id = booking.id AND employer.provider_kind IS NOT NULL;

      -- Pupils of one group may have completed different numbers of days: a line for each number.
      ALTER TABLE attendance
        ADD days smallint CHECK (days BETWEEN 1 AND 31),
        ADD offered integer CHECK (offered BETWEEN 1 AND 5000),
        DROP CONSTRAINT attendance_pupils_check,
        ADD CONSTRAINT attendance_pupils CHECK (pupils BETWEEN 0 AND 5000 AND (pupils > 0 OR offered IS NOT NULL)),
        ADD CONSTRAINT attendance_offered CHECK (offered >= pupils),
        DROP CONSTRAINT attendance_once,
        ADD CONSTRAINT attendance_once UNIQUE NULLS NOT DISTINCT (delivery_id, year_group, group_id, days);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM attendance WHERE pupils = 0;
      DELETE FROM delivery WHERE given_by IS NULL OR withdrawn_at IS NOT NULL;
      -- One line for each group again: its pupils together.
      WITH gone AS (DELETE FROM attendance WHERE days IS NOT NULL RETURNING delivery_id, year_group, group_id, pupils)
      INSERT INTO attendance (delivery_id, year_group, group_id, pupils)
      SELECT delivery_id, year_group, group_id, least(5000, sum(pupils)) FROM gone GROUP BY delivery_id, year_group, group_id;
      ALTER TABLE attendance
        DROP CONSTRAINT attendance_once, DROP CONSTRAINT attendance_pupils, DROP days, DROP offered,
        ADD CONSTRAINT attendance_pupils_check CHECK (pupils BETWEEN 1 AND 5000),
        ADD CONSTRAINT attendance_once UNIQUE NULLS NOT DISTINCT (delivery_id, year_group, group_id);
      ALTER TABLE delivery ALTER given_by SET NOT NULL, DROP provider_kinds, DROP at_provider, DROP adviser_level,
        DROP withdrawn_at;
    `);
  }
}
