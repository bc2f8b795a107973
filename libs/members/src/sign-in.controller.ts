import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config, originOf, Public, PublicAddress, sendPage } from '#platform';
import { SignIns } from './sign-in.service.js';
import { pageOf, SignInStopped } from './sign-in.stop.js';

const TEN_MINUTES = 600;

/** Where browsers begin to sign in through a provider, and where it sends them back. What goes wrong is a page. */
@Public()
@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly signIns: SignIns,
    private readonly config: Config,
    private readonly address: PublicAddress,
  ) {}

  @Get(':provider')
  async begin(
    @Param('provider') provider: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, async () => {
      const wish = { returnTo: one(query['returnTo']), challenge: one(query['challenge']) };
      const { location, browser } = await this.signIns.begin(provider, wish, originOf(request));
      this.setCookie(reply, browser, TEN_MINUTES);
      return location;
    });
  }

  @Get(':provider/callback')
  async callback(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, async () => {
      const query = request.url.split('?').slice(1).join('?');
      const location = await this.signIns.finish(provider, query, this.cookieOf(request));
      this.setCookie(reply, '', 0);
      return location;
    });
  }

  private async answer(reply: FastifyReply, work: () => Promise<string>): Promise<void> {
    try {
      const location = await work();
      await reply.header('referrer-policy', 'no-referrer').redirect(location, 303);
    } catch (error) {
      if (!(error instanceof SignInStopped)) throw error;
      await sendPage(reply, pageOf(error, this.config.oidcName));
    }
  }

  private get secure(): boolean {
    return this.address.of('/').startsWith('https:');
  }

  /** A name with this prefix is set by this very host, over https and for all of it, or by nobody. */
  private get cookie(): string {
    return this.secure ? '__Host-sign-in' : 'sign-in';
  }

  private setCookie(reply: FastifyReply, value: string, seconds: number): void {
    const rest = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${this.secure ? '; Secure' : ''}`;
    void reply.header('set-cookie', `${this.cookie}=${value}; ${rest}`);
  }

  private cookieOf({ headers }: FastifyRequest): string | undefined {
    const given = (headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
    return given.find(([name]) => name === this.cookie)?.[1];
  }
}

/** A parameter that came once; what came twice, or not as text, is refused further down. */
function one(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return '';
}
