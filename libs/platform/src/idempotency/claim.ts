import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

/** A key that a mutation runs under. */
export interface Claim {
  readonly actor: string;
  readonly key: string;
  readonly fingerprint: Buffer;
  /** Whether a transaction of this very request has committed with it. */
  committed: boolean;
}

/** The claim of the mutation that runs, where its request named a key. */
export const claims = new AsyncLocalStorage<Claim>();

/** The constraint that a second transaction under the same key breaks, once the first has committed. */
export const CLAIMED = 'idempotency_key_once';

/**
 * Writes the key in the transaction that has the effect: both are there or neither. Whoever comes second under the same
 * key waits for the first, and then fails.
 */
export async function writeClaim(
  manager: EntityManager,
  { actor, key, fingerprint }: Claim,
  now: Date,
): Promise<void> {
  await manager.query(
    'INSERT INTO idempotency_key (actor, key, fingerprint, claimed_at) VALUES ($1, $2, $3, $4)',
    [actor, key, fingerprint, now],
  );
}
