import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  CREATE TABLE change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number bigint CHECK (number > 0),
    noun text NOT NULL CHECK (noun ~ '^[a-z][a-z_]*$'),
    noun_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
    actor text CHECK (actor !~ '[@[:space:]]'),
    reason text CHECK (reason ~ '^[a-z][a-z0-9_]*$'),
    before jsonb CHECK (jsonb_typeof(before) = 'object'),
    after jsonb CHECK (jsonb_typeof(after) = 'object'),
    at timestamptz NOT NULL,
    CONSTRAINT change_number UNIQUE (number)
  );
  CREATE INDEX change_waiting ON change (id) WHERE number IS NULL;
  COMMENT ON TABLE change IS
    'Append-only. Written in the transaction that makes the change, numbered after its commit; follow number, never id.';
  COMMENT ON COLUMN change.id IS 'Allocated before commit: a reader that follows it loses rows.';

  CREATE TABLE change_cursor (
    name text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    number bigint NOT NULL DEFAULT 0 CHECK (number >= 0)
  );
  COMMENT ON TABLE change_cursor IS 'How far each durable subscriber has come in change.number.';
`;

// The row comparison stands in WHEN clauses, so that numbering pays no function call per row.
const guards = `
  CREATE FUNCTION change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'change is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
  END $$;

  CREATE FUNCTION change_wakes_sequencer() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('change', '');
    RETURN NULL;
  END $$;

  CREATE TRIGGER change_update BEFORE UPDATE ON change FOR EACH ROW
    WHEN (
      old.number IS NOT NULL OR new.number IS NULL
      OR (old.id, old.noun, old.noun_id, old.kind, old.actor, old.reason, old.before, old.after, old.at)
        IS DISTINCT FROM (new.id, new.noun, new.noun_id, new.kind, new.actor, new.reason, new.before, new.after, new.at)
    ) EXECUTE FUNCTION change_is_append_only();
  CREATE TRIGGER change_delete BEFORE DELETE ON change FOR EACH ROW EXECUTE FUNCTION change_is_append_only();
  CREATE TRIGGER change_truncate BEFORE TRUNCATE ON change FOR EACH STATEMENT EXECUTE FUNCTION change_is_append_only();
  CREATE TRIGGER change_insert AFTER INSERT ON change FOR EACH STATEMENT EXECUTE FUNCTION change_wakes_sequencer();
`;

/** The append-only record of every change, its guards, and the cursors of those who follow it. */
export class Changes1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE change_cursor');
    await runner.query('DROP TABLE change');
    await runner.query('DROP FUNCTION change_wakes_sequencer()');
    await runner.query('DROP FUNCTION change_is_append_only()');
  }
}
