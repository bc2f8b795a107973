import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Config, PublicAddress } from '#platform';
import { isUnverified, readClaims, type SignInClaims } from './oidc.claims.js';
import { SignInStopped, StopReason } from './sign-in.stop.js';

/** What a browser takes to the provider, and what its answer is held against. */
export interface Handshake {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const SCOPES = 'openid profile email organisation';
const SECONDS = 5;

/** Faults that say that the other end is not well; every other one says that its answer is not to be trusted. */
const UNWELL = new Set([
  ...['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_PARSE_ERROR'],
  ...['OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'],
]);

/** The OpenID Connect provider that people may sign in through. The protocol's checks are the library's. */
@Injectable()
export class OidcProvider {
  private readonly logger = new Logger('OidcProvider');
  private discovered?: Promise<oidc.Configuration>;

  constructor(
    private readonly config: Config,
    private readonly address: PublicAddress,
  ) {}

  /** Whether there is one under this name. */
  is(name: string): boolean {
    return this.config.oidcIssuer !== undefined && name === this.config.oidcProvider;
  }

  /** Where the provider sends browsers back to. */
  get callback(): URL {
    return new URL(this.address.of(`/sign-in/${this.config.oidcProvider}/callback`));
  }

  /** Where to send a browser. Throws SignInStopped where the provider does not answer. */
  async addressFor({ state, nonce, codeVerifier }: Handshake): Promise<URL> {
    const configuration = await this.discover();
    return oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback.href,
      scope: SCOPES,
      ...{ state, nonce },
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  /** Who came back, once state, nonce, issuer, audience, signature and PKCE are right. Throws SignInStopped. */
  async whoCame(query: string, { state, nonce, codeVerifier }: Handshake): Promise<SignInClaims> {
    const configuration = await this.discover();
    const came = this.callback;
    came.search = query;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, came, {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier },
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new SignInStopped(StopReason.UNTRUSTED);
      const more = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      const said = { ...more, ...claims };
      const known = readClaims(claims.iss, claims.sub, said);
      if (!known) throw new SignInStopped(StopReason.NO_EMAIL);
      if (isUnverified(said)) throw new SignInStopped(StopReason.EMAIL_UNVERIFIED);
      return known;
    } catch (error) {
      throw this.stopOf(error);
    }
  }

  /** What the provider says of itself, asked once; a failure is not remembered. */
  private discover(): Promise<oidc.Configuration> {
    this.discovered ??= this.ask().catch((error: unknown) => {
      this.discovered = undefined;
      this.log(error);
      throw new SignInStopped(StopReason.UNREACHABLE);
    });
    return this.discovered;
  }

  private ask(): Promise<oidc.Configuration> {
    const { oidcIssuer = '', oidcClientId = '', oidcClientSecret } = this.config;
    // Configuration lets http through on this machine alone, for trying things out.
    const http = oidcIssuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(new URL(oidcIssuer), oidcClientId, oidcClientSecret, undefined, {
      execute: [...http, oidc.enableNonRepudiationChecks],
      timeout: SECONDS,
    });
  }

  private stopOf(error: unknown): SignInStopped {
    if (error instanceof SignInStopped) return error;
    if (error instanceof oidc.AuthorizationResponseError) {
      const unwell = ['server_error', 'temporarily_unavailable'].includes(error.error);
      return new SignInStopped(unwell ? StopReason.UNREACHABLE : StopReason.DENIED);
    }
    this.log(error);
    // A TypeError behind it is how `fetch` says that nobody answered.
    const cause = (error as { cause?: { name?: unknown } } | null)?.cause;
    const unwell = cause?.name === 'TypeError' || UNWELL.has(codeOf(error));
    return new SignInStopped(unwell ? StopReason.UNREACHABLE : StopReason.UNTRUSTED);
  }

  /** The kind of fault alone: messages may quote what came. */
  private log(error: unknown): void {
    const type = error instanceof Error ? error.name : typeof error;
    this.logger.error({ type, code: codeOf(error) }, 'A sign-in through the provider failed');
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
