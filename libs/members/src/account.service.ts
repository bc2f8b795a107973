import { Injectable } from '@nestjs/common';
import { verify } from '@node-rs/argon2';
import { EntityManager } from 'typeorm';
import { brokenConstraint, type CallerOrigin, NotFound, system, Transactions } from '#platform';
import {
  EmailAlreadyUsed,
  type SignInInput,
  SignInRefused,
  type SignInResult,
  SignInSuccess,
  type SignUpInput,
  type SignUpResult,
  TooManyAttempts,
} from './account.graphql.js';
import { queueLink } from './account.mails.js';
import { Attempts } from './attempts.js';
import { LinkPurpose } from './link.service.js';
import { hashPassword, stillOpens } from './password.hash.js';
import { personByEmail } from './person.by-email.js';
import { Person } from './person.entity.js';
import { Sessions } from './session.service.js';
import type { Viewer } from './viewer.js';

// Checked where nobody has the address, so that a stranger cannot tell by the clock.
const nobody = await hashPassword('a password that nobody has');

/** Accounts: signing up, signing in, who one is. */
@Injectable()
export class Accounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
  ) {}

  async signUp({ name, email, password }: SignUpInput, origin: CallerOrigin): Promise<typeof SignUpResult> {
    const wait = await this.attempts.signUp(origin);
    if (wait !== undefined) return new TooManyAttempts(wait);
    const passwordHash = await hashPassword(password);
    try {
      return await this.transactions.run(system, async (tx) => {
        const created = tx.manager.create(Person, {
          id: tx.newId('person'),
          name,
          email,
          passwordHash,
          emailVerifiedAt: null,
          isOperator: false,
          createdAt: tx.now,
        });
        await tx.insert(Person, created);
        await tx.record(created, 'signed_up');
        await queueLink(tx, created.id, LinkPurpose.VERIFY_EMAIL);
        return new SignInSuccess(await this.sessions.begin(tx, created, origin), created);
      });
    } catch (error) {
      if (brokenConstraint(error) === 'person_email') return new EmailAlreadyUsed();
      throw error;
    }
  }

  async signIn({ email, password }: SignInInput, origin: CallerOrigin): Promise<typeof SignInResult> {
    const person = await personByEmail(this.manager, email);
    // By the account and not by what was typed: letters that fold alike would each have a count of their own.
    const account = person?.id ?? email.toLowerCase();
    const wait = await this.attempts.signIn(account, origin);
    if (wait !== undefined) return new TooManyAttempts(wait);
    const right = await verify(person?.passwordHash ?? nobody, password);
    if (!person?.passwordHash || !right) return new SignInRefused();
    await this.attempts.succeeded(account, origin);
    const { id, passwordHash } = person;
    return this.transactions.run({ actorId: id }, async (tx) => {
      if (!(await stillOpens(tx, id, passwordHash))) return new SignInRefused();
      return new SignInSuccess(await this.sessions.begin(tx, person, origin), person);
    });
  }

  /** The account of the viewer. */
  async whoIs(viewer: Viewer): Promise<Person> {
    const person = await this.manager.findOneBy(Person, { id: viewer.personId });
    if (!person) throw new NotFound('person', viewer.personId);
    return person;
  }
}
