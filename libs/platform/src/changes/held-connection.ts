import pg from 'pg';
import type { DataSource } from 'typeorm';

/** The address that a data source was made with. Throws where it was made from single settings instead. */
export function databaseUrl(dataSource: DataSource): string {
  const { options } = dataSource;
  if (options.type === 'postgres' && options.url) return options.url;
  throw new Error(
    'The data source must be made with the url of a PostgreSQL: held connections are opened from it',
  );
}

const pauseMs = 1000;

// A machine that loses its power closes nothing; without these its session would live on for two hours.
const session = `
  SET tcp_keepalives_idle = 10;
  SET tcp_keepalives_interval = 5;
  SET tcp_keepalives_count = 3;
  SET idle_session_timeout = 0;
  SET lock_timeout = '5s';
`;

/**
 * One connection of its own, kept open until closed and opened again after a break: for what belongs to a session,
 * such as LISTEN and advisory locks. It must reach PostgreSQL itself or a pooler in session mode.
 */
export class HeldConnection {
  private running?: Promise<void>;
  private opened?: Promise<void>;
  private closing = false;
  private interrupt?: () => void;

  /** `prepare` runs on each new connection; a failure in it counts as a break. */
  constructor(
    private readonly url: string,
    private readonly prepare: (client: pg.Client) => Promise<void>,
  ) {}

  /** Resolves once the connection is first open and prepared, or closed before that. Never rejects: it tries on. */
  open(): Promise<void> {
    this.opened ??= new Promise((resolve) => {
      this.running = this.run(resolve).finally(resolve);
    });
    return this.opened;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.interrupt?.();
    await this.running;
  }

  private async run(opened: () => void): Promise<void> {
    while (!this.closing) {
      await this.holdOne(opened);
      if (!this.closing) await this.interruptible((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Holds one connection until it breaks or is closed. */
  private async holdOne(opened: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const broken = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    try {
      await client.connect();
      await client.query(session);
      await this.prepare(client);
      opened();
      await this.interruptible((resolve) => {
        void broken.then(resolve);
        return undefined;
      });
    } catch {
      // The next attempt follows; what the connection serves has a poll or a retry of its own.
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async interruptible(wait: (resolve: () => void) => NodeJS.Timeout | undefined): Promise<void> {
    if (this.closing) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.interrupt = resolve;
      timer = wait(resolve);
    });
    clearTimeout(timer);
  }
}

/** A held connection that listens on a channel and calls `wake` on each notice, and once when (again) connected. */
export function listen(url: string, channel: string, wake: () => void): HeldConnection {
  return new HeldConnection(url, async (client) => {
    client.on('notification', wake);
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    wake();
  });
}
