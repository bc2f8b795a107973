import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { hash, verify } from '@node-rs/argon2';
import { EntityManager } from 'typeorm';
import { brokenConstraint, Config, NotFound, system, Transactions } from '#platform';
import {
  EmailAlreadyUsed,
  type SignInInput,
  SignInRefused,
  type SignInResult,
  SignInSuccess,
  type SignUpInput,
  type SignUpResult,
} from './account.graphql.js';
import { Person } from './person.entity.js';
import type { Viewer } from './viewer.js';

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane; the library's default algorithm is argon2id.
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// Checked where nobody has the address, so that a stranger cannot tell by the clock.
const nobody = await hash('a password that nobody has', strength);

/** A password as it is stored: Argon2id. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, strength);
}

/** Accounts: signing up, signing in, who one is. */
@Injectable()
export class Accounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly tokens: JwtService,
    private readonly config: Config,
  ) {}

  async signUp({ name, email, password }: SignUpInput): Promise<typeof SignUpResult> {
    const passwordHash = await hashPassword(password);
    try {
      const person = await this.transactions.run(system, async (tx) => {
        const created = tx.manager.create(Person, {
          id: tx.newId('person'),
          name,
          email,
          passwordHash,
          isOperator: false,
          createdAt: tx.now,
        });
        await tx.insert(Person, created);
        await tx.record(created, 'signed_up');
        return created;
      });
      return this.signedIn(person);
    } catch (error) {
      if (brokenConstraint(error) === 'person_email') return new EmailAlreadyUsed();
      throw error;
    }
  }

  async signIn({ email, password }: SignInInput): Promise<typeof SignInResult> {
    const person = await this.manager
      .createQueryBuilder(Person, 'person')
      .where('lower(person.email) = lower(:email)', { email })
      .getOne();
    const right = await verify(person?.passwordHash ?? nobody, password);
    if (!person?.passwordHash || !right) return new SignInRefused();
    return this.signedIn(person);
  }

  /** The account of the viewer. */
  async whoIs(viewer: Viewer): Promise<Person> {
    const person = await this.manager.findOneBy(Person, { id: viewer.personId });
    if (!person) throw new NotFound('person', viewer.personId);
    return person;
  }

  private signedIn(person: Person): SignInSuccess {
    return new SignInSuccess(this.tokens.sign({ sub: person.id }), this.config.tokenMinutes * 60, person);
  }
}
