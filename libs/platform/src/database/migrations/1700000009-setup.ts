import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done once when the database was set up, so that a start that was killed goes on where it stopped. */
export class Setup1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE setup_step (
        name text COLLATE "C" PRIMARY KEY,
        done_at timestamptz NOT NULL,
        summary jsonb NOT NULL DEFAULT '{}'
      );
      COMMENT ON COLUMN setup_step.summary IS 'what later starts tell about the step';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE setup_step`);
  }
}
