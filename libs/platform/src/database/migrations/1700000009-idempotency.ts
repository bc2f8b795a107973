import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys under which a mutation has its effect once, with what it answered. */
export class Idempotency1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        actor text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        -- Of the operation and its variables: the same key with another input is a mistake.
        fingerprint bytea NOT NULL,
        claimed_at timestamptz NOT NULL,
        -- Null until it was sent: written after the effect, which the row itself is written with.
        answer jsonb,
        CONSTRAINT idempotency_key_once PRIMARY KEY (actor, key)
      );
      CREATE INDEX idempotency_key_age ON idempotency_key (claimed_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_key`);
  }
}
