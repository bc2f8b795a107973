import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Public } from '../access/decorators.js';
import { Config } from '../config/config.js';
import { NotFound } from '../graphql/faults.js';
import { page, script } from './page.js';

const packages = createRequire(import.meta.url);

/** The files of the page, each from its npm package, so that it works without a network. */
const files: Record<string, { from: { package: string; path: string }; type: string }> = {
  'graphiql.js': { from: { package: 'graphiql', path: 'graphiql.min.js' }, type: 'text/javascript' },
  'graphiql.css': { from: { package: 'graphiql', path: 'graphiql.min.css' }, type: 'text/css' },
  'react.js': { from: { package: 'react', path: 'umd/react.production.min.js' }, type: 'text/javascript' },
  'react-dom.js': {
    from: { package: 'react-dom', path: 'umd/react-dom.production.min.js' },
    type: 'text/javascript',
  },
};

/** Where a package's file lies: the packages' export lists leave these files out, so they are found beside package.json. */
function pathOf({ package: name, path }: { package: string; path: string }): string {
  return join(dirname(packages.resolve(`${name}/package.json`)), path);
}

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
    return new StreamableFile(await readFile(pathOf(file.from)), { type: file.type });
  }
}
