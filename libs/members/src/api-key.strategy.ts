import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';
import { EntityManager } from 'typeorm';
import { type CallerOrigin, Clock, originOf, Unauthenticated, hashOf } from '#platform';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyStatus } from './api-key.graphql.js';
import { isWhole, PREFIX, statusOf } from './api-key.rules.js';
import { Attempts } from './attempts.js';
import { BrokerViewer } from './viewer.js';

type Verified = (error: Error | null, viewer?: BrokerViewer) => void;

/** Takes a bearer token that begins like a key; leaves every other to the strategy for access tokens. */
class BearerKey extends passport.Strategy {
  constructor(private readonly verify: (key: string, origin: CallerOrigin, done: Verified) => void) {
    super();
  }

  override authenticate(request: unknown): void {
    const { headers } = request as FastifyRequest;
    const [, key] = /^Bearer\s+(fh_.*)$/i.exec(headers.authorization ?? '') ?? [];
    if (key === undefined) return void this.fail();
    this.verify(key.trim(), originOf(request as FastifyRequest), (error, viewer) =>
      error || !viewer ? void this.error(error ?? new Unauthenticated()) : void this.success(viewer),
    );
  }
}

/** Reads a broker's key and looks it up at every request: one that is revoked ends at once. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(BearerKey, 'api-key') {
  constructor(
    private readonly manager: EntityManager,
    private readonly attempts: Attempts,
    private readonly clock: Clock,
  ) {
    super();
  }

  /**
   * Who asks. A mistyped key is told apart by its checksum and asks nothing of the database; keys that nobody was ever
   * issued are counted by address. Those that are over are not: the program that still sends one would shut out its
   * successor on the same machine.
   */
  async validate(text: string, origin: CallerOrigin): Promise<BrokerViewer> {
    if (!isWhole(text)) {
      throw new Unauthenticated(
        `This API key is mistyped or cut off: its checksum does not fit. Copy it again, whole, from ${PREFIX} on.`,
      );
    }
    const wait = await this.attempts.unknownKeys(origin);
    if (wait !== undefined) throw tooMany(wait);
    const key = await this.manager.findOne(ApiKey, { where: { hash: hashOf(text) } });
    if (!key) {
      await this.attempts.unknownKey(origin);
      throw new Unauthenticated('Nobody was issued this API key here. Ask an admin of your broker for one.');
    }
    const now = this.clock.now();
    const status = statusOf(key, now);
    if (status !== ApiKeyStatus.LIVE) {
      throw new Unauthenticated(`The API key ${PREFIX}${key.publicId}… is ${status}. Use another.`);
    }
    await this.used(key, now);
    return new BrokerViewer(key.brokerId, key.id, key.scopes);
  }

  /** Notes the use, at most once a minute. */
  private async used({ id, lastUsedAt }: ApiKey, now: Date): Promise<void> {
    const before = new Date(now.getTime() - 60_000);
    if (lastUsedAt && lastUsedAt > before) return;
    await this.manager.query(
      'UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)',
      [id, now, before],
    );
  }
}

function tooMany(seconds: number): Unauthenticated {
  return new Unauthenticated(
    `Too many unknown API keys came from your address. Wait ${Math.ceil(seconds / 60)} minutes, then try once more.`,
  );
}
