import { hashOf } from '#platform';
import { crc32 } from 'node:zlib';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyStatus } from './api-key.graphql.js';

/** How every key begins: whoever finds one in a file or a log knows what it is and where to hand it in. */
export const PREFIX = 'fh_live_';

/** How many of each: the public id, the secret (256 bits), the checksum of all before it. */
const LENGTHS = { publicId: 8, secret: 43, checksum: 6 } as const;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${LENGTHS.publicId + LENGTHS.secret + LENGTHS.checksum}}$`);

/** A key that has just been made. The text is shown once and kept nowhere. */
export interface NewKey {
  readonly text: string;
  readonly publicId: string;
  readonly hash: Buffer;
}

/** A new key. @param chance at least 38 random bytes: six for the public id, 32 for the secret */
export function makeKey(chance: Buffer): NewKey {
  const publicId = base62(chance.subarray(0, 6), LENGTHS.publicId);
  const begun = `${PREFIX}${publicId}${base62(chance.subarray(6, 38), LENGTHS.secret)}`;
  const text = `${begun}${checksumOf(begun)}`;
  return { text, publicId, hash: hashOf(text) };
}

/** Whether a text is one that could have been issued: what is mistyped or cut off is not. */
export function isWhole(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const begun = text.slice(0, -LENGTHS.checksum);
  return text === `${begun}${checksumOf(begun)}`;
}

/** Whether a key still opens anything. */
export function statusOf({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, now: Date) {
  if (revokedAt) return ApiKeyStatus.REVOKED;
  return expiresAt && expiresAt <= now ? ApiKeyStatus.EXPIRED : ApiKeyStatus.LIVE;
}

function checksumOf(text: string): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(text));
  return base62(sum, LENGTHS.checksum);
}

/** The last so many digits of a number to the base 62. */
function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let digits = '';
  while (digits.length < length) {
    digits = `${DIGITS[Number(rest % 62n)]}${digits}`;
    rest /= 62n;
  }
  return digits;
}
