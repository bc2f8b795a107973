import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Transactions } from '#platform';
import { TooManyAttempts } from './account.graphql.js';
import { queueLink } from './account.mails.js';
import { Attempts } from './attempts.js';
import {
  EmailAlreadyVerified,
  type RequestEmailVerificationInput,
  type RequestEmailVerificationResult,
  RequestEmailVerificationSuccess,
  type VerifyEmailInput,
  type VerifyEmailResult,
  VerifyEmailSuccess,
} from './email.graphql.js';
import { LinkPurpose, MailedLinks } from './link.service.js';
import { LinkNotValid } from './password.graphql.js';
import { Person } from './person.entity.js';
import type { Viewer } from './viewer.js';

const { VERIFY_EMAIL } = LinkPurpose;

/** Whether people's addresses are theirs. */
@Injectable()
export class Emails {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly links: MailedLinks,
    private readonly attempts: Attempts,
  ) {}

  /** Mails a link to the viewer's own address. */
  async requestVerification(
    viewer: Viewer,
    { again }: RequestEmailVerificationInput,
  ): Promise<typeof RequestEmailVerificationResult> {
    const { emailVerifiedAt } = await this.manager.findOneByOrFail(Person, { id: viewer.personId });
    if (emailVerifiedAt && !again) return new EmailAlreadyVerified(emailVerifiedAt);
    const wait = await this.attempts.letter(viewer.personId, VERIFY_EMAIL);
    if (wait !== undefined) return new TooManyAttempts(wait);
    await this.transactions.run(viewer, (tx) => queueLink(tx, viewer.personId, VERIFY_EMAIL));
    return new RequestEmailVerificationSuccess();
  }

  /** Whether a link still opens the page. */
  async isGood(token: string): Promise<boolean> {
    return (await this.links.owner(token, VERIFY_EMAIL)) !== undefined;
  }

  /** Notes that the address is theirs, of whoever was mailed the link. */
  async verify({ token }: VerifyEmailInput): Promise<typeof VerifyEmailResult> {
    const personId = await this.links.owner(token, VERIFY_EMAIL);
    if (personId === undefined) return new LinkNotValid();
    return this.transactions.run({ actorId: personId }, async (tx) => {
      if (!(await this.links.spend(tx, token, VERIFY_EMAIL))) return new LinkNotValid();
      await tx.query('UPDATE person SET email_verified_at = $2 WHERE id = $1', [personId, tx.now]);
      await tx.record({ id: personId }, 'email_verified', { reason: 'mailed_link' });
      return new VerifyEmailSuccess(tx.now);
    });
  }
}
