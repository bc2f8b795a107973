import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import type { ClearingTask } from './clearing.problem.js';
import type { ClearingAnswer } from './clearing.solve.js';

/** What a thread tells: how far it has come, and in the end its answer. */
export type ThreadMessage =
  { readonly progress: number; readonly stage: string } | { readonly answer: ClearingAnswer };

/** A clearing that runs in a thread. */
export interface RunningClearing {
  /** How far it has come. */
  readonly progress: { readonly progress: number; readonly stage: string };
  /** Its answer. Rejects where the thread fails or is ended. */
  readonly answer: Promise<ClearingAnswer>;
  /** Asks for the best answer so far. */
  stop(): void;
  /** Ends the thread, which answers nothing then. */
  end(): Promise<void>;
}

/** Clears in threads of their own, so that nothing else in the process waits meanwhile. */
@Injectable()
export class ClearingThreads {
  /** What a thread runs: the compiled file beside this one. */
  script = new URL('./clearing.thread.js', import.meta.url);

  start(task: ClearingTask): RunningClearing {
    const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const worker = new Worker(this.script, { workerData: { task, stop } });
    const running = { progress: { progress: 0, stage: 'beginning' } };
    const answer = new Promise<ClearingAnswer>((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if ('answer' in message) resolve(message.answer);
        else running.progress = message;
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The thread of a clearing ended without an answer')));
    });
    // Whoever ends it does not wait for its answer.
    answer.catch(() => undefined);
    return {
      get progress() {
        return running.progress;
      },
      answer,
      stop: () => void Atomics.store(new Int32Array(stop), 0, 1),
      end: async () => void (await worker.terminate()),
    };
  }
}
