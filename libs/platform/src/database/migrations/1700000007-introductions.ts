import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Matches put to both sides. */
export class Introductions1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE proposal (
        id text COLLATE "C" PRIMARY KEY,
        request_id text COLLATE "C" NOT NULL REFERENCES request,
        offer_id text COLLATE "C" NOT NULL REFERENCES offer,
        slot_id text COLLATE "C" NOT NULL REFERENCES slot,
        hold_id text COLLATE "C" NOT NULL UNIQUE REFERENCES hold,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        employer_id text COLLATE "C" NOT NULL REFERENCES employer,
        units integer NOT NULL CHECK (units >= 1),
        status text NOT NULL CHECK (status IN ('proposed', 'accepted_by_school', 'accepted_by_offerer', 'confirmed',
          'declined', 'countered', 'lapsed')),
        proposed_by text NOT NULL CHECK (proposed_by IN ('school', 'offerer', 'operator')),
        score smallint NOT NULL CHECK (score BETWEEN 0 AND 1000),
        explanation text NOT NULL,
        decline_reason text,
        declined_by text CHECK (declined_by IN ('school', 'offerer')),
        hold_until timestamptz NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        decided_at timestamptz,
        CONSTRAINT proposal_declined CHECK ((status = 'declined') = (decline_reason IS NOT NULL))
      );
      CREATE INDEX proposal_school ON proposal (school_id, id);
      CREATE INDEX proposal_employer ON proposal (employer_id, id);
      CREATE INDEX proposal_request ON proposal (request_id);
      CREATE INDEX proposal_offer ON proposal (offer_id);
      CREATE INDEX proposal_due ON proposal (hold_until) WHERE status IN ('proposed', 'accepted_by_school', 'accepted_by_offerer');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE proposal`);
  }
}
