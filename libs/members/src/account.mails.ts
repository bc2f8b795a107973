import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { JobsRunner, Mailer, PublicAddress, system, Transactions, type Tx } from '#platform';
import { linkLetters, passwordChanged } from './account.letters.js';
import { LinkPurpose, MailedLinks } from './link.service.js';

/** The job that mails a link for a purpose. */
const linkJobs: Readonly<Record<LinkPurpose, string>> = {
  [LinkPurpose.RESET_PASSWORD]: 'mail_password_reset',
  [LinkPurpose.VERIFY_EMAIL]: 'mail_email_verification',
};

const CHANGED = 'mail_password_changed';

/**
 * Queues a link for a person in the transaction that causes it; of several that wait, one remains. For nobody the queue
 * is written to as well, so that a stranger cannot tell by the clock whether there is an account.
 */
export function queueLink(tx: Tx, personId: string | null, purpose: LinkPurpose): Promise<void> {
  const name = linkJobs[purpose];
  return tx.queue(name, { personId }, { jobKey: `${name}:${personId ?? 'nobody'}` });
}

/** Queues the news that a person's password is another. */
export function queuePasswordChanged(tx: Tx, personId: string): Promise<void> {
  return tx.queue(CHANGED, { personId, cause: tx.newId('mail') });
}

/** Mails to people about their accounts. The queue holds ids alone: a link is made when it is mailed. */
@Injectable()
export class AccountMails implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly transactions: Transactions,
    private readonly links: MailedLinks,
    private readonly mailer: Mailer,
    private readonly address: PublicAddress,
  ) {}

  onModuleInit(): void {
    for (const purpose of Object.values(LinkPurpose)) {
      const run = ({ personId }: Readonly<Record<string, unknown>>) => this.mailLink(personId, purpose);
      this.jobs.register({ name: linkJobs[purpose], run });
    }
    this.jobs.register({ name: CHANGED, run: ({ personId, cause }) => this.tellOfChange(personId, cause) });
  }

  /** Each attempt makes the link anew, and what an earlier one has sent is good no more: the letter says so. */
  private async mailLink(personId: unknown, purpose: LinkPurpose): Promise<void> {
    if (typeof personId !== 'string') return;
    const link = await this.transactions.run(system, (tx) => this.links.issue(tx, personId, purpose));
    if (!link) return;
    const { path, letter } = linkLetters[purpose];
    await this.mailer.send(letter(this.address.of(path, { token: link.token })), { to: link.email });
  }

  private async tellOfChange(personId: unknown, cause: unknown): Promise<void> {
    const email = await this.transactions.run(system, ({ manager }) => emailOf(manager, personId));
    if (email === undefined) return;
    const letter = passwordChanged(this.address.of('/account/forgotten-password'));
    await this.mailer.send(letter, { to: email, cause: String(cause) });
  }
}

async function emailOf(manager: EntityManager, personId: unknown): Promise<string | undefined> {
  const [person] = await manager.query<{ email: string }[]>('SELECT email FROM person WHERE id = $1', [
    personId,
  ]);
  return person?.email;
}
