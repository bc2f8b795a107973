import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Config, UNSENT } from './config.js';

/** The environment variable of each setting. */
export const variables: Readonly<Record<keyof Config, string>> = {
  port: 'PORT',
  host: 'HOST',
  databaseUrl: 'DATABASE_URL',
  dataDir: 'FIRSTHAND_DATA_DIR',
  tokenSecret: 'TOKEN_SECRET',
  tokenMinutes: 'TOKEN_MINUTES',
  sessionDays: 'SESSION_DAYS',
  trustProxy: 'TRUST_PROXY',
  smtpUrl: 'SMTP_URL',
  mailFrom: 'MAIL_FROM',
  publicUrl: 'PUBLIC_URL',
  costPerPerson: 'COST_PER_PERSON',
  costPerKey: 'COST_PER_KEY',
  costPerBroker: 'COST_PER_BROKER',
  costPerAddress: 'COST_PER_ADDRESS',
  oidcIssuer: 'OIDC_ISSUER',
  oidcClientId: 'OIDC_CLIENT_ID',
  oidcClientSecret: 'OIDC_CLIENT_SECRET',
  oidcName: 'OIDC_NAME',
  oidcProvider: 'OIDC_PROVIDER',
  signInReturnTo: 'SIGN_IN_RETURN_TO',
  jobs: 'JOBS',
  matches: 'MATCHES',
  playground: 'PLAYGROUND',
  executor: 'GRAPHQL_EXECUTOR',
  logLevel: 'LOG_LEVEL',
  metricsPort: 'METRICS_PORT',
  metricsHost: 'METRICS_HOST',
  otlpEndpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  registersDir: 'REGISTERS_DIR',
};

/** What no message repeats. */
const secrets: ReadonlySet<string> = new Set<keyof Config>([
  ...(['tokenSecret', 'databaseUrl', 'smtpUrl', 'oidcClientSecret'] as const),
]);

/** Reads and checks the configuration. Throws one error that names each wrong variable, what was expected and what came. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(variables).flatMap(([field, variable]) => {
    const value = env[variable];
    return value === undefined || value === '' ? [] : [[field, value] as const];
  });
  const config = plainToInstance(Config, Object.fromEntries(given), { exposeDefaultValues: true });
  // A sender that nobody set would be a stranger's, and its mail refused.
  if (config.smtpUrl && config.mailFrom === UNSENT) config.mailFrom = '';
  const wrong = validateSync(config);
  if (wrong.length === 0) return config;
  const lines = wrong.map(({ property, constraints = {} }) => {
    const name = variables[property as keyof Config];
    const came = secrets.has(property) ? '' : ` (came: ${env[name] || 'nothing'})`;
    // Of what is no number at all, that it is above and below the bounds says nothing more.
    const said = constraints['isInt'] ? [constraints['isInt']] : Object.values(constraints);
    // The checks call a setting by its property, which nobody has typed.
    const expected = said.map((text) => text.replace(`${property} must`, 'must')).join(', ');
    return `${name}: ${expected}${came}`;
  });
  throw new Error(`Configuration: ${lines.join('; ')}`);
}

/**
 * Lines about variables that look like ours and are none: a slip of the hand would otherwise leave the usual value in force.
 * @param env the environment
 */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(Object.values(variables));
  return Object.keys(env)
    .filter((name) => name.startsWith('FIRSTHAND_') && !known.has(name))
    .map((name) => `${name} is set, and nothing reads it: see docs/configuration.md.`);
}
