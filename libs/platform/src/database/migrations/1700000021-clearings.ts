import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of the matcher over an area and a term, and what they propose. */
export class Clearings1700000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE clearing (
        id text COLLATE "C" PRIMARY KEY,
        -- Null for all of England.
        area_code text,
        first_day date NOT NULL,
        last_day date NOT NULL,
        policy text NOT NULL,
        fairness text NOT NULL CHECK (fairness IN ('none', 'harmonic', 'quadratic')),
        dry_run boolean NOT NULL,
        what_if jsonb,
        time_limit_seconds integer NOT NULL CHECK (time_limit_seconds BETWEEN 1 AND 3600),
        status text NOT NULL CHECK (status IN ('queued', 'running', 'finished', 'applied', 'cancelled', 'failed')),
        cancel_asked boolean NOT NULL DEFAULT false,
        progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        stage text NOT NULL,
        started_by text COLLATE "C" NOT NULL,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        applied_at timestamptz,
        -- What it found and the proof of it: figures alone.
        result jsonb,
        CONSTRAINT clearing_days CHECK (first_day <= last_day),
        CONSTRAINT clearing_what_if CHECK (what_if IS NULL OR dry_run),
        CONSTRAINT clearing_applied CHECK ((status = 'applied') = (applied_at IS NOT NULL) AND NOT (status = 'applied' AND dry_run)),
        CONSTRAINT clearing_result CHECK ((status IN ('finished', 'applied')) = (result IS NOT NULL))
      );
      -- One at a time for an area.
      CREATE UNIQUE INDEX clearing_at_once ON clearing (coalesce(area_code, '')) WHERE status IN ('queued', 'running');

      CREATE TABLE clearing_pair (
        clearing_id text COLLATE "C" NOT NULL REFERENCES clearing,
        -- 1 is the best.
        place integer NOT NULL CHECK (place >= 1),
        request_id text COLLATE "C" NOT NULL REFERENCES request,
        slot_id text COLLATE "C" NOT NULL REFERENCES slot,
        units integer NOT NULL CHECK (units >= 1),
        score smallint NOT NULL CHECK (score BETWEEN 0 AND 1000),
        pair_score smallint NOT NULL CHECK (pair_score BETWEEN 0 AND 600),
        explanation text NOT NULL,
        outcome text NOT NULL,
        reason text,
        proposal_id text COLLATE "C" REFERENCES proposal,
        PRIMARY KEY (clearing_id, place),
        CONSTRAINT clearing_pair_proposed CHECK ((outcome = 'proposed') = (proposal_id IS NOT NULL))
      );
      CREATE INDEX clearing_pair_outcome ON clearing_pair (clearing_id, outcome, place);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE clearing_pair, clearing`);
  }
}
