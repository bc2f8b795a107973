import { parentPort, workerData } from 'node:worker_threads';

// A thread that has come a quarter of the way, and finds its answer once it is asked for the best it has.
const stop = new Int32Array(workerData.stop);
parentPort.postMessage({ progress: 0.25, stage: 'clearing' });
while (Atomics.load(stop, 0) === 0) Atomics.wait(stop, 0, 0, 20);
await import('./clearing-thread.mjs');
