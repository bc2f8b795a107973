import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Verified addresses, links that are mailed, and the e-mail domains of schools. */
export class Accounts1700000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE person ADD COLUMN email_verified_at timestamptz;

      ALTER TABLE session DROP CONSTRAINT session_end_reason_check,
        ADD CONSTRAINT session_end_reason_check
          CHECK (end_reason IN ('signed_out', 'ended', 'token_reused', 'password_reset'));

      -- The one live link of a person for a purpose: a newer one replaces it, and whoever follows it takes it away.
      -- It is for the address that it went to, should the person have another by then.
      CREATE TABLE mailed_link (
        person_id text COLLATE "C" NOT NULL REFERENCES person ON DELETE CASCADE,
        purpose text COLLATE "C" NOT NULL CHECK (purpose IN ('reset_password', 'verify_email')),
        hash bytea NOT NULL CONSTRAINT mailed_link_hash UNIQUE,
        email text NOT NULL,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (person_id, purpose)
      );
      CREATE INDEX mailed_link_over ON mailed_link (expires_at);

      -- A domain may be of several schools of a trust.
      CREATE TABLE email_domain (
        id text COLLATE "C" PRIMARY KEY,
        school_id text COLLATE "C" NOT NULL REFERENCES school,
        domain text COLLATE "C" NOT NULL CHECK (domain = lower(domain) AND length(domain) BETWEEN 3 AND 253),
        declared_at timestamptz NOT NULL,
        declared_by text NOT NULL,
        CONSTRAINT email_domain_once UNIQUE (school_id, domain)
      );
      CREATE INDEX email_domain_school ON email_domain (school_id, id);

      -- Whoever comes back after a membership has ended waits for a person's decision, whatever their address.
      ALTER TABLE membership ADD COLUMN returns boolean NOT NULL DEFAULT false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE membership DROP COLUMN returns;
      DROP TABLE email_domain, mailed_link;
      UPDATE session SET end_reason = 'ended' WHERE end_reason = 'password_reset';
      ALTER TABLE session DROP CONSTRAINT session_end_reason_check,
        ADD CONSTRAINT session_end_reason_check CHECK (end_reason IN ('signed_out', 'ended', 'token_reused'));
      ALTER TABLE person DROP COLUMN email_verified_at;
    `);
  }
}
