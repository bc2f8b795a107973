import type { MigrationInterface, QueryRunner } from 'typeorm';

const AREAS = `
  CREATE TABLE area (
    code text COLLATE "C" PRIMARY KEY CHECK (code ~ '^(E[0-9]{8}|LSIP(-[A-Z]+)+)$'),
    kind text NOT NULL CHECK (kind IN ('region', 'local_authority', 'skills_plan', 'combined_authority')),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    districts text[] NOT NULL
  );
  -- The outlines of the local authorities, islands apart, in metres of the National Grid. The others are made of them.
  CREATE TABLE area_part (
    district text COLLATE "C" NOT NULL REFERENCES area ON DELETE CASCADE,
    outline polygon NOT NULL,
    bounds box NOT NULL
  );
  CREATE INDEX area_part_district ON area_part (district);
  CREATE INDEX area_part_outline ON area_part USING gist (outline);

  -- The local authority of a place: the one around it, or the nearest within 2 km, since the outlines are generalised and
  -- cut off piers and headlands; null elsewhere, as in Wales.
  CREATE FUNCTION district_at(place point) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN nearest.metres <= 2000 THEN nearest.district END FROM (
      SELECT part.district, part.outline <-> place AS metres FROM area_part part
      ORDER BY part.outline <-> place, part.district LIMIT 1) nearest
  $$;

  ALTER TABLE school ADD district text COLLATE "C";
  CREATE INDEX school_district ON school (district);
  ALTER TABLE offer_place ADD district text COLLATE "C";

  ALTER TABLE register_import DROP CONSTRAINT register_import_register_check,
    ADD CONSTRAINT register_import_register_check CHECK (register IN ('schools', 'sic', 'areas'));
`;

const NO_AREAS = `
  DELETE FROM register_import WHERE register = 'areas';
  ALTER TABLE register_import DROP CONSTRAINT register_import_register_check,
    ADD CONSTRAINT register_import_register_check CHECK (register IN ('schools', 'sic'));
  ALTER TABLE offer_place DROP district;
  ALTER TABLE school DROP district;
  DROP FUNCTION district_at;
  DROP TABLE area_part, area;
`;

/** What offers are found by, besides place and sector. */
export class Search1700000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AREAS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(NO_AREAS);
  }
}
