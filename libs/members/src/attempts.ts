import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import type { CallerOrigin } from '#platform';
import type { LinkPurpose } from './link.service.js';

/** How many attempts are let through for what, and in how many seconds. */
const LIMITS = {
  /** Wrong passwords for one account from one address: a person who has forgotten theirs. */
  pair: { points: 10, duration: 15 * 60 },
  /** For one account, from wherever. */
  account: { points: 50, duration: 60 * 60 },
  /** From one address, for whatever accounts: a whole school may sit behind it. */
  address: { points: 200, duration: 15 * 60 },
  /** New accounts from one address. */
  signUp: { points: 100, duration: 60 * 60 },
  /** API keys that nobody was issued, from one address. */
  apiKey: { points: 100, duration: 15 * 60 },
  /** Browsers sent to a provider of sign-ins from one address: a school behind it comes in at half past eight. */
  provider: { points: 500, duration: 15 * 60 },
  /** Forgotten passwords from one address: a whole school may sit behind it. */
  reset: { points: 60, duration: 60 * 60 },
  /** Letters with a link of one kind to one person, whoever asks for them: as long as a link to choose a password is good. */
  letter: { points: 5, duration: 60 * 60 },
} as const;

/**
 * Counts attempts to get in, in the database, so that all processes count together. Asked where the resolver runs: a
 * request that packs a thousand guesses into aliases has them counted one by one.
 */
@Injectable()
export class Attempts {
  private readonly limiters = new Map<keyof typeof LIMITS, RateLimiterPostgres>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Counts an attempt to sign in. What one address may try at one account comes first, and what it refuses counts no
   * further: nobody can lock an account for others from where they are.
   * @param account the person's id, or the address that was typed where nobody has it
   * @returns for how many seconds to wait, or undefined where it may be made
   */
  async signIn(account: string, { address }: CallerOrigin): Promise<number | undefined> {
    return (
      (await this.count('pair', `${account} ${address}`)) ??
      (await this.count('address', address)) ??
      (await this.count('account', account))
    );
  }

  /** Forgets the failures of whoever has got in. */
  async succeeded(account: string, { address }: CallerOrigin): Promise<void> {
    await this.limiter('pair').delete(hashed(`${account} ${address}`));
    await this.limiter('account').delete(hashed(account));
  }

  /** Counts an attempt to make an account. @returns for how many seconds to wait, or undefined where it may be made */
  signUp({ address }: CallerOrigin): Promise<number | undefined> {
    return this.count('signUp', address);
  }

  /** Counts a browser that is to be sent to a provider. @returns for how many seconds to wait, or undefined where it may go */
  toProvider({ address }: CallerOrigin): Promise<number | undefined> {
    return this.count('provider', address);
  }

  /** Counts an API key that nobody was issued. */
  async unknownKey({ address }: CallerOrigin): Promise<void> {
    await this.count('apiKey', address);
  }

  /** Whether too many of those came from an address. @returns for how many seconds to wait, or undefined */
  async unknownKeys({ address }: CallerOrigin): Promise<number | undefined> {
    const counted = await this.limiter('apiKey').get(hashed(address));
    if (!counted || counted.consumedPoints < LIMITS.apiKey.points) return undefined;
    return Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  }

  /** Counts a request for a new password. @returns for how many seconds to wait, or undefined where it may be made */
  reset({ address }: CallerOrigin): Promise<number | undefined> {
    return this.count('reset', address);
  }

  /**
   * Counts a letter that is to be mailed to an account.
   * @param account the person's id, or the address that was typed where nobody has it
   * @param purpose each has a count of its own: what strangers ask for takes nothing from what the person does
   * @returns for how many seconds to send no more, or undefined where it may be sent
   */
  letter(account: string, purpose: LinkPurpose): Promise<number | undefined> {
    return this.count('letter', `${purpose} ${account}`);
  }

  private async count(what: keyof typeof LIMITS, key: string): Promise<number | undefined> {
    try {
      await this.limiter(what).consume(hashed(key));
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
  }

  private limiter(what: keyof typeof LIMITS): RateLimiterPostgres {
    const known = this.limiters.get(what);
    if (known) return known;
    const store = { storeClient: this.dataSource, storeType: 'typeorm', tableName: 'attempt' };
    const limiter = new RateLimiterPostgres({
      ...{ ...store, tableCreated: true, clearExpiredByTimeout: false },
      ...{ keyPrefix: what, ...LIMITS[what] },
    });
    this.limiters.set(what, limiter);
    return limiter;
  }
}

/** What is counted is kept as a hash: the table tells nobody's address. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
