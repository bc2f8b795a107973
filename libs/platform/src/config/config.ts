import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { limits } from '../graphql/limits.js';

const flag = Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
const list = Transform(({ value }) =>
  typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value,
);
const whole = Transform(({ value }) => (value === '' || value === undefined ? undefined : Number(value)));

/** Checked where sign-in through a provider is set up at all. */
const withProvider = ValidateIf(({ oidcIssuer }: Config) => oidcIssuer !== undefined);
/** The sender of mail that is written into files. */
export const UNSENT = 'Firsthand <firsthand@firsthand.example>';

/** A minute's budget: at least what one operation may cost, or the dearest would never run. */
const budget = applyDecorators(whole, IsInt(), Min(limits.cost), Max(1_000_000_000));

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

  /** `FIRSTHAND_DATA_DIR`: where the embedded database keeps its data, and mail goes without a server; `.data` without it. */
  @IsOptional()
  @IsString()
  dataDir?: string;

  /** `TOKEN_SECRET`: signs access tokens; at least 32 characters. Without it one is kept with the embedded database, and beside a server one is made at each start. */
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
   * `SMTP_URL`: the mail server, `smtps://user:password@host:465`, or `smtp://host:587?requireTLS=true`. Without it mail
   * is written into files.
   */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^\s/]+/, { message: 'SMTP_URL must begin with smtp:// or smtps:// and name a host' })
  smtpUrl?: string;

  /** `MAIL_FROM`: the sender, `Firsthand <firsthand@example.org>`. Must be set along with `SMTP_URL`. */
  @IsEmail(
    { allow_display_name: true },
    {
      message:
        'must be an address, or a name and an address in <>, such as Firsthand <firsthand@example.org>',
    },
  )
  mailFrom = UNSENT;

  /** `PUBLIC_URL`: where people reach the API, for links in mail: `https://firsthand.example.org`. Must be set along with `SMTP_URL`. */
  @ValidateIf(({ smtpUrl, publicUrl }: Config) => smtpUrl !== undefined || publicUrl !== undefined)
  @Matches(/^https?:\/\/[^\s?#@/]+[^\s?#@]*$/, {
    message: 'must be the address that people open, such as https://firsthand.example.org, without ? and #',
  })
  publicUrl?: string;

  /** `COST_PER_PERSON`: what a person may ask for in a minute, in fields that may be answered; see decision 0014. */
  @budget
  costPerPerson = 200_000;

  /** `COST_PER_KEY`: the same of one key of a broker. */
  @budget
  costPerKey = 1_500_000;

  /** `COST_PER_BROKER`: the same of a broker, through all its keys. */
  @budget
  costPerBroker = 2_000_000;

  /** `COST_PER_ADDRESS`: the same of all together who have not signed in and come from one address, as a school does. */
  @budget
  costPerAddress = 400_000;

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

  /**
   * `MATCHES`: `memory` keeps the published offers in the memory of the API, about 1.4 GB for a million, and finds a request's
   * matches there; `database` asks for them each time.
   */
  @IsIn(['memory', 'database'])
  matches: 'memory' | 'database' = 'memory';

  /** `PLAYGROUND`: whether `/` serves the query page and the schema may be asked about; `/schema.graphql` is served either way. */
  @flag
  @IsBoolean()
  playground = true;

  /** `GRAPHQL_EXECUTOR`: `graphql_js` runs every operation as the reference does, `compiled` compiles queries that come back. */
  @IsIn(['graphql_js', 'compiled'])
  executor: 'graphql_js' | 'compiled' = 'graphql_js';

  /** `LOG_LEVEL`: fatal, error, warn, info, debug, trace or silent. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel = 'info';

  /** `METRICS_PORT`: a port of its own for `/metrics`, for Prometheus; 0 takes any free one. Without it nothing is measured. */
  @IsOptional()
  @whole
  @IsInt()
  @Min(0)
  @Max(65535)
  metricsPort?: number;

  /** `METRICS_HOST`: the address that port listens on. Whoever reaches it may read it. */
  @IsString()
  metricsHost = '127.0.0.1';

  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: where traces are sent, by OTLP over HTTP. Without it nothing is traced. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: 'must begin with http:// or https://' })
  otlpEndpoint?: string;

  /** `REGISTERS_DIR`: the folder with the shipped open data. */
  @IsString()
  registersDir = 'data';
}
