import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations, people and their roles. */
export class Members1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person (
        id text COLLATE "C" PRIMARY KEY,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        email text NOT NULL CHECK (length(email) <= 254),
        password_hash text,
        is_operator boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX person_email ON person (lower(email));

      CREATE TABLE broker (
        id text COLLATE "C" PRIMARY KEY,
        name text NOT NULL UNIQUE,
        licence text NOT NULL,
        attribution text NOT NULL
      );

      CREATE TABLE employer (
        id text COLLATE "C" PRIMARY KEY,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        company_number text,
        size_band text NOT NULL CHECK (size_band IN ('self_employed', 'micro', 'small', 'medium', 'large')),
        sectors text[] NOT NULL DEFAULT '{}',
        provider_kind text CHECK (provider_kind IN ('sixth_form', 'college', 'apprenticeship_provider', 'university')),
        broker_id text COLLATE "C" REFERENCES broker,
        created_at timestamptz NOT NULL,
        approved_at timestamptz
      );
      CREATE UNIQUE INDEX employer_company_number ON employer (company_number);

      CREATE TABLE employer_site (
        id text COLLATE "C" PRIMARY KEY,
        employer_id text COLLATE "C" NOT NULL REFERENCES employer ON DELETE CASCADE,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        postcode text NOT NULL,
        place point NOT NULL
      );
      CREATE INDEX employer_site_employer ON employer_site (employer_id);
      CREATE INDEX employer_site_place ON employer_site USING gist (place);

      CREATE TABLE membership (
        id text COLLATE "C" PRIMARY KEY,
        person_id text COLLATE "C" NOT NULL REFERENCES person ON DELETE CASCADE,
        school_id text COLLATE "C" REFERENCES school,
        employer_id text COLLATE "C" REFERENCES employer,
        role text NOT NULL CHECK (role IN ('school_admin', 'teacher', 'employer_admin', 'volunteer')),
        status text NOT NULL CHECK (status IN ('requested', 'approved', 'declined', 'ended')),
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        decided_by text,
        CONSTRAINT membership_one_organisation CHECK (num_nonnulls(school_id, employer_id) = 1),
        CONSTRAINT membership_role_fits CHECK ((school_id IS NOT NULL) = (role IN ('school_admin', 'teacher')))
      );
      CREATE UNIQUE INDEX membership_once ON membership (person_id, coalesce(school_id, employer_id));
      CREATE INDEX membership_school ON membership (school_id, id);
      CREATE INDEX membership_employer ON membership (employer_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE membership, employer_site, employer, broker, person`);
  }
}
