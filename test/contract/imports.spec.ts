import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const planted = join('libs', 'offers', 'src', 'planted-violation.ts');

/** What the import guard says of the libraries, with one more file among them. */
function guard(file: string, text: string): string {
  writeFileSync(file, text);
  try {
    execFileSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        'apps',
        'libs',
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return 'passed';
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  } finally {
    rmSync(file);
  }
}

describe('the import guard', () => {
  it.each([
    ['up, by name', `export * from '#bookings';`, 'offers-imports-down'],
    ['sideways, by name', `export * from '#requests';`, 'offers-imports-down'],
    ['up, by path', `export * from '../../bookings/src/index.js';`, 'offers-imports-down'],
    ['past the index', `export * from '../../members/src/viewer.js';`, 'through-the-index'],
    ['nothing that exists', `export * from '#nowhere';`, 'resolvable'],
  ])('refuses an import %s', (_what, text, rule) => {
    expect(guard(planted, text)).toContain(rule);
  });

  it('refuses Nest in a pure library', () => {
    expect(
      guard(join('libs', 'statutes', 'src', 'planted-violation.ts'), `export * from '@nestjs/common';`),
    ).toContain('pure');
  });

  it('lets a file pass that imports down', () => {
    expect(guard(planted, `export type { Viewer } from '#members';`)).toBe('passed');
  });

  it('bites with a built tree beside the source too', () => {
    const made = !existsSync('dist/libs/bookings/src');
    mkdirSync('dist/libs/bookings/src', { recursive: true });
    if (made) writeFileSync('dist/libs/bookings/src/index.js', '');
    expect(guard(planted, `export * from '#bookings';`)).toContain('offers-imports-down');
    if (made) rmSync('dist/libs/bookings', { recursive: true });
  });
});
