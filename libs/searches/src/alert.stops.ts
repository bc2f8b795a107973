import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, Transactions, type Tx, hashOf, newSecret } from '#platform';
import { AlertRhythm } from './saved-search.graphql.js';

/** For how many days the link of a letter works: longer than a letter lies in a mailbox unread. */
const DAYS = 180;

/** Links in letters that stop them, without an account. Until one is used, those of all letters work. */
@Injectable()
export class StopLinks {
  constructor(
    private readonly manager: EntityManager,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Makes a link for a person. @returns its token */
  async issue(tx: Tx, personId: string): Promise<string> {
    const token = newSecret();
    const expiresAt = new Date(tx.now.getTime() + DAYS * 86_400_000);
    await tx.query('INSERT INTO alert_stop_link (hash, person_id, expires_at) VALUES ($1, $2, $3)', [
      ...[hashOf(token), personId, expiresAt],
    ]);
    return token;
  }

  /** Whether a link is good. Looking takes nothing away. */
  async isGood(token: string): Promise<boolean> {
    return (await this.owner(token)) !== undefined;
  }

  /** Lets all searches of the link's person be silent, and spends their links. @returns whether the link was good */
  async stop(token: string): Promise<boolean> {
    const personId = await this.owner(token);
    if (personId === undefined) return false;
    return this.transactions.run({ actorId: personId }, async (tx) => {
      // For the one of several at once that comes first.
      const spent = await tx.query<{ hash: Buffer }>(
        'WITH spent AS (DELETE FROM alert_stop_link WHERE person_id = $1 RETURNING hash) SELECT hash FROM spent',
        [personId],
      );
      if (!spent.some(({ hash }) => hash.equals(hashOf(token)))) return false;
      const stopped = await tx.query<{ id: string; before: AlertRhythm; version: number }>(
        `WITH stopped AS (UPDATE saved_search SET alerts = 'never', version = saved_search.version + 1
           FROM (SELECT id, alerts FROM saved_search WHERE person_id = $1 AND alerts <> 'never' ORDER BY id FOR UPDATE) old
           WHERE saved_search.id = old.id RETURNING saved_search.id, old.alerts AS before, version)
         SELECT id, before, version FROM stopped ORDER BY id`,
        [personId],
      );
      const changes = stopped.map(({ id, before, version }) => ({
        id,
        before: { alerts: before },
        after: { alerts: AlertRhythm.NEVER, version },
      }));
      await tx.recordAll(changes, 'changed');
      return true;
    });
  }

  private async owner(token: string): Promise<string | undefined> {
    const [found] = await this.manager.query<{ personId: string }[]>(
      'SELECT person_id AS "personId" FROM alert_stop_link WHERE hash = $1 AND expires_at > $2',
      [hashOf(token), this.clock.now()],
    );
    return found?.personId;
  }
}
