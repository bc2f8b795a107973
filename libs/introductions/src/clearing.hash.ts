import { createHash } from 'node:crypto';
import type { ClearingProblem } from '#matching';
import type { Clashes } from './clearing.clashes.js';
import type { ClearingTask } from './clearing.problem.js';

/**
 * SHA-256 of all that a clearing works from, in hexadecimal: the same whatever the order of its rows, of their fields and of
 * lists that are sets. What many rows share, such as a calendar, is written out once.
 */
export function hashOfTask({ problem, clashes }: Pick<ClearingTask, 'problem' | 'clashes'>): string {
  const canonical = writer();
  const rows = (of: readonly object[]) => of.map((row) => canonical(withSortedSets(row))).sort();
  const parts: Record<keyof ClearingProblem | keyof Clashes, readonly string[]> = {
    today: [problem.today],
    offers: rows(problem.offers),
    requests: rows(problem.requests),
    persons: [canonical(problem.persons)],
    employers: [canonical(problem.employers)],
    blocks: problem.blocks.map((ids) => canonical([...ids].sort())).sort(),
    quotas: rows(problem.quotas),
    bonuses: [canonical(problem.bonuses)],
    forbidden: rows(problem.forbidden),
    slots: [canonical(clashes.slots)],
    groups: [canonical(new Map([...clashes.groups].map(([id, groups]) => [id, [...groups].sort()])))],
    busy: [canonical(new Map([...clashes.busy].map(([id, taken]) => [id, [...taken].sort(byText)])))],
  };
  const hash = createHash('sha256');
  for (const [name, lines] of Object.entries(parts)) {
    hash.update(`\n# ${name}\n`);
    for (const line of lines) hash.update(line).update('\n');
  }
  return hash.digest('hex');
}

/** Writes a value as JSON with the fields of objects and the keys of maps in one order. */
function writer(): (value: unknown) => string {
  const known = new WeakMap<object, string>();
  const write = (value: unknown): string => {
    if (value instanceof Map) return write([...(value as Map<string, unknown>)].sort(byText));
    if (Array.isArray(value)) return `[${value.map(write).join()}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    const before = known.get(value);
    if (before !== undefined) return before;
    const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    const text = `{${fields.map(([name, of]) => `${JSON.stringify(name)}:${write(of)}`).join()}}`;
    // Only what is long is likely to be shared, and worth a hash of its own.
    const short = text.length > 500 ? createHash('sha256').update(text).digest('hex') : text;
    known.set(value, short);
    return short;
  };
  return write;
}

function withSortedSets(row: object): object {
  const fields = Object.entries(row) as [string, unknown][];
  return Object.fromEntries(
    fields.map(([name, value]) => [name, SETS.has(name) ? [...(value as unknown[])].sort(byText) : value]),
  );
}

/** Fields of rows whose order means nothing. */
const SETS: ReadonlySet<string> = new Set([
  ...['activityTypes', 'sectors', 'groups', 'windows', 'excluded', 'personsTaken'],
]);

function byText(one: unknown, other: unknown): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
