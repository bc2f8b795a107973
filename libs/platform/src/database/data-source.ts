import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from './migrations.js';

// `count(*)` and other bigints stay far below 2^53 here; a string would only hide arithmetic mistakes.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A day is a day: `pg` would make it an instant in the machine's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The options of a PostgreSQL data source. */
export type DatabaseOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** How every process connects. @param url a PostgreSQL connection string */
export function databaseOptions(url: string): DatabaseOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'firsthand',
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 20,
    extra: { connectionTimeoutMillis: 10_000 },
  };
}

/** A data source without entities, for commands that migrate, import and copy. The caller initialises and destroys it. */
export function createDataSource(url: string): DataSource {
  return new DataSource(databaseOptions(url));
}
