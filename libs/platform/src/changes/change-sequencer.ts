import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { describeFailure } from './failure.js';
import { databaseUrl, type HeldConnection, listen } from './held-connection.js';
import { Loop } from './loop.js';
import { changeChannel, sequence } from './sequence.js';

/** A notice may be lost with its connection; then changes wait for this at most. */
const pollMs = 1000;

/** Numbers changes as they commit. It runs in every process; the lock in `sequence` lets one work at a time. */
@Injectable()
export class ChangeSequencer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ChangeSequencer.name);
  private readonly loop: Loop;
  private listener?: HeldConnection;

  constructor(private readonly dataSource: DataSource) {
    this.loop = new Loop(async () => (await sequence(this.dataSource)) > 0, {
      everyMs: pollMs,
      onError: (error) => this.logger.error(`Numbering changes failed: ${describeFailure(error).what}`),
    });
  }

  onApplicationBootstrap(): void {
    if (this.dataSource.isInitialized) this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Begins to number changes, and goes on until stopped. */
  start(): void {
    this.listener = listen(databaseUrl(this.dataSource), changeChannel, () => this.loop.wake());
    void this.listener.open();
    this.loop.start();
  }

  /** Ends after the transaction under way. */
  async stop(): Promise<void> {
    await Promise.all([this.listener?.close(), this.loop.stop()]);
  }
}
