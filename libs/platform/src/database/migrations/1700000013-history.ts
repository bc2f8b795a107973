import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to one noun, the newest first. */
export class History1700000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX change_noun ON change (noun_id, number)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX change_noun');
  }
}
