import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Change, changesAfter } from './change.js';
import { describeFailure } from './failure.js';
import { databaseUrl, type HeldConnection, listen } from './held-connection.js';
import { Loop } from './loop.js';
import { numberedChannel } from './sequence.js';

/**
 * What a subscriber does with a page of changes, in number order. What it writes through `manager` commits together
 * with its cursor, or not at all: exactly once. What it does elsewhere may happen again after a failure: queue a job
 * through `manager` for that. It must be brief, for it holds its transaction open.
 */
export type ChangeHandler = (changes: readonly Change[], manager: EntityManager) => Promise<void>;

/** How far a subscriber has come. */
export interface CursorState {
  readonly name: string;
  /** The number of the last change it has dealt with. */
  readonly number: number;
  /** How many numbered changes lie ahead of it. */
  readonly behind: number;
}

const pollMs = 1000;
const pageSize = 500;

/**
 * Durable, named subscribers to changes: how an upper library learns of what a lower one did. Each process may hold
 * the same subscriber; a lock on its cursor lets one deliver at a time.
 */
@Injectable()
export class ChangeFollowers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ChangeFollowers.name);
  private readonly loops = new Map<string, Loop>();
  private listener?: HeldConnection;

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Delivers every change, from the first ever made, to `handler` under a name that must never change: the cursor is
   * kept under it. Call it in `onModuleInit`. A handler that throws is given the same page again, after a pause that
   * grows up to a minute. Throws where the name is taken.
   */
  follow(name: string, handler: ChangeHandler): void {
    if (this.loops.has(name)) throw new Error(`Changes are already followed under the name ${name}`);
    const step = async () => (await deliver(this.dataSource, name, handler, pageSize)) > 0;
    const loop = new Loop(step, {
      everyMs: pollMs,
      onError: (error) => {
        const { what, where } = describeFailure(error);
        this.logger.error(`Subscriber ${name} failed and will try the same changes again: ${what}`, where);
      },
    });
    this.loops.set(name, loop);
    if (this.listener) loop.start();
  }

  onApplicationBootstrap(): void {
    if (this.dataSource.isInitialized) this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Begins to deliver, and goes on until stopped. */
  start(): void {
    this.listener = listen(databaseUrl(this.dataSource), numberedChannel, () => {
      for (const loop of this.loops.values()) loop.wake();
    });
    void this.listener.open();
    for (const loop of this.loops.values()) loop.start();
  }

  /** Ends after the pages under way. */
  async stop(): Promise<void> {
    await Promise.all([this.listener?.close(), ...[...this.loops.values()].map((loop) => loop.stop())]);
  }
}

/**
 * Gives a subscriber its next page, at most `limit` changes, and moves its cursor in the same transaction. Answers how
 * many it was: 0 where there are none or another process is delivering to it. What the handler throws rolls back both.
 */
export async function deliver(
  dataSource: DataSource,
  name: string,
  handler: ChangeHandler,
  limit: number,
): Promise<number> {
  if (!(await isAnythingNew(dataSource.manager, name))) return 0;
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const [cursor] = await manager.query<{ number: number }[]>(
      'SELECT number FROM change_cursor WHERE name = $1 FOR UPDATE SKIP LOCKED',
      [name],
    );
    if (!cursor) return 0;
    const changes = await changesAfter(manager, cursor.number, limit);
    const last = changes.at(-1);
    if (!last) return 0;
    await handler(changes, manager);
    await manager.query('UPDATE change_cursor SET number = $2 WHERE name = $1', [name, last.number]);
    return changes.length;
  });
}

/** Looks before locking: an idle poll would otherwise write a row lock each second. Makes the cursor on first sight. */
async function isAnythingNew(manager: EntityManager, name: string): Promise<boolean> {
  const [state] = await manager.query<{ ahead: boolean }[]>(
    `SELECT EXISTS (SELECT 1 FROM change WHERE change.number > change_cursor.number) AS ahead
     FROM change_cursor WHERE name = $1`,
    [name],
  );
  if (state) return state.ahead;
  await manager.query('INSERT INTO change_cursor (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  return true;
}

/** How far every subscriber has come, by name, for the display of health. */
export async function cursorStates(manager: EntityManager): Promise<CursorState[]> {
  return manager.query<CursorState[]>(
    `SELECT name, number, greatest(0, (SELECT coalesce(max(number), 0) FROM change) - number) AS behind
     FROM change_cursor ORDER BY name`,
  );
}
