import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of groups and rolls, so that nobody overwrites what they have not seen. */
export class DeclaredVersions1700000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pupil_group ADD version integer NOT NULL DEFAULT 1;
      ALTER TABLE roll ADD version integer NOT NULL DEFAULT 1;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pupil_group DROP version;
      ALTER TABLE roll DROP version;
    `);
  }
}
