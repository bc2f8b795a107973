import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { Cursors, type Page, system } from '#platform';
import { type ChangedValue, DoneBy, type HistoryArgs, type HistoryEntry } from './history.graphql.js';
import { narrowed, OWNED, type Scope, scopeOf } from './history.policy.js';

interface Row extends Omit<HistoryEntry, 'by' | 'values'> {
  readonly actor: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

/** Reads what was recorded of changes. */
@Injectable()
export class Histories {
  constructor(private readonly manager: EntityManager) {}

  /** What happened to what the viewer leads, the newest first; to what is unseen or absent, nothing. One statement. */
  async list(viewer: Viewer, { of, ...page }: HistoryArgs): Promise<Page<HistoryEntry>> {
    const cursors = new Cursors('history', [viewer.personId, of ?? null]);
    const span = cursors.span(page, ['number']);
    const [from] = span.key ?? [span.backwards ? 0 : Number.MAX_SAFE_INTEGER];
    const own = scopeOf(viewer);
    const scope = narrowed(own, of);
    const noun = of && scope === own ? of : null;
    // Names are for whoever leads the person, whatever is asked about.
    const [asked, led] = [idsOf(scope), idsOf(own)];
    const rows = await this.manager.query<Row[]>(
      `SELECT number, at, noun, noun_id AS "nounId", kind, reason, actor, before, after, person.name
       FROM change LEFT JOIN person ON person.id = change.actor AND EXISTS (
         SELECT FROM membership WHERE person_id = person.id AND (school_id = ANY ($6) OR employer_id = ANY ($7)))
       WHERE number ${span.than('DESC')} $3 AND ($4::text IS NULL OR noun_id = $4) ${scope ? `AND noun_id IN (${OWNED})` : EVERYBODYS}
       ORDER BY number ${span.order('DESC')} LIMIT $5`,
      [...asked, clamped(Number(from)), noun, span.limit, ...led],
    );
    return cursors.page(rows, span, ({ number }) => [number], entryOf);
  }
}

/** The same parameters, where nothing is asked of them. */
const EVERYBODYS = `AND ($1::text[], $2::text[]) IS NOT NULL`;

function idsOf(scope: Scope | undefined): [schools: readonly string[], employers: readonly string[]] {
  return scope ? [scope.schools, scope.employers] : [[], []];
}

/** Whoever reads a cursor can also forge one. */
function clamped(number: number): number {
  return Math.trunc(Math.max(0, Math.min(number, Number.MAX_SAFE_INTEGER)));
}

function entryOf({ actor, before, after, ...row }: Row): HistoryEntry {
  const others = actor === system.actorId ? DoneBy.SYSTEM : DoneBy.OTHERS;
  return {
    ...row,
    by: row.name === null ? others : DoneBy.OURS,
    values: valuesOf(before ?? {}, after ?? {}),
  };
}

function valuesOf(before: Record<string, unknown>, after: Record<string, unknown>): ChangedValue[] {
  const text = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => ({ name, before: text(before[name]), after: text(after[name]) }));
}
