import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Change, changesSince, lastNumber } from './change.js';
import { describeFailure } from './failure.js';
import { databaseUrl, type HeldConnection, listen } from './held-connection.js';
import { Loop } from './loop.js';
import { numberedChannel } from './sequence.js';

/** What a process keeps in its memory of what stands in the database. */
export interface Mirrored {
  /**
   * Reads everything anew. What changes meanwhile is told afterwards, also where it has been read already. It must leave
   * others their turn: see `setImmediate`.
   */
  load(): Promise<void>;
  /** Reads anew what changes tell of. The same may be told again, and in another order than it happened. */
  apply(changes: readonly Change[]): Promise<void>;
  /** How much there is, by name. */
  sizes(): Readonly<Record<string, number>>;
}

/** How a mirror is, for whoever keeps the product running. */
export interface MirrorState {
  readonly name: string;
  /** Whether it has been read once; until then whoever needs it asks the database. */
  readonly loaded: boolean;
  /** Seconds since the database was last asked whether anything had changed, and it was all there; null while it is not loaded. */
  readonly ageSeconds: number | null;
  readonly sizes: Readonly<Record<string, number>>;
}

const pollMs = 1000;
const pageSize = 500;

/** One mirror of this process: loaded, kept current, and brought up to date when somebody is about to use it. */
export class Mirror {
  private readonly logger = new Logger(Mirror.name);
  private readonly loop: Loop;
  private cursor?: number;
  /** Whether the last turn left something, numbered or not, for which there is another. */
  private isBehind = false;
  private currentAt?: number;
  private underWay: Promise<boolean> = Promise.resolve(false);
  private next?: Promise<boolean>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
    private readonly mirrored: Mirrored,
  ) {
    this.loop = new Loop(() => this.step(), {
      everyMs: pollMs,
      onError: (error) => {
        const { what, where } = describeFailure(error);
        this.logger.error(`The mirror ${name} is out of date and will try again: ${what}`, where);
      },
    });
  }

  get state(): MirrorState {
    const { name, cursor, currentAt } = this;
    const ageSeconds = currentAt === undefined ? null : (Date.now() - currentAt) / 1000;
    return { name, loaded: cursor !== undefined, ageSeconds, sizes: this.mirrored.sizes() };
  }

  /**
   * Takes in everything that was committed before the call, by whatever process, also what nobody has numbered yet.
   * Whoever comes meanwhile shares the next turn.
   * @returns false while it is not loaded, too far behind to wait for it, or unable to take in: ask the database then
   */
  async catchUp(): Promise<boolean> {
    if (this.cursor === undefined) return false;
    // Why it fails is told by the loop, which tries the same.
    return this.turn().then(
      () => !this.isBehind,
      () => false,
    );
  }

  start(): void {
    this.loop.start();
  }

  wake(): void {
    this.loop.wake();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async step(): Promise<boolean> {
    const before = this.cursor;
    // A state that was restored has numbers of its own: what was taken in before says nothing of it.
    if (before !== undefined && (await lastNumber(this.dataSource.manager)) < before) this.cursor = undefined;
    return this.turn();
  }

  private async load(): Promise<number> {
    const begun = performance.now();
    const from = await lastNumber(this.dataSource.manager);
    await this.mirrored.load();
    const sizes = Object.entries(this.mirrored.sizes()).map(([what, count]) => `${count} ${what}`);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    this.logger.log(`The mirror ${this.name} is loaded: ${sizes.join(', ')} in ${seconds} s`);
    return from;
  }

  /** One turn after another, never two at once. @returns whether there is more to take in */
  private turn(): Promise<boolean> {
    this.next ??= this.underWay
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return (this.underWay = this.takeIn());
      });
    return this.next;
  }

  private async takeIn(): Promise<boolean> {
    const cursor = this.cursor ?? (await this.load());
    const asked = Date.now();
    const { numbered, waiting } = await changesSince(this.dataSource.manager, cursor, pageSize);
    if (numbered.length + waiting.length > 0) await this.mirrored.apply([...numbered, ...waiting]);
    this.cursor = numbered.at(-1)?.number ?? cursor;
    this.isBehind = numbered.length === pageSize || waiting.length === pageSize;
    if (!this.isBehind) this.currentAt = asked;
    // Those that wait for a number come again with it: there is nothing more to do until then.
    return numbered.length === pageSize;
  }
}

/** The mirrors of this process. Each process has its own; a durable subscriber to changes is a `ChangeFollowers`. */
@Injectable()
export class Mirrors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly mirrors: Mirror[] = [];
  private listener?: HeldConnection;

  constructor(private readonly dataSource: DataSource) {}

  /** Keeps something in memory from the start of the application on. Call it in `onModuleInit`. */
  keep(name: string, mirrored: Mirrored): Mirror {
    const mirror = new Mirror(this.dataSource, name, mirrored);
    this.mirrors.push(mirror);
    return mirror;
  }

  /** How each of them is. */
  states(): MirrorState[] {
    return this.mirrors.map(({ state }) => state);
  }

  onApplicationBootstrap(): void {
    if (this.mirrors.length === 0 || !this.dataSource.isInitialized) return;
    this.listener = listen(databaseUrl(this.dataSource), numberedChannel, () => {
      for (const mirror of this.mirrors) mirror.wake();
    });
    void this.listener.open();
    for (const mirror of this.mirrors) mirror.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.listener?.close(), ...this.mirrors.map((mirror) => mirror.stop())]);
  }
}
