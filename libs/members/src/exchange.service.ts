import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { verify } from '@node-rs/argon2';
import { EntityManager } from 'typeorm';
import {
  brokenConstraint,
  type CallerOrigin,
  Clock,
  system,
  Transactions,
  type Tx,
  hashOf,
  newSecret,
} from '#platform';
import { SignInRefused, TooManyAttempts } from './account.graphql.js';
import { Attempts } from './attempts.js';
import { grantMembership } from './exchange.grant.js';
import {
  type ExchangeSignInInput,
  type ExchangeSignInResult,
  ExchangeSignInSuccess,
  type LinkSignInInput,
  type LinkSignInResult,
  PasswordNeeded,
  SignInCodeRefused,
} from './exchange.graphql.js';
import type { SignInClaims } from './oidc.claims.js';
import { stillOpens } from './password.hash.js';
import { Person } from './person.entity.js';
import { Sessions } from './session.service.js';

/** For how many minutes one may look for the password of the account. */
const LINK_MINUTES = 10;

/** Makes who came back from a provider the one person they are, and begins a session like any other. */
@Injectable()
export class Exchange {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly clock: Clock,
  ) {}

  /** Exchanges the code for a session, or for the wish for a password where the address is an account's already. */
  exchange(input: ExchangeSignInInput, origin: CallerOrigin): Promise<typeof ExchangeSignInResult> {
    return this.onceMore(() =>
      this.transactions.run(system, async (tx) => {
        const claims = await takeCode(tx, input);
        if (!claims) return new SignInCodeRefused();
        const known = (await byIdentity(tx.manager, claims)) ?? (await this.signUp(tx, claims));
        return known
          ? this.signIn(tx, known, claims, origin)
          : new PasswordNeeded(await linkCodeFor(tx, claims));
      }),
    );
  }

  /** Links who came to the account of the same address, once its password opens it. Attempts count as those to sign in do. */
  async link({ code, password }: LinkSignInInput, origin: CallerOrigin): Promise<typeof LinkSignInResult> {
    const claims = await this.waiting(code);
    const person = claims && (await byEmail(this.manager, claims));
    if (!person) return new SignInCodeRefused();
    const wait = await this.attempts.signIn(person.id, origin);
    if (wait !== undefined) return new TooManyAttempts(wait);
    const { id, passwordHash } = person;
    if (!passwordHash || !(await verify(passwordHash, password))) return new SignInRefused();
    await this.attempts.succeeded(person.id, origin);
    return this.onceMore(() =>
      this.transactions.run({ actorId: person.id }, async (tx) => {
        if (!(await stillOpens(tx, id, passwordHash))) return new SignInRefused();
        if (!(await takeLinkCode(tx, code))) return new SignInCodeRefused();
        await addIdentity(tx, person, claims);
        return this.signIn(tx, person, claims, origin);
      }),
    );
  }

  /** A new person, unless the address is somebody's: whose, only a password tells. */
  private async signUp(tx: Tx, claims: SignInClaims): Promise<Person | undefined> {
    if (await byEmail(tx.manager, claims)) return undefined;
    const { email, name } = claims;
    const rest = { passwordHash: null, isOperator: false, createdAt: tx.now };
    const person = tx.manager.create(Person, { id: tx.newId('person'), name, email, ...rest });
    await tx.insert(Person, person);
    await tx.record(person, 'signed_up', { reason: 'through_provider' });
    await addIdentity(tx, person, claims);
    return person;
  }

  private async signIn(
    tx: Tx,
    person: Person,
    { urn }: SignInClaims,
    origin: CallerOrigin,
  ): Promise<ExchangeSignInSuccess> {
    const granted = await grantMembership(tx, person, urn);
    return new ExchangeSignInSuccess(await this.sessions.begin(tx, person, origin), person, granted);
  }

  private async waiting(code: string): Promise<SignInClaims | undefined> {
    const [row] = await this.manager.query<{ claims: SignInClaims }[]>(
      'SELECT claims FROM sign_in_code WHERE hash = $1 AND needs_password AND expires_at > $2',
      [hashOf(code), this.clock.now()],
    );
    return row?.claims;
  }

  /** Two browsers of one new person at once: the constraints let one make it, and the other finds it. */
  private async onceMore<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!['identity_once', 'person_email'].includes(brokenConstraint(error) ?? '')) throw error;
      return work();
    }
  }
}

/** Takes a code away, so that it is good once: with the verifier whose challenge it came with, or without either. */
async function takeCode(tx: Tx, { code, verifier }: ExchangeSignInInput): Promise<SignInClaims | undefined> {
  const challenge = verifier === undefined ? null : createHash('sha256').update(verifier).digest('base64url');
  const [taken] = await tx.query<{ claims: SignInClaims }>(
    `WITH taken AS (DELETE FROM sign_in_code WHERE hash = $1 AND NOT needs_password AND expires_at > $2
       AND client_challenge IS NOT DISTINCT FROM $3 RETURNING claims) SELECT claims FROM taken`,
    [hashOf(code), tx.now, challenge],
  );
  return taken?.claims;
}

async function takeLinkCode(tx: Tx, code: string): Promise<boolean> {
  const taken = await tx.query(
    `WITH taken AS (DELETE FROM sign_in_code WHERE hash = $1 AND needs_password AND expires_at > $2 RETURNING hash)
     SELECT hash FROM taken`,
    [hashOf(code), tx.now],
  );
  return taken.length > 0;
}

/** A code that has never been in an address, and is good for nothing without the password. */
async function linkCodeFor(tx: Tx, claims: SignInClaims): Promise<string> {
  const code = newSecret();
  await tx.query(
    'INSERT INTO sign_in_code (hash, needs_password, claims, expires_at) VALUES ($1, true, $2, $3)',
    [hashOf(code), JSON.stringify(claims), new Date(tx.now.getTime() + LINK_MINUTES * 60_000)],
  );
  return code;
}

async function addIdentity(tx: Tx, person: Person, { issuer, subject }: SignInClaims): Promise<void> {
  await tx.query('INSERT INTO identity (issuer, subject, person_id, linked_at) VALUES ($1, $2, $3, $4)', [
    ...[issuer, subject, person.id, tx.now],
  ]);
  await tx.record(person, 'identity_linked');
}

function byIdentity(manager: EntityManager, { issuer, subject }: SignInClaims): Promise<Person | null> {
  return manager
    .createQueryBuilder(Person, 'person')
    .where('person.id = (SELECT person_id FROM identity WHERE issuer = :issuer AND subject = :subject)', {
      issuer,
      subject,
    })
    .getOne();
}

function byEmail(manager: EntityManager, { email }: SignInClaims): Promise<Person | null> {
  return manager
    .createQueryBuilder(Person, 'person')
    .where('lower(person.email) = lower(:email)', { email })
    .getOne();
}
