import type { Benchmark, YearGroup } from '#statutes';

/** "1 pupil", "25 pupils": a count with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "Year 9", "Years 9 and 10", "Years 7, 8 and 9". */
export function years(groups: readonly YearGroup[]): string {
  return `Year${groups.length === 1 ? '' : 's'} ${list(groups.map(String))}`;
}

/** "Year 9" or "Years 7 to 9": both ends included. */
export function yearRange(from: YearGroup, to: YearGroup): string {
  return from === to ? `Year ${from}` : `Years ${from} to ${to}`;
}

/** "4.2 km": metres in kilometres to one decimal. */
export function kilometres(metres: number): string {
  return `${(Math.round(metres / 100) / 10).toFixed(1)} km`;
}

/** The same, rounded up: what is just out of reach must not read as within it. */
export function kilometresUp(metres: number): string {
  return `${(Math.ceil(metres / 100) / 10).toFixed(1)} km`;
}

/** "Benchmark 5" for `b5`. */
export function benchmarkName(benchmark: Benchmark): string {
  return `Benchmark ${benchmark.slice(1)}`;
}
