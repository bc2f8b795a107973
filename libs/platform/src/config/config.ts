import { plainToInstance, Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';

const flag = Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
const list = Transform(({ value }) =>
  typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value,
);
const whole = Transform(({ value }) => (value === '' || value === undefined ? undefined : Number(value)));

/** Checked where sign-in through a provider is set up at all. */
const withProvider = ValidateIf(({ oidcIssuer }: Config) => oidcIssuer !== undefined);

/** Everything that can be set from outside, read once at start from environment variables of the same meaning. */
export class Config {
  /** `PORT`: the TCP port the API listens on; 0 takes any free one. */
  @whole
  @IsInt()
  @Min(0)
  @Max(65535)
  port = 3000;

  /** `HOST`: the address the API listens on. */
  @IsString()
  host = '127.0.0.1';

  /** `DATABASE_URL`: a PostgreSQL 17 or newer. Without it an embedded one is started. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres:// or postgresql://' })
  databaseUrl?: string;

  /** `FIRSTHAND_DATA_DIR`: where the embedded database keeps its data; `.data` in the project without it. */
  @IsOptional()
  @IsString()
  dataDir?: string;

  /** `TOKEN_SECRET`: signs access tokens; at least 32 characters. Without it one is made at each start. */
  @IsOptional()
  @MinLength(32)
  tokenSecret?: string;

  /** `TOKEN_MINUTES`: how long an access token is good for. */
  @whole
  @IsInt()
  @Min(1)
  @Max(24 * 60)
  tokenMinutes = 30;

  /** `SESSION_DAYS`: for how many days somebody who does not come back stays signed in. */
  @whole
  @IsInt()
  @Min(1)
  @Max(365)
  sessionDays = 30;

  /** `TRUST_PROXY`: how many proxies stand before the API, whose word on the caller's address is taken; 0 for none. */
  @whole
  @IsInt()
  @Min(0)
  @Max(5)
  trustProxy = 0;

  /**
   * `PUBLIC_URL`: where people reach the API: `https://firsthand.example.org`. Without it, where this process listens. A
   * provider of sign-ins is given it with `/sign-in/schools/callback` behind it.
   */
  @ValidateIf(({ publicUrl }: Config) => publicUrl !== undefined)
  @Matches(/^https?:\/\/[^\s?#@/]+[^\s?#@]*$/, {
    message: 'must be the address that people open, such as https://firsthand.example.org, without ? and #',
  })
  publicUrl?: string;

  /** `OIDC_ISSUER`: the OpenID Connect provider that people may sign in through, as it names itself. Without it there is none. */
  @withProvider
  @Matches(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s?#]+$/, {
    message: 'must be the issuer’s https address, without ? and #',
  })
  oidcIssuer?: string;

  /** `OIDC_CLIENT_ID`: what the provider knows the product by. Must be set along with `OIDC_ISSUER`. */
  @withProvider
  @IsString()
  oidcClientId?: string;

  /** `OIDC_CLIENT_SECRET`: sent to the provider's token endpoint in the body (`client_secret_post`). Must be set along with `OIDC_ISSUER`. */
  @withProvider
  @IsString()
  oidcClientSecret?: string;

  /** `OIDC_NAME`: what people call the provider: `DfE Sign-in`. */
  @IsString()
  oidcName = 'The school sign-in';

  /** `OIDC_PROVIDER`: how the provider stands in addresses: `/sign-in/schools`. */
  @Matches(/^[a-z][a-z0-9-]{0,30}$/, { message: 'must be a word of lower-case letters, digits and -' })
  oidcProvider = 'schools';

  /**
   * `SIGN_IN_RETURN_TO`: the addresses, with commas between them, that a browser may be sent to after it has signed in
   * through the provider; the first one unless another is asked for. Must be set along with `OIDC_ISSUER`.
   */
  @withProvider
  @list
  @Matches(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s#]+$/, {
    each: true,
    message: 'must be https addresses without #, with commas between them',
  })
  signInReturnTo?: string[];

  /** `JOBS`: `in_process` runs the job queue inside the API, `off` leaves it to the worker. */
  @IsIn(['in_process', 'off'])
  jobs: 'in_process' | 'off' = 'in_process';

  /** `PLAYGROUND`: whether `/` serves the query page and the schema may be asked about. */
  @flag
  @IsBoolean()
  playground = true;

  /** `LOG_LEVEL`: fatal, error, warn, info, debug, trace or silent. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel = 'info';

  /** `REGISTERS_DIR`: the folder with the shipped open data. */
  @IsString()
  registersDir = 'data';
}

const variables: Record<keyof Config, string> = {
  port: 'PORT',
  host: 'HOST',
  databaseUrl: 'DATABASE_URL',
  dataDir: 'FIRSTHAND_DATA_DIR',
  tokenSecret: 'TOKEN_SECRET',
  tokenMinutes: 'TOKEN_MINUTES',
  sessionDays: 'SESSION_DAYS',
  trustProxy: 'TRUST_PROXY',
  publicUrl: 'PUBLIC_URL',
  oidcIssuer: 'OIDC_ISSUER',
  oidcClientId: 'OIDC_CLIENT_ID',
  oidcClientSecret: 'OIDC_CLIENT_SECRET',
  oidcName: 'OIDC_NAME',
  oidcProvider: 'OIDC_PROVIDER',
  signInReturnTo: 'SIGN_IN_RETURN_TO',
  jobs: 'JOBS',
  playground: 'PLAYGROUND',
  logLevel: 'LOG_LEVEL',
  registersDir: 'REGISTERS_DIR',
};

/** What an error does not repeat. */
const secrets = ['tokenSecret', 'databaseUrl', 'oidcClientSecret'];

/** Reads and checks the configuration. Throws one error that names each wrong variable, what was expected and what came. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(variables).flatMap(([field, variable]) => {
    const value = env[variable];
    return value === undefined || value === '' ? [] : [[field, value] as const];
  });
  const config = plainToInstance(Config, Object.fromEntries(given), { exposeDefaultValues: true });
  const wrong = validateSync(config);
  if (wrong.length === 0) return config;
  const lines = wrong.map(({ property, constraints, value }) => {
    const name = variables[property as keyof Config];
    const came = secrets.includes(property) ? '' : ` (came: ${String(value)})`;
    return `${name}: ${Object.values(constraints ?? {}).join(', ')}${came}`;
  });
  throw new Error(`Configuration: ${lines.join('; ')}`);
}
