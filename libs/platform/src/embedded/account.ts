import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { StartupProblem } from './startup-problem.js';

/** The user that the database server runs as when Node itself runs as root. */
export interface Account {
  uid: number;
  gid: number;
}

/** In order of preference. PostgreSQL needs a user that has a name, so a bare number does not do. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * The user to run the server as, or undefined where Node already runs as an ordinary user.
 *
 * PostgreSQL refuses to run as root. A data folder that exists already is served by its owner, so that root
 * and an ordinary user can take turns on one checkout. No user is created: a small container has no `useradd`.
 *
 * @param cluster folder of the database files; need not exist
 * @throws StartupProblem where root has no other user to use
 */
export function serverAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(cluster);
  if (owner && owner.uid !== 0) return owner;
  for (const name of CANDIDATES) {
    const account = fromPasswd(name) ?? fromId(name);
    if (account) return account;
  }
  throw new StartupProblem(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody": ' +
      'add one (useradd postgres), start as an ordinary user, or set DATABASE_URL.',
  );
}

function ownerOf(path: string): Account | undefined {
  try {
    const { uid, gid } = statSync(path);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

function fromPasswd(name: string): Account | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}

/** Users kept in a directory service (macOS, LDAP) are not in the file. */
function fromId(name: string): Account | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}
