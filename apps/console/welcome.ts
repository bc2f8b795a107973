import type { Prepared } from './prepare.js';

/** What the person who started the product reads at the end: where it is, who they may be, and what to try. */
export function welcome(url: string, _prepared: Prepared): string[] {
  return ['', `Firsthand is ready: ${url}/`, 'Ctrl-C stops it.'];
}
