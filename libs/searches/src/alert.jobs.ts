import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Statement } from '#offers';
import { BadInput, brokenConstraint, Clock, JobsRunner, system, Transactions, type Tx } from '#platform';
import { MAIL_ALERT } from './alert.mails.js';
import { NUMBERED_TO } from './new-offers.js';
import type { SavedSearch } from './saved-search.entity.js';
import { type Due, SavedSearches } from './saved-search.service.js';

const TELL = 'tell_new_offers';

/** How many people are queued in one transaction. */
const batch = 500;

/** SQL: it is the day to look for a search, $1 being today. */
const IS_DUE = `(alerts = 'daily' AND looked_on < $1::date OR alerts = 'weekly' AND looked_on <= $1::date - 7)`;

/** A search that is due, as it was read. */
type Read = Due & Pick<SavedSearch, 'version'>;

/** The same with the SQL that finds what is new to it. */
interface Prepared extends Statement {
  readonly search: Read;
}

/** Tells people of new offers that their searches find: each offer once for each search, and one letter a day. */
@Injectable()
export class AlertJobs implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly searches: SavedSearches,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'find_alerts', every: '17 6 * * *', run: () => this.find() });
    this.jobs.register({ name: TELL, run: ({ personId }) => this.tell(String(personId)) });
  }

  /** Queues a job for each person with a search that is due and an address that is theirs: one who fails delays nobody else. */
  async find(): Promise<void> {
    let people: { id: string }[] = [];
    do {
      const last = people.at(-1)?.id ?? '';
      people = await this.transactions.run(system, async (tx) => {
        const found = await tx.query<{ id: string }>(
          `SELECT id FROM person WHERE email_verified_at IS NOT NULL AND id > $2
             AND EXISTS (SELECT FROM saved_search WHERE person_id = person.id AND ${IS_DUE})
           ORDER BY id LIMIT $3`,
          [tx.today, last, batch],
        );
        for (const { id: personId } of found)
          await tx.queue(TELL, { personId }, { jobKey: `${TELL}:${personId}` });
        return found;
      });
    } while (people.length === batch);
  }

  /**
   * Writes down what a person is told of today and queues the letter, in one transaction. May be called again, and at once
   * from two sides: the second finds nothing due, or that today's letter is written.
   */
  async tell(personId: string): Promise<void> {
    const prepared = await this.prepare(personId);
    if (prepared.length === 0) return;
    try {
      await this.transactions.run(system, (tx) => tellOf(tx, personId, prepared));
    } catch (error) {
      if (brokenConstraint(error) !== 'alert_letter_once') throw error;
    }
  }

  /** Before the transaction, which is to be brief. A search whose place or area is gone from the registers waits. */
  private async prepare(personId: string): Promise<Prepared[]> {
    const due = await this.manager.query<Read[]>(
      `SELECT id, version, criteria, new_since AS "newSince", told_to AS "toldTo" FROM saved_search WHERE person_id = $2 AND ${IS_DUE} ORDER BY id`,
      [this.clock.today(), personId],
    );
    const prepared: Prepared[] = [];
    for (const search of due) {
      try {
        prepared.push({ search, ...(await this.searches.newOnes(search)) });
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
      }
    }
    return prepared;
  }
}

async function tellOf(tx: Tx, personId: string, prepared: readonly Prepared[]): Promise<void> {
  // Whoever erases this person locks them first, too. The second of two workers waits here, and then finds nothing due.
  const [person] = await tx.query<object>(
    'SELECT FROM person WHERE id = $1 AND email_verified_at IS NOT NULL FOR NO KEY UPDATE',
    [personId],
  );
  if (!person) return;
  const due = await tx.query<{ id: string; version: number }>(
    `SELECT id, version FROM saved_search WHERE person_id = $2 AND ${IS_DUE} ORDER BY id FOR UPDATE`,
    [tx.today, personId],
  );
  const [known] = await tx.query<{ number: number }>(`SELECT ${NUMBERED_TO} AS number`);
  const letterId = tx.newId('letter');
  let told = 0;
  for (const { search, sql, values } of prepared) {
    // One that was changed meanwhile tells of what is published from then on.
    if (!due.some(({ id, version }) => id === search.id && version === search.version)) continue;
    told += await writeTold(tx, search.id, letterId, { sql, values });
    await tx.query('UPDATE saved_search SET told_to = greatest(told_to, $2), looked_on = $3 WHERE id = $1', [
      search.id,
      known?.number ?? 0,
      tx.today,
    ]);
  }
  if (told === 0) return;
  await tx.query('INSERT INTO alert_letter (id, person_id, day) VALUES ($1, $2, $3)', [
    letterId,
    personId,
    tx.today,
  ]);
  await tx.queue(MAIL_ALERT, { letterId });
}

/** @returns of how many offers */
async function writeTold(
  tx: Tx,
  searchId: string,
  letterId: string,
  { sql, values }: Statement,
): Promise<number> {
  const parameters = [...values];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  const [told] = await tx.query<{ count: number }>(
    `WITH told AS (INSERT INTO told_offer (saved_search_id, offer_id, letter_id)
       SELECT ${add(searchId)}, id, ${add(letterId)} FROM (${sql}) fresh ON CONFLICT DO NOTHING RETURNING 1)
     SELECT count(*) AS count FROM told`,
    parameters,
  );
  return told?.count ?? 0;
}
