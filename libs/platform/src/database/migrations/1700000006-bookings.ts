import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Holds and bookings on slots, and what was delivered. */
export class Bookings1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Units are sessions of an encounter or places of a placement. A hold becomes a booking or is released, once.
      CREATE TABLE hold (
        id text COLLATE "C" PRIMARY KEY,
        slot_id text COLLATE "C" NOT NULL REFERENCES slot,
        request_id text COLLATE "C" NOT NULL REFERENCES request,
        person_id text COLLATE "C" REFERENCES person,
        units integer NOT NULL CHECK (units >= 1),
        hold_until timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN ('held', 'booked', 'released')),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX hold_slot ON hold (slot_id);
      CREATE INDEX hold_request ON hold (request_id);
      CREATE UNIQUE INDEX hold_once ON hold (slot_id, request_id) WHERE status <> 'released';
      -- Each session of a request goes to a different volunteer.
      CREATE UNIQUE INDEX hold_person_once ON hold (request_id, person_id) WHERE status <> 'released';

      CREATE TABLE booking (
        id text COLLATE "C" PRIMARY KEY,
        hold_id text COLLATE "C" NOT NULL CONSTRAINT booking_once UNIQUE REFERENCES hold,
        slot_id text COLLATE "C" NOT NULL REFERENCES slot,
        request_id text COLLATE "C" NOT NULL REFERENCES request,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        employer_id text COLLATE "C" NOT NULL REFERENCES employer,
        person_id text COLLATE "C" REFERENCES person,
        activity_type text NOT NULL,
        units integer NOT NULL CHECK (units >= 1),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN ('confirmed', 'delivered', 'evidenced', 'closed', 'cancelled_by_school',
          'cancelled_by_offerer', 'cancelled_by_broker', 'cancelled_by_system', 'no_show_by_school', 'no_show_by_offerer')),
        reason text,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT booking_cancelled CHECK ((status LIKE 'cancelled%') = (reason IS NOT NULL))
      );
      CREATE INDEX booking_school ON booking (school_id, id);
      CREATE INDEX booking_employer ON booking (employer_id, id);
      CREATE INDEX booking_request ON booking (request_id);

      -- What happened. Without a booking: brought in from elsewhere, such as a school's own records.
      CREATE TABLE delivery (
        id text COLLATE "C" PRIMARY KEY,
        booking_id text COLLATE "C" CONSTRAINT delivery_once UNIQUE REFERENCES booking,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        activity_type text NOT NULL,
        given_by text NOT NULL CHECK (given_by IN ('employer', 'volunteer', 'young_ambassador')),
        -- The circumstances on which counting for a benchmark may depend; not recorded is not met.
        by_provider boolean NOT NULL DEFAULT false,
        employed boolean NOT NULL DEFAULT false,
        interaction_recorded boolean NOT NULL DEFAULT false,
        at_workplace boolean NOT NULL DEFAULT false,
        in_lessons boolean NOT NULL DEFAULT false,
        delivered_on date NOT NULL,
        academic_year smallint NOT NULL,
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 100000),
        mode text NOT NULL CHECK (mode IN ('in_person', 'virtual')),
        simulated boolean NOT NULL DEFAULT false,
        recorded_by text NOT NULL,
        recorded_at timestamptz NOT NULL,
        version integer NOT NULL DEFAULT 1
      );
      CREATE INDEX delivery_school ON delivery (school_id, academic_year, delivered_on);
      CREATE INDEX delivery_newest ON delivery (school_id, id);

      CREATE TABLE attendance (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        delivery_id text COLLATE "C" NOT NULL REFERENCES delivery ON DELETE CASCADE,
        year_group smallint NOT NULL CHECK (year_group BETWEEN 7 AND 13),
        group_id text COLLATE "C" REFERENCES pupil_group,
        pupils integer NOT NULL CHECK (pupils BETWEEN 1 AND 5000),
        CONSTRAINT attendance_once UNIQUE NULLS NOT DISTINCT (delivery_id, year_group, group_id)
      );

      -- A point of meaningfulness as one side recorded it: stands or denied.
      CREATE TABLE evidence (
        delivery_id text COLLATE "C" NOT NULL REFERENCES delivery ON DELETE CASCADE,
        side text COLLATE "C" NOT NULL CHECK (side IN ('school', 'offerer')),
        point text COLLATE "C" NOT NULL,
        stands boolean NOT NULL,
        PRIMARY KEY (delivery_id, side, point)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence, attendance, delivery, booking, hold`);
  }
}
