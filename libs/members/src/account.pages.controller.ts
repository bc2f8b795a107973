import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerForm, type Form, originOf, Public, sendPage, textOf } from '#platform';
import {
  askedPage,
  askPage,
  resetDonePage,
  resetGonePage,
  resetPage,
  verifiedPage,
  verifyGonePage,
  verifyPage,
} from './account.pages.js';
import { Emails } from './email.service.js';
import {
  LinkNotValid,
  RequestPasswordResetInput,
  RequestPasswordResetSuccess,
  ResetPasswordInput,
} from './password.graphql.js';
import { Passwords } from './password.service.js';

/**
 * Where a link in a mail leads. Opening a page changes nothing, however often a mailbox looks at its links; the button
 * does. No cookie is read: the token in the form is the proof, so there is nothing that a page elsewhere could borrow.
 */
@Public()
@Controller('account')
export class AccountPages {
  constructor(
    private readonly passwords: Passwords,
    private readonly emails: Emails,
  ) {}

  @Get('forgotten-password')
  ask(@Res() reply: FastifyReply): FastifyReply {
    return sendPage(reply, askPage());
  }

  @Post('forgotten-password')
  async asked(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() form: Form) {
    return answerForm(request, reply, async () => {
      const input = plainToInstance(RequestPasswordResetInput, { email: textOf(form, 'email') });
      if ((await validate(input)).length > 0)
        return askPage(input.email, 'Enter your e-mail address, such as name@school.sch.uk.');
      const result = await this.passwords.requestReset(input, originOf(request));
      if (result instanceof RequestPasswordResetSuccess) return askedPage(result.message);
      return { ...askPage(input.email, result.message), status: 429 };
    });
  }

  @Get('reset-password')
  async choose(@Query('token') token: unknown, @Res() reply: FastifyReply): Promise<FastifyReply> {
    const good = typeof token === 'string' && (await this.passwords.isGood(token));
    return sendPage(reply, good ? resetPage(token) : resetGonePage(new LinkNotValid().message));
  }

  @Post('reset-password')
  async chosen(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() form: Form) {
    return answerForm(request, reply, async () => {
      const [token, password] = [textOf(form, 'token'), textOf(form, 'password')];
      const input = plainToInstance(ResetPasswordInput, { token, password });
      if ((await validate(input)).some(({ property }) => property === 'password'))
        return resetPage(token, 'Enter a password of 10 to 200 characters, not all of them blank.');
      const result = await this.passwords.reset(input, originOf(request));
      return result instanceof LinkNotValid ? resetGonePage(result.message) : resetDonePage();
    });
  }

  @Get('verify-email')
  async confirm(@Query('token') token: unknown, @Res() reply: FastifyReply): Promise<FastifyReply> {
    const good = typeof token === 'string' && (await this.emails.isGood(token));
    return sendPage(reply, good ? verifyPage(token) : verifyGonePage(new LinkNotValid().message));
  }

  @Post('verify-email')
  async confirmed(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() form: Form) {
    return answerForm(request, reply, async () => {
      const result = await this.emails.verify({ token: textOf(form, 'token') });
      return result instanceof LinkNotValid ? verifyGonePage(result.message) : verifiedPage();
    });
  }
}
