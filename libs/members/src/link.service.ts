import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, type Tx, hashOf, newSecret } from '#platform';

/** What a link that is mailed is for. */
export enum LinkPurpose {
  RESET_PASSWORD = 'reset_password',
  VERIFY_EMAIL = 'verify_email',
}

/** For how many minutes a link is good. */
export const LINK_MINUTES: Readonly<Record<LinkPurpose, number>> = {
  [LinkPurpose.RESET_PASSWORD]: 60,
  [LinkPurpose.VERIFY_EMAIL]: 3 * 24 * 60,
};

/** A link as it is mailed. */
export interface MailedLink {
  /** The address that it goes to. */
  readonly email: string;
  readonly token: string;
}

// A link is for the address that it went to: one that is no longer the person's opens nothing.
const LIVE = `mailed_link.hash = $1 AND mailed_link.purpose = $2 AND mailed_link.expires_at > $3
  AND person.id = mailed_link.person_id AND lower(person.email) = lower(mailed_link.email)`;

/** Links that are mailed to people: each is good once and for a while, and a newer one for the same purpose replaces it. */
@Injectable()
export class MailedLinks {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Makes a link for a person's address; null where there is no such person any more. */
  async issue(tx: Tx, personId: string, purpose: LinkPurpose): Promise<MailedLink | null> {
    const token = newSecret();
    const expiresAt = new Date(tx.now.getTime() + LINK_MINUTES[purpose] * 60_000);
    const [issued] = await tx.query<{ email: string }>(
      `INSERT INTO mailed_link (person_id, purpose, hash, email, issued_at, expires_at)
       SELECT id, $2, $3, email, $4, $5 FROM person WHERE id = $1
       ON CONFLICT (person_id, purpose) DO UPDATE
         SET hash = excluded.hash, email = excluded.email, issued_at = excluded.issued_at, expires_at = excluded.expires_at
       RETURNING email`,
      [personId, purpose, hashOf(token), tx.now, expiresAt],
    );
    return issued ? { email: issued.email, token } : null;
  }

  /** Whose link it is, while it is good. Looking takes nothing away. */
  async owner(token: string, purpose: LinkPurpose): Promise<string | undefined> {
    const [found] = await this.manager.query<{ personId: string }[]>(
      `SELECT mailed_link.person_id AS "personId" FROM mailed_link, person WHERE ${LIVE}`,
      [hashOf(token), purpose, this.clock.now()],
    );
    return found?.personId;
  }

  /** Takes a link away, for the one of several at once that comes first. @returns whether it was this one */
  async spend(tx: Tx, token: string, purpose: LinkPurpose): Promise<boolean> {
    const spent = await tx.query<object>(
      `WITH spent AS (DELETE FROM mailed_link USING person WHERE ${LIVE} RETURNING mailed_link.person_id)
       SELECT person_id FROM spent`,
      [hashOf(token), purpose, tx.now],
    );
    return spent.length > 0;
  }
}
