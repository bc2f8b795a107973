import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { type CallerOrigin, Clock, Config, hashOf, newSecret } from '#platform';
import { Attempts } from './attempts.js';
import { type Handshake, OidcProvider } from './oidc.provider.js';
import { SignInStopped, StopReason } from './sign-in.stop.js';

/** For how long a browser may be away at the provider, and a client may keep the code that it came back with. */
const MINUTES = { away: 10, code: 1 } as const;

/** A client's wish, from the address that it sends a browser to. */
export interface Wish {
  /** Where to send the browser afterwards; the first address that is allowed, without it. */
  readonly returnTo?: string;
  /** S256 of a verifier that only the client knows, and gives when it exchanges the code. */
  readonly challenge?: string;
}

/** A browser that is to be sent on. */
export interface SentOn {
  readonly location: string;
  /** What the browser is to bring back, and no other has. */
  readonly browser: string;
}

interface Attempt {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
  readonly challenge: string | null;
}

/** Takes browsers to the provider and back. Who comes back is made a person when their client exchanges the code. */
@Injectable()
export class SignIns {
  constructor(
    private readonly manager: EntityManager,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly provider: OidcProvider,
    private readonly attempts: Attempts,
  ) {}

  /** Sends a browser to the provider. */
  async begin(name: string, { returnTo: wanted, challenge }: Wish, origin: CallerOrigin): Promise<SentOn> {
    if (!this.provider.is(name)) throw new SignInStopped(StopReason.NO_PROVIDER);
    const allowed = this.config.signInReturnTo ?? [];
    const returnTo = wanted === undefined ? allowed[0] : allowed.find((address) => address === wanted);
    const odd = challenge !== undefined && !/^[\w-]{43}$/.test(challenge);
    if (returnTo === undefined || odd) throw new SignInStopped(StopReason.RETURN_REFUSED);
    if ((await this.attempts.toProvider(origin)) !== undefined) throw new SignInStopped(StopReason.TOO_MANY);
    const handshake = { state: newSecret(), nonce: newSecret(), codeVerifier: newSecret() };
    const location = await this.provider.addressFor(handshake);
    const browser = newSecret();
    await this.remember(handshake, browser, { returnTo, challenge });
    return { location: location.href, browser };
  }

  /**
   * Takes a browser back. One statement takes its attempt away, so that it comes back once; another browser finds none.
   * @param query what the provider sent it back with
   * @param browser what the browser brought of its own
   * @returns where to send it, with a code that is good for a minute
   */
  async finish(name: string, query: string, browser: string | undefined): Promise<string> {
    if (!this.provider.is(name)) throw new SignInStopped(StopReason.NO_PROVIDER);
    const state = new URLSearchParams(query).get('state') ?? '';
    const attempt = await this.take(state, browser ?? '');
    if (!attempt) throw new SignInStopped(StopReason.OVER, `/sign-in/${name}`);
    try {
      const claims = await this.provider.whoCame(query, { ...attempt, state });
      const code = newSecret();
      await this.manager.query(
        `INSERT INTO sign_in_code (hash, needs_password, client_challenge, claims, expires_at) VALUES ($1, false, $2, $3, $4)`,
        [hashOf(code), attempt.challenge, JSON.stringify(claims), this.in(MINUTES.code)],
      );
      const back = new URL(attempt.returnTo);
      back.searchParams.set('code', code);
      return back.href;
    } catch (error) {
      throw error instanceof SignInStopped ? new SignInStopped(error.reason, again(name, attempt)) : error;
    }
  }

  private async remember(handshake: Handshake, browser: string, wish: Wish): Promise<void> {
    for (const table of ['sign_in_attempt', 'sign_in_code'])
      await this.manager.query(`DELETE FROM ${table} WHERE expires_at < $1`, [this.clock.now()]);
    const { state, nonce, codeVerifier } = handshake;
    await this.manager.query(
      `INSERT INTO sign_in_attempt (state, browser, nonce, code_verifier, return_to, client_challenge, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[hashOf(state), hashOf(browser), nonce, codeVerifier],
        ...[wish.returnTo, wish.challenge ?? null, this.in(MINUTES.away)],
      ],
    );
  }

  private async take(state: string, browser: string): Promise<Attempt | undefined> {
    const [attempt] = await this.manager.query<Attempt[]>(
      `WITH taken AS (DELETE FROM sign_in_attempt WHERE state = $1 AND browser = $2 AND expires_at > $3 RETURNING *)
       SELECT nonce, code_verifier AS "codeVerifier", return_to AS "returnTo", client_challenge AS challenge FROM taken`,
      [hashOf(state), hashOf(browser), this.clock.now()],
    );
    return attempt;
  }

  private in(minutes: number): Date {
    return new Date(this.clock.now().getTime() + minutes * 60_000);
  }
}

/** Where to begin again as one began. */
function again(name: string, { returnTo, challenge }: Attempt): string {
  return `/sign-in/${name}?${new URLSearchParams({ returnTo, ...(challenge && { challenge }) }).toString()}`;
}
