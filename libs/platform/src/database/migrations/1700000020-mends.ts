import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Slots that are closed for good, and names of brokers that differ by more than their case. */
export class Mends1700000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE slot
        -- Its visitor cannot come: what is given back of it is nobody's to take.
        ADD closed boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT slot_closed CHECK (NOT closed OR remaining = 0);
      CREATE UNIQUE INDEX broker_name ON broker (lower(name));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX broker_name;
      ALTER TABLE slot DROP closed;
    `);
  }
}
