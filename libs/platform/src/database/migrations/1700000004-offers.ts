import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offers, their slots, and the table that finds them by place and sector. */
export class Offers1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      CREATE TABLE offer (
        id text COLLATE "C" PRIMARY KEY,
        employer_id text COLLATE "C" NOT NULL REFERENCES employer,
        person_id text COLLATE "C" REFERENCES person,
        broker_id text COLLATE "C" REFERENCES broker,
        given_by text NOT NULL CHECK (given_by IN ('employer', 'volunteer', 'young_ambassador')),
        ambassador_kind text CHECK (ambassador_kind IN ('apprentice', 'college_student', 'undergraduate', 'alumnus')),
        status text NOT NULL CHECK (status IN ('draft', 'published', 'paused', 'fulfilled', 'expired', 'withdrawn')),
        version integer NOT NULL,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        description text NOT NULL CHECK (length(description) <= 5000),
        activity_type text NOT NULL,
        sectors text[] NOT NULL,
        year_from smallint NOT NULL CHECK (year_from BETWEEN 7 AND 13),
        year_to smallint NOT NULL CHECK (year_to BETWEEN 7 AND 13),
        mode text NOT NULL CHECK (mode IN ('in_person', 'virtual', 'both')),
        postcode text NOT NULL,
        place point NOT NULL,
        travel_km integer NOT NULL CHECK (travel_km BETWEEN 0 AND 500),
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        CONSTRAINT offer_years CHECK (year_from <= year_to),
        CONSTRAINT offer_ambassador CHECK ((given_by = 'young_ambassador') = (ambassador_kind IS NOT NULL))
      );
      CREATE INDEX offer_employer ON offer (employer_id, id);
      -- The same offer twice is a slip of the hand, unless the first has ended.
      CREATE UNIQUE INDEX offer_once ON offer (employer_id, coalesce(person_id, ''), activity_type, lower(title), postcode)
        WHERE status IN ('draft', 'published', 'paused');

      CREATE TABLE slot (
        id text COLLATE "C" PRIMARY KEY,
        offer_id text COLLATE "C" NOT NULL REFERENCES offer ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('encounter', 'placement')),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        capacity integer NOT NULL CHECK (capacity BETWEEN 1 AND 1000),
        remaining integer NOT NULL,
        max_pupils integer CHECK (max_pupils BETWEEN 1 AND 1000),
        CONSTRAINT slot_times CHECK (starts_at < ends_at),
        CONSTRAINT slot_never_oversold CHECK (remaining BETWEEN 0 AND capacity),
        CONSTRAINT slot_pupils CHECK ((kind = 'encounter') = (max_pupils IS NOT NULL))
      );
      CREATE INDEX slot_offer ON slot (offer_id, starts_at);

      -- One row for every sector of a published offer, and one under '*' for searches without a sector.
      CREATE TABLE offer_place (
        sector text COLLATE "C" NOT NULL,
        offer_id text COLLATE "C" NOT NULL REFERENCES offer ON DELETE CASCADE,
        place point NOT NULL,
        activity_type text NOT NULL,
        year_from smallint NOT NULL,
        year_to smallint NOT NULL,
        mode text NOT NULL,
        travel_m integer NOT NULL,
        PRIMARY KEY (sector, offer_id)
      );
      CREATE INDEX offer_place_offer ON offer_place (offer_id);
      CREATE INDEX offer_place_nearest ON offer_place USING gist (sector, place);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE offer_place, slot, offer`);
  }
}
