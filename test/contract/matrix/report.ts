import type { Cell } from './cells.js';
import { everybody } from './people.js';

/** The cells that came out otherwise than they should, those of one kind in one line. */
export function surprises(cells: readonly Cell[]): string[] {
  const found = new Map<string, string[]>();
  for (const { what, persona, tenant, expected, came } of cells) {
    if (expected === came) continue;
    const line = `${what}, of the ${tenant} tenant: expected ${expected}, came ${came}`;
    found.set(line, [...(found.get(line) ?? []), persona]);
  }
  return [...found].map(
    ([line, who]) => `${line} (${who.length === everybody.length ? 'all' : who.join(', ')})`,
  );
}

/** Whether a cell let nothing be read and nothing be done. */
export function refused({ came }: Cell): boolean {
  return ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'null', 'empty', 'unread'].includes(came);
}

/** How large the matrix is and what came of it, as a text that stands in the test's output. */
export function summary(cells: readonly Cell[], leaks: readonly string[], canaries: number): string {
  const count = (kind: string) =>
    new Set(cells.filter((cell) => cell.kind === kind).map(({ what }) => what)).size;
  const refusals = cells.filter(refused).length;
  return [
    `Access matrix: ${count('operation')} operations, ${count('node')} things by id, ${count('field')} fields that lead further, `,
    `${count('personal')} personal fields × ${everybody.length} roles × 2 tenants = ${cells.length} cells: `,
    `${cells.length - refusals} allowed, ${refusals} refused; ${canaries} canaries, ${leaks.length} leaks.`,
  ].join('');
}
