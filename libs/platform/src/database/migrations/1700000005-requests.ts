import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups, rolls, requests, and the table that finds them by place and sector. */
export class Requests1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pupil_group (
        id text COLLATE "C" PRIMARY KEY,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        academic_year smallint NOT NULL CHECK (academic_year BETWEEN 2000 AND 2100),
        year_group smallint NOT NULL CHECK (year_group BETWEEN 7 AND 13),
        code text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9/._-]{0,19}$'),
        size integer NOT NULL CHECK (size BETWEEN 0 AND 1000)
      );
      -- 9A and 9a are the same pupils: as two groups they would be counted twice.
      CREATE UNIQUE INDEX pupil_group_code ON pupil_group (school_id, academic_year, year_group, lower(code));

      -- A declaration stands until a later one, so that a figure of a past day keeps the roll of that day.
      CREATE TABLE roll (
        id text COLLATE "C" PRIMARY KEY,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        academic_year smallint NOT NULL CHECK (academic_year BETWEEN 2000 AND 2100),
        year_group smallint NOT NULL CHECK (year_group BETWEEN 7 AND 13),
        pupils integer NOT NULL CHECK (pupils BETWEEN 0 AND 5000),
        declared_on date NOT NULL,
        declared_by text NOT NULL,
        CONSTRAINT roll_day UNIQUE (school_id, academic_year, year_group, declared_on)
      );

      CREATE TABLE request (
        id text COLLATE "C" PRIMARY KEY,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        person_id text COLLATE "C" REFERENCES person,
        broker_id text COLLATE "C" REFERENCES broker,
        kind text NOT NULL CHECK (kind IN ('encounter', 'placement')),
        status text NOT NULL CHECK (status IN ('draft', 'open', 'part_matched', 'matched', 'expired', 'withdrawn')),
        version integer NOT NULL,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        notes text NOT NULL CHECK (length(notes) <= 5000),
        activity_types text[] NOT NULL CHECK (cardinality(activity_types) >= 1),
        sectors text[] NOT NULL,
        wanted integer NOT NULL CHECK (wanted BETWEEN 1 AND 1000),
        remaining integer NOT NULL,
        booked integer NOT NULL DEFAULT 0,
        pupils_per_session integer CHECK (pupils_per_session BETWEEN 1 AND 1000),
        windows jsonb NOT NULL CHECK (jsonb_array_length(windows) >= 1),
        first_day date NOT NULL,
        last_day date NOT NULL,
        mode text NOT NULL CHECK (mode IN ('in_person', 'virtual', 'both')),
        travel_km integer NOT NULL CHECK (travel_km BETWEEN 0 AND 500),
        benchmark text CHECK (benchmark ~ '^b[1-8]$'),
        created_at timestamptz NOT NULL,
        opened_at timestamptz,
        CONSTRAINT request_days CHECK (first_day <= last_day),
        -- What is held is wanted less remaining less booked, and never negative.
        CONSTRAINT request_never_overfilled CHECK (remaining >= 0 AND booked >= 0 AND remaining + booked <= wanted),
        CONSTRAINT request_matched CHECK (status <> 'matched' OR booked = wanted),
        CONSTRAINT request_pupils CHECK ((kind = 'encounter') = (pupils_per_session IS NOT NULL))
      );
      CREATE INDEX request_school ON request (school_id, id);
      -- The same request twice is a slip of the hand, unless the first has ended. A matched one has not: a cancelled
      -- booking opens it again.
      CREATE UNIQUE INDEX request_once ON request (school_id, kind, lower(title), activity_types, first_day, last_day)
        WHERE status IN ('draft', 'open', 'part_matched', 'matched');

      CREATE TABLE request_group (
        request_id text COLLATE "C" NOT NULL REFERENCES request ON DELETE CASCADE,
        group_id text COLLATE "C" NOT NULL REFERENCES pupil_group,
        PRIMARY KEY (request_id, group_id)
      );
      CREATE INDEX request_group_group ON request_group (group_id);

      -- One row for every sector of an open or part-matched request, and one under '*' for searches without a sector.
      CREATE TABLE request_place (
        sector text COLLATE "C" NOT NULL,
        request_id text COLLATE "C" NOT NULL REFERENCES request ON DELETE CASCADE,
        place point NOT NULL,
        activity_types text[] NOT NULL,
        year_groups smallint[] NOT NULL,
        mode text NOT NULL,
        last_day date NOT NULL,
        PRIMARY KEY (sector, request_id)
      );
      CREATE INDEX request_place_request ON request_place (request_id);
      CREATE INDEX request_place_nearest ON request_place USING gist (sector, place);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE request_place, request_group, request, roll, pupil_group`);
  }
}
