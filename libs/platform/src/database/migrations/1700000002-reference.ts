import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  CREATE TABLE school (
    id text COLLATE "C" PRIMARY KEY,
    urn integer NOT NULL UNIQUE CHECK (urn BETWEEN 100000 AND 999999),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    place point NOT NULL,
    postcode text,
    la_code text,
    la_ons_code text,
    la_name text,
    region text CHECK (region IN ('north_east', 'north_west', 'yorkshire_and_the_humber', 'east_midlands', 'west_midlands',
      'east_of_england', 'london', 'south_east', 'south_west')),
    phase text NOT NULL CHECK (phase IN ('secondary', 'all_through', 'middle_deemed_secondary', 'sixteen_plus', 'not_applicable')),
    kind text NOT NULL CHECK (kind IN ('state_secondary', 'city_technology_college', 'special', 'non_maintained_special',
      'alternative_provision', 'independent', 'post_16')),
    gender text CHECK (gender IN ('mixed', 'girls', 'boys')),
    age_low smallint CHECK (age_low BETWEEN 0 AND 99),
    age_high smallint CHECK (age_high BETWEEN age_low AND 99),
    pupils integer CHECK (pupils >= 0),
    has_sixth_form boolean,
    trust text CHECK (length(trust) <= 200),
    open boolean NOT NULL,
    source_date date NOT NULL,
    -- Searched from end to end: over these few thousand rows a trigram index was measured no faster.
    search_text text NOT NULL
  );
  -- Nearest first, and everything within a circle.
  CREATE INDEX school_place ON school USING gist (place);
  -- The list without a place pages by name.
  CREATE INDEX school_name ON school (name COLLATE "C", id);
  CREATE INDEX school_region ON school (region, name COLLATE "C", id);

  CREATE TABLE sector (
    code text COLLATE "C" PRIMARY KEY CHECK (code ~ '^([A-U]|[0-9]{2,5})$'),
    level text NOT NULL CHECK (level IN ('section', 'division', 'group', 'class', 'subclass')),
    parent text COLLATE "C" REFERENCES sector DEFERRABLE INITIALLY DEFERRED,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 300)
  );

  -- Which edition of each register is in the tables.
  CREATE TABLE register_import (
    register text COLLATE "C" PRIMARY KEY CHECK (register IN ('schools', 'sic')),
    source_date date NOT NULL,
    imported_at timestamptz NOT NULL
  );
`;

/** The national registers: schools and the Standard Industrial Classification. */
export class Reference1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE register_import, sector, school');
  }
}
