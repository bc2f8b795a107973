import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { JobsRunner, Mailer, type Tx } from '#platform';
import { memberJoined } from './account.letters.js';
import type { Membership } from './membership.entity.js';

const JOINED = 'mail_member_joined';

/** What the letter tells, to whom. */
interface Told {
  readonly to: string;
  readonly school: string;
  readonly name: string;
  readonly email: string;
}

/**
 * Queues the news that somebody joined at once: a letter to each admin of the school, or where there is none yet to each
 * operator, so that somebody always knows.
 */
export async function queueMemberJoined(tx: Tx, { id: membershipId, schoolId }: Membership): Promise<void> {
  const readers = await tx.query<{ id: string }>(
    `WITH admin AS (
       SELECT person_id AS id FROM membership WHERE school_id = $1 AND role = 'school_admin' AND status = 'approved'
     )
     SELECT id FROM admin UNION ALL SELECT id FROM person WHERE is_operator AND NOT EXISTS (SELECT FROM admin)`,
    [schoolId],
  );
  for (const { id: readerId } of readers)
    await tx.queue(JOINED, { membershipId, readerId, cause: tx.newId('mail') });
}

/** Mails to whoever looks after a school. The queue holds ids alone. */
@Injectable()
export class MembershipMails implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly manager: EntityManager,
    private readonly mailer: Mailer,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: JOINED, run: (payload) => this.tell(payload) });
  }

  /** Says nothing of a membership that has ended meanwhile. */
  private async tell({ membershipId, readerId, cause }: Readonly<Record<string, unknown>>): Promise<void> {
    const [told] = await this.manager.query<Told[]>(
      `SELECT reader.email AS to, school.name AS school, person.name, person.email
       FROM membership JOIN school ON school.id = school_id JOIN person ON person.id = person_id
       JOIN person reader ON reader.id = $2
       WHERE membership.id = $1 AND status = 'approved'`,
      [membershipId, readerId],
    );
    if (told) await this.mailer.send(memberJoined(told.school, told), { to: told.to, cause: String(cause) });
  }
}
