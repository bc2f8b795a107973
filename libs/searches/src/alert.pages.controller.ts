import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerForm, type Form, Public, sendPage, textOf } from '#platform';
import { stopGonePage, stopPage, stoppedPage } from './alert.pages.js';
import { StopLinks } from './alert.stops.js';

/** Where the link in a letter about new offers leads. Opening it changes nothing; the button does. */
@Public()
@Controller('alerts')
export class AlertPages {
  constructor(private readonly links: StopLinks) {}

  @Get('stop')
  async ask(@Query('token') token: unknown, @Res() reply: FastifyReply): Promise<FastifyReply> {
    const good = typeof token === 'string' && (await this.links.isGood(token));
    return sendPage(reply, good ? stopPage(token) : stopGonePage());
  }

  @Post('stop')
  async stop(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() form: Form) {
    return answerForm(request, reply, async () =>
      (await this.links.stop(textOf(form, 'token'))) ? stoppedPage() : stopGonePage(),
    );
  }
}
