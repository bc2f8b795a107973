import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { type CallerOrigin, system, Transactions } from '#platform';
import { TooManyAttempts } from './account.graphql.js';
import { queueLink, queuePasswordChanged } from './account.mails.js';
import { Attempts } from './attempts.js';
import { LinkPurpose, MailedLinks } from './link.service.js';
import {
  LinkNotValid,
  type RequestPasswordResetInput,
  type RequestPasswordResetResult,
  RequestPasswordResetSuccess,
  type ResetPasswordInput,
  type ResetPasswordResult,
  ResetPasswordSuccess,
} from './password.graphql.js';
import { hashPassword } from './password.hash.js';
import { personByEmail } from './person.by-email.js';
import { SessionEnd } from './session.graphql.js';
import { endAll } from './session.service.js';

const { RESET_PASSWORD } = LinkPurpose;

/** Forgotten passwords. */
@Injectable()
export class Passwords {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly links: MailedLinks,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Mails a link to whoever has the address. It answers and does the same where nobody has it. A mailbox that has had its
   * share of letters gets no more for the hour, untold: the last one still works, so nobody is locked out by it.
   */
  async requestReset(
    { email }: RequestPasswordResetInput,
    origin: CallerOrigin,
  ): Promise<typeof RequestPasswordResetResult> {
    const wait = await this.attempts.reset(origin);
    if (wait !== undefined) return new TooManyAttempts(wait);
    const person = await personByEmail(this.manager, email);
    const account = person?.id ?? email.toLowerCase();
    const enough = (await this.attempts.letter(account, RESET_PASSWORD)) !== undefined;
    const to = enough ? null : (person?.id ?? null);
    await this.transactions.run(system, (tx) => queueLink(tx, to, RESET_PASSWORD));
    return new RequestPasswordResetSuccess();
  }

  /** Whether a link still opens the page. */
  async isGood(token: string): Promise<boolean> {
    return (await this.links.owner(token, RESET_PASSWORD)) !== undefined;
  }

  /**
   * Sets the password of whoever was mailed the link. That they have it shows that the address is theirs; whoever was
   * signed in may be somebody else, so every session ends.
   */
  async reset(
    { token, password }: ResetPasswordInput,
    origin: CallerOrigin,
  ): Promise<typeof ResetPasswordResult> {
    const personId = await this.links.owner(token, RESET_PASSWORD);
    if (personId === undefined) return new LinkNotValid();
    const passwordHash = await hashPassword(password);
    const result = await this.transactions.run({ actorId: personId }, async (tx) => {
      if (!(await this.links.spend(tx, token, RESET_PASSWORD))) return new LinkNotValid();
      await tx.query('UPDATE person SET password_hash = $2, email_verified_at = $3 WHERE id = $1', [
        ...[personId, passwordHash, tx.now],
      ]);
      await tx.record({ id: personId }, 'password_reset');
      await tx.record({ id: personId }, 'email_verified', { reason: 'password_reset' });
      await queuePasswordChanged(tx, personId);
      return new ResetPasswordSuccess(await endAll(tx, personId, SessionEnd.PASSWORD_RESET));
    });
    // Whoever forgot a password has tried some: they need not wait for what they know now.
    if (result instanceof ResetPasswordSuccess) await this.attempts.succeeded(personId, origin);
    return result;
  }
}
