import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { EntityManager, IsNull, MoreThan } from 'typeorm';
import {
  type CallerOrigin,
  Clock,
  Config,
  NotFound,
  system,
  Transactions,
  type Tx,
  hashOf,
  newSecret,
} from '#platform';
import type { Person } from './person.entity.js';
import { Session } from './session.entity.js';
import {
  type EndSessionResult,
  EndSessionSuccess,
  RefreshRefused,
  type RefreshSessionInput,
  type RefreshSessionResult,
  RefreshSessionSuccess,
  SessionEnd,
  SessionHasEnded,
  type SignOutInput,
  type Tokens,
} from './session.graphql.js';
import type { Viewer } from './viewer.js';

const DAY = 86_400_000;

/** Sign-ins: begun, refreshed, seen and ended by their person. */
@Injectable()
export class Sessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly jwt: JwtService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The viewer's own session, or null where it is somebody else's or over. */
  find(viewer: Viewer | undefined, id: string): Promise<Session | null> {
    if (!viewer) return Promise.resolve(null);
    return this.manager.findOneBy(Session, { id, personId: viewer.actorId, ...this.running() });
  }

  /** The sessions of a person that have not ended, the newest first, at most a hundred. */
  of(personId: string): Promise<Session[]> {
    const where = { personId, ...this.running() };
    return this.manager.find(Session, { where, order: { id: 'DESC' }, take: 100 });
  }

  /** Begins a session in the transaction that lets somebody in. */
  async begin(tx: Tx, { id: personId }: Pick<Person, 'id'>, { device }: CallerOrigin): Promise<Tokens> {
    const lasting = { createdAt: tx.now, lastUsedAt: tx.now, expiresAt: this.end(tx.now) };
    const session = tx.manager.create(Session, {
      ...{ id: tx.newId('session'), personId, device },
      ...lasting,
      ...{ endedAt: null, endReason: null },
    });
    await tx.insert(Session, session);
    await tx.record(session, 'begun');
    return this.tokensOf(tx, session);
  }

  /**
   * Exchanges a refresh token for new ones. Each is good once: one conditional statement spends it. A spent one that comes
   * again was copied, and nobody can tell by whom, so the session ends for both.
   */
  refresh({ refreshToken }: RefreshSessionInput): Promise<typeof RefreshSessionResult> {
    const hash = hashOf(refreshToken);
    return this.transactions.run(system, async (tx) => {
      const [spent] = await tx.query<{ sessionId: string }>(
        `WITH spent AS (UPDATE refresh_token SET used_at = $2 WHERE hash = $1 AND used_at IS NULL RETURNING session_id)
         SELECT session_id AS "sessionId" FROM spent`,
        [hash, tx.now],
      );
      if (!spent) {
        await endCopied(tx, hash);
        return new RefreshRefused();
      }
      const where = { id: spent.sessionId, endedAt: IsNull(), expiresAt: MoreThan(tx.now) };
      const session = await tx.manager.findOne(Session, { where, lock: { mode: 'pessimistic_write' } });
      if (!session) return new RefreshRefused();
      await tx.save(Object.assign(session, { lastUsedAt: tx.now, expiresAt: this.end(tx.now) }));
      return new RefreshSessionSuccess(await this.tokensOf(tx, session));
    });
  }

  /** Ends the session that the viewer speaks through, or all that the viewer has. */
  signOut(viewer: Viewer, { everywhere }: SignOutInput): Promise<typeof EndSessionResult> {
    return this.transactions.run(viewer, async (tx) => {
      const reason = SessionEnd.SIGNED_OUT;
      const here = async () => Number(await end(tx, viewer.sessionId, reason));
      const ended = everywhere ? await endAll(tx, viewer.personId, reason) : await here();
      return ended > 0 ? new EndSessionSuccess(ended) : new SessionHasEnded();
    });
  }

  /** Ends a session of the viewer. Somebody else's and none look alike. */
  endSession(viewer: Viewer, id: string): Promise<typeof EndSessionResult> {
    return this.transactions.run(viewer, async (tx) => {
      if (!(await tx.manager.existsBy(Session, { id, personId: viewer.personId })))
        throw new NotFound('session', id);
      return (await end(tx, id, SessionEnd.ENDED)) ? new EndSessionSuccess(1) : new SessionHasEnded();
    });
  }

  private running() {
    return { endedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) };
  }

  private end(from: Date): Date {
    return new Date(from.getTime() + this.config.sessionDays * DAY);
  }

  private async tokensOf(tx: Tx, { id, personId }: Session): Promise<Tokens> {
    const refreshToken = newSecret();
    await tx.query('INSERT INTO refresh_token (hash, session_id, issued_at) VALUES ($1, $2, $3)', [
      hashOf(refreshToken),
      id,
      tx.now,
    ]);
    const accessToken = this.jwt.sign({ sub: personId, sid: id });
    return { accessToken, expiresInSeconds: this.config.tokenMinutes * 60, refreshToken };
  }
}

/** Ends every session of a person. @returns how many were running until now */
export async function endAll(tx: Tx, personId: string, reason: SessionEnd): Promise<number> {
  let ended = 0;
  const running = await tx.manager.findBy(Session, { personId, endedAt: IsNull() });
  for (const { id } of running) if (await end(tx, id, reason)) ended += 1;
  return ended;
}

/** Ends a session once. @returns whether it was running until now */
async function end(tx: Tx, id: string, reason: SessionEnd): Promise<boolean> {
  const ended = await tx.query<{ id: string }>(
    `WITH ended AS (UPDATE session SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id)
     SELECT id FROM ended`,
    [id, tx.now, reason],
  );
  if (ended.length > 0) await tx.record({ id }, 'ended', { reason });
  return ended.length > 0;
}

async function endCopied(tx: Tx, hash: Buffer): Promise<void> {
  const [copied] = await tx.query<{ sessionId: string }>(
    'SELECT session_id AS "sessionId" FROM refresh_token WHERE hash = $1',
    [hash],
  );
  if (copied) await end(tx, copied.sessionId, SessionEnd.TOKEN_REUSED);
}
