import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, sign } from 'node:crypto';
import Provider from 'oidc-provider';

/** Somebody whom the issuer knows. */
export interface Account {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly organisation?: unknown;
}

const CLIENT = { id: 'firsthand', secret: 'a secret of the client' };

const forger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A real OpenID Connect server on a free port, which lets in whoever it is told to without asking. */
export class Issuer {
  /** Who signs in next; nobody turns back. */
  account: Account | undefined;
  /** Whether nobody answers there. */
  down = false;
  /** Changes ID tokens before they are sent, signed again with the issuer's own key, or with another's. */
  tamper: ((claims: Record<string, unknown>) => void) | undefined;
  private handler: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  forged = false;
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) =>
      this.down ? request.socket.destroy() : this.handler(request, response),
    );
  }

  static async listen(): Promise<Issuer> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return new Issuer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the product is told of it. */
  get env(): Record<string, string> {
    return {
      ...{ OIDC_ISSUER: this.url, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
      ...{
        OIDC_NAME: 'The schools’ <issuer>',
        SIGN_IN_RETURN_TO: 'http://localhost:5/app, http://localhost:5/other',
      },
    };
  }

  /** Begins to serve, once it is known where the product is. */
  serve(product: string): void {
    const key = { ...this.keys.privateKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
    const accounts = new Map<string, Account>();
    const provider = new Provider(this.url, {
      clients: [
        {
          ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, response_types: ['code'] },
          ...{ redirect_uris: [`${product}/sign-in/schools/callback`], grant_types: ['authorization_code'] },
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [key] } as never,
      cookies: { keys: ['of the issuer'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name'],
        organisation: ['organisation'],
      },
      ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
      conformIdTokenClaims: false,
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
      findAccount: (_ctx, sub) => {
        const known = accounts.get(sub);
        return known && { accountId: sub, claims: () => ({ ...known }) };
      },
      loadExistingGrant: async (ctx) => {
        const { session, client } = ctx.oidc;
        const grant = new ctx.oidc.provider.Grant({
          accountId: session?.accountId ?? '',
          clientId: client?.clientId ?? '',
        });
        grant.addOIDCScope('openid profile email organisation');
        await grant.save();
        return grant;
      },
    });
    provider.use(async (ctx, next) => {
      await next();
      const body = ctx.body as { id_token?: string } | undefined;
      if (this.tamper && ctx.path === '/token' && body?.id_token)
        body.id_token = this.again(body.id_token, this.tamper);
    });
    const protocol = provider.callback();
    this.handler = (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return void protocol(request, response);
      const { account } = this;
      if (account) accounts.set(account.sub, account);
      const result = account ? { login: { accountId: account.sub } } : { error: 'access_denied' };
      void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private again(token: string, change: (claims: Record<string, unknown>) => void): string {
    const [head = '', body = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    change(claims);
    const said = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${said}.${sign('RSA-SHA256', Buffer.from(said), this.forged ? forger : this.keys.privateKey).toString('base64url')}`;
  }
}

/** A browser: follows redirects one by one, and keeps each host's cookies. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  /** Opens one address and follows nothing. */
  async open(address: string): Promise<Response> {
    const { host } = new URL(address);
    const cookies = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects until the address matches, or a page that leads no further. @returns the last address */
  async follow(address: string, until: RegExp): Promise<string> {
    let at = address;
    for (let steps = 0; steps < 10; steps += 1) {
      if (until.test(at)) return at;
      const location = (await this.open(at)).headers.get('location');
      if (!location) return at;
      at = new URL(location, at).href;
    }
    throw new Error(`No end of redirects at ${at}`);
  }
}
