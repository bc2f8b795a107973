import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsRunner, Mailer, PublicAddress, system, Transactions, type Tx } from '#platform';
import { type ListedOffer, MOST_LISTED, newOffersLetter } from './alert.letter.js';
import { StopLinks } from './alert.stops.js';

/** The job that mails a letter that is written down; its payload is the letter's id. */
export const MAIL_ALERT = 'mail_new_offers';

/** A letter with what it says as of now. */
interface Written {
  readonly personId: string;
  readonly email: string;
  readonly listed: readonly ListedOffer[];
  readonly total: number;
}

// Each offer under one search, and of every search some, until the letter is full.
const CONTENT = `
  WITH told AS (
    SELECT DISTINCT ON (offer.id) offer.id, search.id AS search_id, search.name AS search, offer.title,
      employer.name AS employer, slot.starts_at AS "startsAt"
    FROM told_offer JOIN saved_search search ON search.id = saved_search_id AND search.alerts <> 'never'
    JOIN offer ON offer.id = offer_id AND offer.status = 'published' JOIN employer ON employer.id = offer.employer_id
    JOIN LATERAL (SELECT min(greatest(starts_at, $2)) AS starts_at FROM slot
      WHERE slot.offer_id = offer.id AND remaining > 0 AND bookable_until > $2) slot ON slot.starts_at IS NOT NULL
    WHERE letter_id = $1 ORDER BY offer.id, search.id
  )
  SELECT search, title, employer, "startsAt", count(*) OVER () AS total FROM told
  ORDER BY row_number() OVER (PARTITION BY search_id ORDER BY id DESC), search_id LIMIT ${MOST_LISTED}`;

/** Mails the letters that tell of new offers. The queue holds ids alone. */
@Injectable()
export class AlertMails implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
    private readonly stops: StopLinks,
    private readonly mailer: Mailer,
    private readonly address: PublicAddress,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: MAIL_ALERT, run: ({ letterId }) => this.mail(String(letterId)) });
  }

  /**
   * Says nothing of what is booked up, withdrawn, forgotten or not wanted any more. A second attempt is known by the letter's
   * id, and the links of both stop the letters, whichever of them arrives.
   */
  private async mail(letterId: string): Promise<void> {
    const made = await this.transactions.run(system, async (tx) => {
      const written = await read(tx, letterId);
      return written && { ...written, token: await this.stops.issue(tx, written.personId) };
    });
    if (!made) return;
    const { email, listed, total, token } = made;
    const letter = newOffersLetter(listed, total, this.address.of('/alerts/stop', { token }));
    await this.mailer.send(letter, { to: email, cause: letterId });
  }
}

async function read(tx: Tx, letterId: string): Promise<Written | undefined> {
  const [to] = await tx.query<{ personId: string; email: string }>(
    `SELECT person.id AS "personId", person.email FROM alert_letter letter JOIN person ON person.id = letter.person_id
     WHERE letter.id = $1 AND person.email_verified_at IS NOT NULL`,
    [letterId],
  );
  if (!to) return undefined;
  const listed = await tx.query<ListedOffer & { total: number }>(CONTENT, [letterId, tx.now]);
  const [first] = listed;
  return first && { ...to, listed, total: first.total };
}
