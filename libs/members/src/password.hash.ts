import { hash } from '@node-rs/argon2';
import type { Tx } from '#platform';
import { Person } from './person.entity.js';

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane; the library's default algorithm is argon2id.
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A password as it is stored: Argon2id. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, strength);
}

/**
 * Whether the password that was right a moment ago is the person's still, and stays so until the transaction ends. A reset
 * meanwhile ends every session, and would miss one that begins now with the password of before.
 */
export async function stillOpens(tx: Tx, id: string, passwordHash: string): Promise<boolean> {
  const where = { id, passwordHash };
  return (await tx.manager.findOne(Person, { where, lock: { mode: 'pessimistic_read' } })) !== null;
}
