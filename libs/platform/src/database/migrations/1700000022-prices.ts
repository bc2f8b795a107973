import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What one more unit of a slot would have brought in the last clearing that covered it. */
export class Prices1700000022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE slot_price (
        slot_id text COLLATE "C" PRIMARY KEY REFERENCES slot ON DELETE CASCADE,
        clearing_id text COLLATE "C" NOT NULL REFERENCES clearing,
        points integer NOT NULL CHECK (points > 0),
        -- The requests that have the slot, or the person at that time, by that clearing.
        given_to text[] NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE slot_price`);
  }
}
