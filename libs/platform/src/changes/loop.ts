/** How a loop is paced. */
export interface LoopOptions {
  /** Milliseconds between steps when nobody wakes it. */
  readonly everyMs: number;
  /** Told of a failed step; the loop goes on after a pause that doubles with each failure in a row, up to a minute. */
  readonly onError: (error: unknown) => void;
}

const longestPauseMs = 60_000;

/**
 * Takes one step after another, never two at once: at once while a step says there is more, else when woken or when
 * its time has come. A wake during a step is not lost.
 */
export class Loop {
  private running?: Promise<void>;
  private stopping = false;
  private woken = false;
  private endPause?: () => void;
  private pauseBreaksOnWake = false;

  /** `step` answers whether there is more to do at once. */
  constructor(
    private readonly step: () => Promise<boolean>,
    private readonly options: LoopOptions,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Asks for a step soon. After a failure the pause is kept, so that a busy channel cannot hammer a broken step. */
  wake(): void {
    this.woken = true;
    if (this.pauseBreaksOnWake) this.endPause?.();
  }

  /** Lets the step under way finish and takes no other. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.endPause?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      this.woken = false;
      try {
        const more = await this.step();
        failures = 0;
        if (more || this.woken || this.stopping) continue;
        await this.pause(this.options.everyMs, true);
      } catch (error) {
        failures += 1;
        this.options.onError(error);
        await this.pause(Math.min(longestPauseMs, this.options.everyMs * 2 ** (failures - 1)), false);
      }
    }
  }

  private async pause(ms: number, breaksOnWake: boolean): Promise<void> {
    if (this.stopping) return;
    this.pauseBreaksOnWake = breaksOnWake;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = undefined;
  }
}
