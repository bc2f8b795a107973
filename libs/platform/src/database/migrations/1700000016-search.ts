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

const PROFILES = `
  CREATE TABLE job_profile (
    id text COLLATE "C" PRIMARY KEY,
    person_id text COLLATE "C" NOT NULL REFERENCES person,
    employer_id text COLLATE "C" NOT NULL REFERENCES employer,
    status text NOT NULL CHECK (status IN ('draft', 'published', 'withdrawn')),
    version integer NOT NULL,
    occupation text COLLATE "C" NOT NULL CHECK (occupation ~ '^[1-9][0-9]{3}$'),
    story text NOT NULL CHECK (length(story) BETWEEN 1 AND 2000),
    can_ask text[] NOT NULL CHECK (cardinality(can_ask) <= 10),
    subjects text[] NOT NULL CHECK (cardinality(subjects) <= 10),
    created_at timestamptz NOT NULL,
    published_at timestamptz,
    -- The title of the occupation and of jobs in it, to be searched with the rest.
    occupation_words text NOT NULL,
    -- What a published one is found by; null where it is not published.
    document tsvector,
    CONSTRAINT job_profile_listed CHECK ((status = 'published') = (document IS NOT NULL))
  );
  CREATE UNIQUE INDEX job_profile_once ON job_profile (person_id, employer_id, occupation) WHERE status <> 'withdrawn';
  CREATE INDEX job_profile_document ON job_profile USING gin (document);
  CREATE INDEX job_profile_person ON job_profile (person_id, id);

  ALTER TABLE offer ADD occupations text[] NOT NULL DEFAULT '{}',
    ADD occupation_words text NOT NULL DEFAULT '',
    ADD job_profile_id text COLLATE "C" REFERENCES job_profile;
  CREATE INDEX offer_job_profile ON offer (job_profile_id) WHERE job_profile_id IS NOT NULL;
`;

const WORDS = `
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  -- What a published offer is found by: weight A its title, B occupations and employer, C description, D the story.
  CREATE TABLE offer_listing (
    offer_id text COLLATE "C" PRIMARY KEY REFERENCES offer ON DELETE CASCADE,
    document tsvector NOT NULL
  );
  CREATE INDEX offer_listing_document ON offer_listing USING gin (document);
  -- The words that occur in what is listed, with their stems: what a misspelt word may stand for.
  CREATE TABLE search_word (
    word text COLLATE "C" PRIMARY KEY,
    lexeme text COLLATE "C" NOT NULL
  );
  CREATE INDEX search_word_lexeme ON search_word (lexeme);
  CREATE INDEX search_word_like ON search_word USING gin (word gin_trgm_ops);
`;

const NO_WORDS = `DROP TABLE search_word, offer_listing`;

const NO_PROFILES = `
  ALTER TABLE offer DROP job_profile_id, DROP occupation_words, DROP occupations;
  DROP TABLE job_profile;
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
    await runner.query(AREAS + PROFILES + WORDS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(NO_WORDS);
    await runner.query(NO_PROFILES + NO_AREAS);
  }
}
