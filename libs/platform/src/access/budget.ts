import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config.js';
import type { Actor } from './viewer.js';

/** For how many seconds a budget is, from the first that is spent of it. */
const WINDOW = 60;

/** Who spends: a person, a key, its broker, or whoever asks from an address without being signed in. */
export interface Spender {
  readonly kind: 'person' | 'key' | 'broker' | 'address';
  readonly id: string;
}

/** What an operation cost its spender, as the answer tells in `extensions.cost`. */
export interface Spent {
  /** What the operation costs. */
  readonly requested: number;
  /** What is left until the budget begins anew. */
  readonly remaining: number;
  /** What a minute has. */
  readonly limit: number;
  /** In how many seconds the budget begins anew. */
  readonly resetsInSeconds: number;
}

/**
 * Whose budgets an operation is taken from: whoever has signed in spends their own, from wherever; whoever has not, that
 * of their address. A key spends its own and its broker's, so that one of two live keys never uses up what both have.
 */
export function spendersOf(viewer: (Actor & { keyId?: string }) | undefined, address: string): Spender[] {
  if (!viewer) return [{ kind: 'address', id: address }];
  const { actorId, keyId } = viewer;
  if (keyId === undefined) return [{ kind: 'person', id: actorId }];
  return [
    { kind: 'key', id: keyId },
    { kind: 'broker', id: actorId },
  ];
}

/**
 * What everybody may ask for in a minute, all of it at once if they like. Counted in this process: it guards the
 * process and its connections to the database, and a read must not pay for a statement to be counted. Several processes
 * are several budgets (decision 0014).
 */
@Injectable()
export class Budget {
  private readonly limiters: Readonly<Record<Spender['kind'], RateLimiterMemory>>;

  constructor({ costPerPerson, costPerKey, costPerBroker, costPerAddress }: Config) {
    const of = (points: number) => new RateLimiterMemory({ points, duration: WINDOW });
    this.limiters = {
      ...{ person: of(costPerPerson), key: of(costPerKey) },
      ...{ broker: of(costPerBroker), address: of(costPerAddress) },
    };
  }

  /**
   * Spends so much of every one of these budgets, if there is so much left in each; tells of the one that has least left.
   * What is refused costs nothing: something smaller may still be asked.
   */
  async spend(spenders: readonly Spender[], requested: number): Promise<Spent & { allowed: boolean }> {
    const spent: (Spent & { allowed: boolean })[] = [];
    for (const spender of spenders) {
      const one = await this.spendOf(spender, requested);
      if (!one.allowed) {
        await Promise.all(spenders.slice(0, spent.length).map((other) => this.giveBack(other, requested)));
        return one;
      }
      spent.push(one);
    }
    return spent.reduce((least, one) => (one.remaining < least.remaining ? one : least));
  }

  private async spendOf({ kind, id }: Spender, requested: number): Promise<Spent & { allowed: boolean }> {
    const limiter = this.limiters[kind];
    const told = (allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes) => ({
      ...{ allowed, requested, remaining: remainingPoints, limit: limiter.points },
      resetsInSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    });
    try {
      return told(true, await limiter.consume(id, requested));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return told(false, await this.giveBack({ kind, id }, requested));
    }
  }

  private giveBack({ kind, id }: Spender, requested: number): Promise<RateLimiterRes> {
    return this.limiters[kind].reward(id, requested);
  }
}
