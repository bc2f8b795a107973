import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config.js';
import { nounOf } from '../database/ids.js';
import type { Actor } from './viewer.js';

/** For how many seconds a budget is, from the first that is spent of it. */
const WINDOW = 60;

/** Who spends: a person, a broker through its keys, or whoever asks from an address without being signed in. */
export interface Spender {
  readonly kind: 'person' | 'broker' | 'address';
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

/** Whoever has signed in spends their own budget, from wherever; whoever has not, that of their address. */
export function spenderOf(viewer: Actor | undefined, address: string): Spender {
  if (!viewer) return { kind: 'address', id: address };
  return { kind: nounOf(viewer.actorId) === 'broker' ? 'broker' : 'person', id: viewer.actorId };
}

/**
 * What everybody may ask for in a minute, all of it at once if they like. Counted in this process: it guards the
 * process and its connections to the database, and a read must not pay for a statement to be counted. Several processes
 * are several budgets (decision 0014).
 */
@Injectable()
export class Budget {
  private readonly limiters: Readonly<Record<Spender['kind'], RateLimiterMemory>>;

  constructor({ costPerPerson, costPerBroker, costPerAddress }: Config) {
    const of = (points: number) => new RateLimiterMemory({ points, duration: WINDOW });
    this.limiters = { person: of(costPerPerson), broker: of(costPerBroker), address: of(costPerAddress) };
  }

  /** Spends so much if there is so much left. What is refused costs nothing: something smaller may still be asked. */
  async spend({ kind, id }: Spender, requested: number): Promise<Spent & { allowed: boolean }> {
    const limiter = this.limiters[kind];
    const told = (allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes) => ({
      ...{ allowed, requested, remaining: remainingPoints, limit: limiter.points },
      resetsInSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    });
    try {
      return told(true, await limiter.consume(id, requested));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return told(false, await limiter.reward(id, requested));
    }
  }
}
