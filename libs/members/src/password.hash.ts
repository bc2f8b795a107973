import { hash } from '@node-rs/argon2';

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane; the library's default algorithm is argon2id.
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A password as it is stored: Argon2id. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, strength);
}
