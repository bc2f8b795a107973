import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a clearing gives a school at most for one benchmark. */
export class Quotas1700000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE clearing ADD COLUMN most_per_benchmark integer CHECK (most_per_benchmark BETWEEN 1 AND 1000)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE clearing DROP COLUMN most_per_benchmark`);
  }
}
