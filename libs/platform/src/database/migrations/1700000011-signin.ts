import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Brokers that people act for, their keys, and sign-in through a provider. */
export class SignIn1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(brokers);
    await runner.query(keys);
    await runner.query(providers);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sign_in_code, sign_in_attempt, identity, api_key;
      DELETE FROM membership WHERE broker_id IS NOT NULL;
      DROP INDEX membership_once;
      ALTER TABLE membership
        DROP CONSTRAINT membership_one_organisation, DROP CONSTRAINT membership_role_fits,
        DROP CONSTRAINT membership_role_check, DROP COLUMN broker_id;
      ALTER TABLE membership
        ADD CONSTRAINT membership_role_check
          CHECK (role IN ('school_admin', 'teacher', 'employer_admin', 'volunteer')),
        ADD CONSTRAINT membership_one_organisation CHECK (num_nonnulls(school_id, employer_id) = 1),
        ADD CONSTRAINT membership_role_fits
          CHECK ((school_id IS NOT NULL) = (role IN ('school_admin', 'teacher')));
      CREATE UNIQUE INDEX membership_once ON membership (person_id, coalesce(school_id, employer_id));
      ALTER TABLE broker DROP COLUMN approved_at;
    `);
  }
}

const brokers = `
  ALTER TABLE broker ADD COLUMN approved_at timestamptz;
  -- Whatever broker there was before was put there by an operator.
  UPDATE broker SET approved_at = now();

  DROP INDEX membership_once;
  ALTER TABLE membership
    ADD COLUMN broker_id text COLLATE "C" REFERENCES broker,
    DROP CONSTRAINT membership_role_check, DROP CONSTRAINT membership_one_organisation,
    DROP CONSTRAINT membership_role_fits;
  ALTER TABLE membership
    ADD CONSTRAINT membership_role_check
      CHECK (role IN ('school_admin', 'teacher', 'employer_admin', 'volunteer', 'broker_admin')),
    ADD CONSTRAINT membership_one_organisation CHECK (num_nonnulls(school_id, employer_id, broker_id) = 1),
    ADD CONSTRAINT membership_role_fits CHECK (
      (school_id IS NOT NULL) = (role IN ('school_admin', 'teacher'))
      AND (broker_id IS NOT NULL) = (role = 'broker_admin'));
  CREATE UNIQUE INDEX membership_once ON membership (person_id, coalesce(school_id, employer_id, broker_id));
  CREATE INDEX membership_broker ON membership (broker_id, id);
`;

const keys = `
  CREATE TABLE api_key (
    id text COLLATE "C" PRIMARY KEY,
    broker_id text COLLATE "C" NOT NULL REFERENCES broker,
    -- What a list shows, and what follows the prefix of the key itself.
    public_id text COLLATE "C" NOT NULL CONSTRAINT api_key_public_id UNIQUE,
    -- SHA-256 of the whole key, which is random and 256 bits long: no slow hash would make it harder to guess.
    hash bytea NOT NULL CONSTRAINT api_key_hash UNIQUE CHECK (length(hash) = 32),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    -- One of the two places that a broker has for live keys; null once the key is over.
    place smallint CHECK (place IN (1, 2)),
    CONSTRAINT api_key_two_live UNIQUE (broker_id, place),
    CONSTRAINT api_key_over CHECK (revoked_at IS NULL OR place IS NULL)
  );
  CREATE INDEX api_key_broker ON api_key (broker_id, id);
`;

const providers = `
  -- Who somebody is at a provider. Its subject names a person for ever; an e-mail address does not.
  CREATE TABLE identity (
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    person_id text COLLATE "C" NOT NULL REFERENCES person ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    CONSTRAINT identity_once PRIMARY KEY (issuer, subject)
  );
  CREATE INDEX identity_person ON identity (person_id);

  -- A browser that is away at the provider: what it must come back with. Gone once it has.
  CREATE TABLE sign_in_attempt (
    state bytea PRIMARY KEY,
    browser bytea NOT NULL,
    nonce text NOT NULL,
    code_verifier text NOT NULL,
    return_to text NOT NULL,
    client_challenge text,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX sign_in_attempt_expires ON sign_in_attempt (expires_at);

  -- What a browser brought back, until its client exchanges the code for a session. Gone once it has.
  CREATE TABLE sign_in_code (
    hash bytea PRIMARY KEY,
    -- Whether the account of the same e-mail address has to be opened with its password first.
    needs_password boolean NOT NULL,
    client_challenge text,
    claims jsonb NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX sign_in_code_expires ON sign_in_code (expires_at);
`;
