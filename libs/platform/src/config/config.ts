import { applyDecorators } from '@nestjs/common';
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
  validateSync,
} from 'class-validator';
import { limits } from '../graphql/limits.js';

const flag = Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
const whole = Transform(({ value }) => (value === '' || value === undefined ? undefined : Number(value)));

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

  /** `COST_PER_PERSON`: what a person may ask for in a minute, in fields that may be answered; see decision 0014. */
  @budget
  costPerPerson = 200_000;

  /** `COST_PER_BROKER`: the same of a broker, through all its keys. */
  @budget
  costPerBroker = 2_000_000;

  /** `COST_PER_ADDRESS`: the same of all together who have not signed in and come from one address, as a school does. */
  @budget
  costPerAddress = 400_000;

  /** `JOBS`: `in_process` runs the job queue inside the API, `off` leaves it to the worker. */
  @IsIn(['in_process', 'off'])
  jobs: 'in_process' | 'off' = 'in_process';

  /** `PLAYGROUND`: whether `/` serves the query page and the schema may be asked about. */
  @flag
  @IsBoolean()
  playground = true;

  /** `GRAPHQL_EXECUTOR`: `graphql_js` runs every operation as the reference does, `compiled` compiles queries that come back. */
  @IsIn(['graphql_js', 'compiled'])
  executor: 'graphql_js' | 'compiled' = 'graphql_js';

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
  costPerPerson: 'COST_PER_PERSON',
  costPerBroker: 'COST_PER_BROKER',
  costPerAddress: 'COST_PER_ADDRESS',
  jobs: 'JOBS',
  playground: 'PLAYGROUND',
  executor: 'GRAPHQL_EXECUTOR',
  logLevel: 'LOG_LEVEL',
  registersDir: 'REGISTERS_DIR',
};

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
    const came = property === 'tokenSecret' || property === 'databaseUrl' ? '' : ` (came: ${String(value)})`;
    return `${name}: ${Object.values(constraints ?? {}).join(', ')}${came}`;
  });
  throw new Error(`Configuration: ${lines.join('; ')}`);
}
