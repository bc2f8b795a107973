import { makeDemonstration } from '#demonstration';
import { importShippedRegisters } from '#reference';
import { startTestApp, type TestApp } from '../support/app.js';
import { Command } from '../support/embedded-start.js';

const BUILDING = 180_000; // the first command compiles everything

describe('Clearing the demonstration from the command line', () => {
  let world: TestApp;
  let env: { DATABASE_URL: string };
  beforeAll(async () => {
    world = await startTestApp({ JOBS: 'off' });
    env = { DATABASE_URL: (world.dataSource.options as { url: string }).url };
    await importShippedRegisters(world.dataSource, 'data', () => undefined);
    await makeDemonstration(world.dataSource, {
      ...{ seed: 1, now: new Date(), registersDir: 'data', progress: () => undefined },
    });
  }, BUILDING);
  afterAll(() => world?.stop());

  const typed = async (...words: string[]) => {
    const command = Command.run(env, 'apps/console/run.mjs', 'clear', ...words);
    return { code: await command.ended, lines: command.lines };
  };
  const written = () =>
    world.dataSource.query<unknown[]>(
      `SELECT (SELECT count(*) FROM change) AS changes, (SELECT count(*) FROM proposal) AS proposals,
         (SELECT count(*) FROM clearing) AS clearings, (SELECT count(*) FROM graphile_worker.jobs) AS jobs`,
    );
  const numbers = (line = '') =>
    [...line.matchAll(/\d[\d,]*/g)].map(([text]) => Number(text.replaceAll(',', '')));

  it(
    'says what comes of it, who is fought for and who has least, and writes nothing',
    async () => {
      const before = await written();
      const { code, lines } = await typed();
      expect([code, lines]).toEqual([0, expect.anything()]);
      const line = (pattern: RegExp) => lines.find((text) => pattern.test(text));
      const [slots = 0, requests = 0, pairs = 0] = numbers(line(/slots? and .* requests?\. .* pairs fit\.$/));
      expect(Math.min(slots, requests)).toBeGreaterThan(10);
      expect(pairs).toBeGreaterThan(requests);
      const [placed = 0, asked = 0] = numbers(line(/^[\d,]+ sessions and places found of /));
      expect(placed).toBeGreaterThan(0);
      expect(asked).toBeGreaterThanOrEqual(placed);
      expect(line(/^Points: /)).toMatch(/no clearing of them has more/);
      expect(lines).toContain('An independent check of all pairs, limits, points and prices finds the same.');
      const [without = 0, schools = 0] = numbers(line(/^Before: /));
      expect(numbers(line(/^After: /))[1]).toBe(schools);
      expect(numbers(line(/^After: /))[0]).toBeLessThan(without);
      const below = (heading: RegExp) => {
        const from = lines.findIndex((text) => heading.test(text)) + 1;
        return lines
          .slice(from)
          .filter((text, n) => lines.slice(from, from + n + 1).every((one) => /^ {2}/.test(one)));
      };
      const contested = below(/^The most contested offers/);
      expect(contested.length).toBeGreaterThan(0);
      expect(contested.length).toBeLessThanOrEqual(10);
      const prices = contested.map((text) => Number(/[\d,.]+/.exec(text)?.[0].replaceAll(',', '')));
      expect(prices).toEqual([...prices].sort((one, other) => other - one));
      expect(below(/^The least-served schools/)).toHaveLength(Math.min(10, schools));
      expect(await written()).toEqual(before);
    },
    BUILDING,
  );
});
