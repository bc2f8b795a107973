import { isEmail } from 'class-validator';
import { isStorable } from '#platform';

/** What a provider says of somebody who signs in through it, as far as the product wants to know. */
export interface SignInClaims {
  readonly issuer: string;
  /** Names the person at the issuer for ever. */
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  /** The school that they came from, if any. */
  readonly urn: number | null;
}

/** Everything that came, of whatever type it is. */
type Raw = Readonly<Record<string, unknown>>;

/** Reads the claims; undefined where there is no address to know the person by. */
export function readClaims(issuer: string, subject: string, raw: Raw): SignInClaims | undefined {
  const email = textOf(raw['email'], 254);
  if (!isEmail(email)) return undefined;
  const parts = [raw['given_name'], raw['family_name']].map((part) => textOf(part, 100));
  const name = textOf(raw['name'], 200) || parts.filter(Boolean).join(' ') || email;
  return { issuer, subject, email, name: [...name].slice(0, 200).join(''), urn: urnOf(raw['organisation']) };
}

/** Whether the provider says that nobody has shown the address to be theirs: then it may be anybody's. */
export function isUnverified({ email_verified: verified }: Raw): boolean {
  return verified === false || verified === 'false';
}

/** One line that can be stored; empty where it is none. */
function textOf(value: unknown, most: number): string {
  if (typeof value !== 'string' || !isStorable(value)) return '';
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202d\u202e]+/gu, ' ').trim();
  return [...line].slice(0, most).join('');
}

/** `{ "urn": "100049", … }`, which some send as the text of it. */
function urnOf(organisation: unknown): number | null {
  const value = typeof organisation === 'string' ? parsed(organisation) : organisation;
  const urn = (value as { urn?: unknown } | null | undefined)?.urn;
  return /^\d{5,7}$/.test(String(urn)) ? Number(urn) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
