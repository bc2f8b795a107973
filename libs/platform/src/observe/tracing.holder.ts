import type { Tracing } from './tracing.js';

/** Where the tracing of the process is found, once it has begun. */
export interface TracingHolder {
  tracing?: Tracing;
}

/** The token of the holder. */
export const TRACING = Symbol('tracing');
