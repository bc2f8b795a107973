import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits that nobody guesses, as it is handed out: in a link, a cookie or an answer. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A secret as it is stored: whoever reads the table cannot use it. It is random, so a fast hash will do. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
