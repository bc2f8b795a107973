import DataLoader from 'dataloader';

/** Which mutation of an operation is running: what was read before it is read anew. */
const rounds = new WeakMap<object, number>();

/** Forgets what the loaders of an operation have read: the mutation that begins may change it. */
export function forgetLoaded(context: object): void {
  rounds.set(context, (rounds.get(context) ?? 0) + 1);
}

/**
 * One batch loader per request and kind: `perRequest(context)` returns the same loader for the same GraphQL context, so
 * that a list of a hundred asks the database once and nothing is remembered between requests, nor from one mutation of
 * an operation to the next.
 */
export function perRequest<K, V>(
  load: (keys: readonly K[]) => Promise<(V | Error)[]>,
): (context: object) => DataLoader<K, V, unknown> {
  const loaders = new WeakMap<object, { loader: DataLoader<K, V, unknown>; round: number }>();
  return (context) => {
    const round = rounds.get(context) ?? 0;
    const known = loaders.get(context);
    if (known?.round === round) return known.loader;
    // A key that is an object is the same key as another one with the same fields.
    const cacheKeyFn = (key: K): unknown => (typeof key === 'object' ? JSON.stringify(key) : key);
    const loader = new DataLoader<K, V, unknown>(load, { cacheKeyFn });
    loaders.set(context, { loader, round });
    return loader;
  };
}

/** Puts rows in the order of their keys: one row for each key, or null. */
export function inOrder<K, Row>(
  keys: readonly K[],
  rows: readonly Row[],
  keyOf: (row: Row) => K,
): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Puts rows in the order of their keys: all rows of each key. */
export function grouped<K, Row>(keys: readonly K[], rows: readonly Row[], keyOf: (row: Row) => K): Row[][] {
  const byKey = new Map<K, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) byKey.get(keyOf(row))?.push(row);
  return keys.map((key) => byKey.get(key) ?? []);
}
