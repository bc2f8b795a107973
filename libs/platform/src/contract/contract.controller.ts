import { Controller, Get, Headers, Res } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createHash } from 'node:crypto';
import { Public } from '../access/decorators.js';

/** A schema as text, in an order that does not depend on the code's. */
export function contractText(host: GraphQLSchemaHost): string {
  return `${printSchema(lexicographicSortSchema(host.schema))}\n`;
}

/** The contract of the release that runs, for whoever writes a program against it: byte for byte the committed one. */
@Public()
@Controller()
export class ContractController {
  private made?: { text: string; tag: string };

  constructor(private readonly host: GraphQLSchemaHost) {}

  @Get('schema.graphql')
  contract(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): void {
    const { text, tag } = (this.made ??= this.make());
    void reply.header('cache-control', 'public, max-age=3600').header('etag', tag);
    if (known === tag) void reply.code(304).send();
    else void reply.type('text/plain; charset=utf-8').send(text);
  }

  private make(): { text: string; tag: string } {
    const text = contractText(this.host);
    return { text, tag: `"${createHash('sha256').update(text).digest('base64url')}"` };
  }
}
