import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Slots by arrangement, series and broadcasts; and the times that two sides agree on. */
export class SlotForms1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE slot
        ADD COLUMN form text NOT NULL DEFAULT 'fixed' CHECK (form IN ('fixed', 'arranged', 'series', 'broadcast')),
        -- By arrangement: how many minutes an encounter lasts, how many working days a placement.
        ADD COLUMN minutes integer CHECK (minutes BETWEEN 1 AND 1440),
        ADD COLUMN days integer CHECK (days BETWEEN 1 AND 366),
        -- Of a series: the times of all its meetings, rising.
        ADD COLUMN dates jsonb,
        -- By arrangement it can be booked until the window closes, otherwise until it begins.
        ADD COLUMN bookable_until timestamptz NOT NULL
          GENERATED ALWAYS AS (CASE WHEN form = 'arranged' THEN ends_at ELSE starts_at END) STORED,
        ADD CONSTRAINT slot_arranged CHECK (
          (form = 'arranged' AND kind = 'encounter') = (minutes IS NOT NULL)
          AND (form = 'arranged' AND kind = 'placement') = (days IS NOT NULL)),
        ADD CONSTRAINT slot_series CHECK ((form = 'series') = (dates IS NOT NULL)),
        ADD CONSTRAINT slot_forms_of_encounters CHECK (kind = 'encounter' OR form IN ('fixed', 'arranged')),
        DROP CONSTRAINT slot_capacity_check,
        ADD CONSTRAINT slot_capacity CHECK (capacity BETWEEN 1 AND CASE WHEN form = 'broadcast' THEN 10000 ELSE 1000 END);
      DROP INDEX slot_offer;
      CREATE INDEX slot_offer ON slot (offer_id, bookable_until);

      -- The time agreed on within a slot by arrangement; null where the slot has a time of its own.
      ALTER TABLE hold
        ADD COLUMN starts_at timestamptz,
        ADD COLUMN ends_at timestamptz,
        ADD CONSTRAINT hold_times CHECK (starts_at < ends_at OR (starts_at IS NULL AND ends_at IS NULL)),
        -- Nobody promises one hour twice.
        ADD CONSTRAINT hold_person_time EXCLUDE USING gist (person_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
          WHERE (status <> 'released' AND starts_at IS NOT NULL AND person_id IS NOT NULL);

      ALTER TABLE proposal ADD COLUMN starts_at timestamptz, ADD COLUMN ends_at timestamptz;
      UPDATE proposal SET starts_at = slot.starts_at, ends_at = slot.ends_at FROM slot WHERE slot.id = proposal.slot_id;
      ALTER TABLE proposal ALTER COLUMN starts_at SET NOT NULL, ALTER COLUMN ends_at SET NOT NULL;

      -- Broadcasts reach everybody: they are looked for apart from what is near.
      CREATE INDEX offer_place_by_video ON offer_place USING gist (sector, place) WHERE mode <> 'in_person';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX offer_place_by_video, slot_offer;
      ALTER TABLE proposal DROP COLUMN starts_at, DROP COLUMN ends_at;
      ALTER TABLE hold DROP CONSTRAINT hold_person_time, DROP CONSTRAINT hold_times, DROP COLUMN starts_at, DROP COLUMN ends_at;
      ALTER TABLE slot DROP CONSTRAINT slot_arranged, DROP CONSTRAINT slot_series, DROP CONSTRAINT slot_forms_of_encounters,
        DROP CONSTRAINT slot_capacity, ADD CONSTRAINT slot_capacity_check CHECK (capacity BETWEEN 1 AND 1000),
        DROP COLUMN bookable_until, DROP COLUMN dates, DROP COLUMN minutes, DROP COLUMN days, DROP COLUMN form;
      CREATE INDEX slot_offer ON slot (offer_id, starts_at);
    `);
  }
}
