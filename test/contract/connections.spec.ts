import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parenthesis that opens at an index is closed. */
function endOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/**
 * What within transactions of a source takes a connection of its own: while each of many transactions waits for one more,
 * none of them ends. A finder of the class or of another service reads through the manager that it is given, if any.
 */
function secondConnections(text: string): string[] {
  const works = [...text.matchAll(/transactions\.run\(/g)].map(({ index, 0: { length } }) =>
    text.slice(index, endOf(text, index + length - 1)),
  );
  return works.flatMap((work) =>
    [...work.matchAll(/this\.manager\b|await this\.(?:\w+\.)?(?:find|list|of|byId|waiting)\w*\(/g)]
      .filter(({ 0: call, index }) => {
        const end = call.endsWith('(') ? endOf(work, index + call.length - 1) : index;
        return !/\btx\b/.test(work.slice(index, end));
      })
      .map(({ index }) => work.slice(index, index + 60).split('\n')[0] ?? ''),
  );
}

const sources = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

describe('a transaction', () => {
  it('takes one connection, wherever it runs', () => {
    const found = sources.flatMap((file) =>
      secondConnections(readFileSync(file, 'utf8')).map((call) => `${file}: ${call}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ['transactions.run(viewer, async (tx) => { await this.brokers.find(viewer, id); })', 1],
    ['transactions.run(viewer, async (tx) => { (await this.find(viewer, (id))); })', 1],
    ['transactions.run(viewer, async (tx) => { await this.brokers.find(viewer, id, tx.manager); })', 0],
    ['transactions.run(viewer, async (tx) => { await this.manager.findOneBy(A, { id }); })', 1],
    ['transactions.run(viewer, async (tx) => { await tx.manager.findOneBy(A, { id }); })', 0],
    ['await this.find(viewer, id); transactions.run(viewer, async (tx) => tx.now)', 0],
  ])('that says %s is seen for what it is', (text, many) => {
    expect(secondConnections(text)).toHaveLength(many);
  });
});
