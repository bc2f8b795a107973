import pg from 'pg';
import { StartupProblem, codeOf, messageOf } from './startup-problem.js';

/** The oldest PostgreSQL that sorts by distance and key incrementally; earlier ones are ten times slower. */
const OLDEST = 17;

interface ServerFacts {
  version: number;
  encoding: string;
  database: string;
  may_create: boolean;
  read_only: boolean;
}

/**
 * Makes sure that a PostgreSQL server can carry the product before anything is written to it.
 *
 * @param url a connection URL, as in `DATABASE_URL`
 * @throws StartupProblem with one line that says what is wrong and what to do; it never shows the password
 */
export async function checkServer(url: string): Promise<void> {
  const target = parse(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 8_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const problem = whyUnfit(await askFacts(client), target);
    if (problem) throw new StartupProblem(problem);
  } catch (error) {
    throw error instanceof StartupProblem ? error : new StartupProblem(whyNoConnection(error, target));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function parse(url: string): URL {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target && /^postgres(ql)?:$/.test(target.protocol)) return target;
  throw new StartupProblem(
    'DATABASE_URL is not the address of a PostgreSQL server: write it as postgresql://user:password@host:5432/database.',
  );
}

async function askFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(`
    SELECT current_setting('server_version_num')::int AS version,
           pg_encoding_to_char(encoding) AS encoding,
           datname AS database,
           has_database_privilege(oid, 'CREATE')
             AND has_schema_privilege(current_schema(), 'CREATE') AS may_create,
           current_setting('transaction_read_only')::boolean AS read_only
    FROM pg_database WHERE datname = current_database()`);
  if (!rows[0]) throw new Error('the server does not list its own database');
  return rows[0];
}

function whyUnfit(facts: ServerFacts, target: URL): string | undefined {
  const { version, encoding, database, may_create, read_only } = facts;
  if (version < OLDEST * 10_000) {
    const release = `${Math.floor(version / 10_000)}.${version % 10_000}`;
    return (
      `The server at ${target.host} is PostgreSQL ${release}; Firsthand needs ${OLDEST} or newer: ` +
      'upgrade it, or leave DATABASE_URL unset to use the embedded one.'
    );
  }
  if (encoding !== 'UTF8') {
    return (
      `Database "${database}" at ${target.host} is encoded in ${encoding}, not UTF8: ` +
      `make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`
    );
  }
  if (read_only)
    return `The server at ${target.host} takes no writes (a standby?): name the primary in DATABASE_URL.`;
  if (may_create) return undefined;
  const user = decodeURIComponent(target.username);
  return `User "${user}" may not create tables in database "${database}": ALTER DATABASE "${database}" OWNER TO "${user}".`;
}

function whyNoConnection(error: unknown, target: URL): string {
  const { host } = target;
  const database = decodeURIComponent(target.pathname.slice(1));
  const user = decodeURIComponent(target.username);
  const lines: Record<string, string> = {
    ECONNREFUSED: `No PostgreSQL answers at ${host}: start it, or correct host and port in DATABASE_URL.`,
    ENOTFOUND: `The host name "${target.hostname}" is unknown: correct it in DATABASE_URL.`,
    EAI_AGAIN: `The host name "${target.hostname}" cannot be looked up: correct it in DATABASE_URL, or check the network.`,
    EHOSTUNREACH: `No way leads to ${host}: check the network, or correct DATABASE_URL.`,
    ENETUNREACH: `No way leads to ${host}: check the network, or correct DATABASE_URL.`,
    '28P01': `The server at ${host} refuses the password of user "${user}": correct user or password in DATABASE_URL.`,
    '28000': `The server at ${host} does not admit user "${user}": correct it in DATABASE_URL, or add it to pg_hba.conf.`,
    '3D000': `The server at ${host} has no database "${database}": CREATE DATABASE "${database}", or correct DATABASE_URL.`,
    '53300': `The server at ${host} has no free connection: raise its max_connections.`,
    '57P03': `The server at ${host} is starting or stopping: try again in a moment.`,
  };
  const message = messageOf(error);
  if (/password must be a string/.test(message)) {
    return `The server at ${host} asks for a password: add it to DATABASE_URL as postgresql://user:password@….`;
  }
  return lines[codeOf(error)] ?? `The server at ${host} cannot be used (${message}): check DATABASE_URL.`;
}
