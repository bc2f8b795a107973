import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Public } from '../access/decorators.js';
import { Config } from '../config/config.js';
import { NotFound } from '../graphql/faults.js';
import { page, script } from './page.js';

const packages = createRequire(import.meta.url);

/** The files of the page, each from its npm package, so that it works without a network. */
const files: Record<string, { from: string; type: string }> = {
  'graphiql.js': { from: 'graphiql/graphiql.min.js', type: 'text/javascript' },
  'graphiql.css': { from: 'graphiql/graphiql.min.css', type: 'text/css' },
  'react.js': { from: 'react/umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': { from: 'react-dom/umd/react-dom.production.min.js', type: 'text/javascript' },
};

/** The query page at `/`: GraphiQL with the first queries worth trying. */
@Public()
@Controller()
export class PlaygroundController {
  constructor(private readonly config: Config) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header(
    'content-security-policy',
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:",
  )
  index(): string {
    if (!this.config.playground) throw new NotFound('page', '/');
    return page;
  }

  @Get('playground/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return script;
  }

  @Get('playground/:file')
  async file(@Param('file') name: string): Promise<StreamableFile> {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!this.config.playground || !file) throw new NotFound('file', name);
    return new StreamableFile(await readFile(packages.resolve(file.from)), { type: file.type });
  }
}
