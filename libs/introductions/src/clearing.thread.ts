import { parentPort, workerData } from 'node:worker_threads';
import type { ClearingTask } from './clearing.problem.js';
import { solve } from './clearing.solve.js';
import type { ThreadMessage } from './clearing.threads.js';

// What runs in a thread of its own. It knows no database and no framework, so that it starts at once.

const { task, stop } = workerData as { task: ClearingTask; stop: SharedArrayBuffer };
const stopped = new Int32Array(stop);
const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

tell({
  answer: solve(task, {
    onProgress: (progress, stage) => tell({ progress, stage }),
    shouldStop: () => Atomics.load(stopped, 0) !== 0,
  }),
});
