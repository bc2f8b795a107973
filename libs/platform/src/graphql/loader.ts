import DataLoader from 'dataloader';

/**
 * One batch loader per request and kind: `perRequest(context)` returns the same loader for the same GraphQL context, so
 * that a list of a hundred asks the database once and nothing is remembered between requests.
 */
export function perRequest<K, V>(
  load: (keys: readonly K[]) => Promise<(V | Error)[]>,
): (context: object) => DataLoader<K, V, unknown> {
  const loaders = new WeakMap<object, DataLoader<K, V, unknown>>();
  return (context) => {
    const known = loaders.get(context);
    if (known) return known;
    // A key that is an object is the same key as another one with the same fields.
    const cacheKeyFn = (key: K): unknown => (typeof key === 'object' ? JSON.stringify(key) : key);
    const loader = new DataLoader<K, V, unknown>(load, { cacheKeyFn });
    loaders.set(context, loader);
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
