import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-ins that a person sees and ends, their tokens, and attempts that are counted. */
export class Sessions1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session (
        id text COLLATE "C" PRIMARY KEY,
        person_id text COLLATE "C" NOT NULL REFERENCES person ON DELETE CASCADE,
        device text NOT NULL CHECK (length(device) <= 200),
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text CHECK (end_reason IN ('signed_out', 'ended', 'token_reused')),
        CONSTRAINT session_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL))
      );
      CREATE INDEX session_person ON session (person_id, id);
      CREATE INDEX session_over ON session (least(expires_at, coalesce(ended_at, expires_at)));

      -- A refresh token is good once. What was used is kept, so that a second use is known for what it is: a copy.
      CREATE TABLE refresh_token (
        hash bytea PRIMARY KEY,
        session_id text COLLATE "C" NOT NULL REFERENCES session ON DELETE CASCADE,
        issued_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX refresh_token_session ON refresh_token (session_id);

      -- Attempts by what they are counted for, hashed. The three columns are those of the library that counts.
      CREATE TABLE attempt (
        key text COLLATE "C" PRIMARY KEY,
        points integer NOT NULL,
        expire bigint
      );
      CREATE INDEX attempt_expire ON attempt (expire);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE attempt, refresh_token, session`);
  }
}
