import { readdirSync, readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDemonstration } from '#demonstration';
import { importShippedRegisters } from '#reference';
import { startTestApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';

const readme = readFileSync('README.md', 'utf8');
const documents = ['README.md', 'CHANGELOG.md', 'data/README.md', ...markdownIn('docs')];

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
}

/** The blocks of a kind in a document, in order. */
function blocks(text: string, kind: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block]) => block ?? '',
  );
}

describe('the documents', () => {
  it('name only commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const document of documents) {
      const text = readFileSync(document, 'utf8');
      for (const [, run, plain] of text.matchAll(/npm (?:run ([a-z:]+)|(start|test)\b)/g)) {
        expect([document, run ?? plain, Object.keys(scripts)]).toEqual([
          document,
          run ?? plain,
          expect.arrayContaining([run ?? plain]),
        ]);
      }
    }
  });

  it('point only at files that there are', () => {
    for (const document of documents) {
      for (const [, target = ''] of readFileSync(document, 'utf8').matchAll(/\]\(([^)#]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        expect([document, target, existsSync(join(dirname(document), target))]).toEqual([
          document,
          target,
          true,
        ]);
      }
    }
  });
});

/** How many pupils of the school's Year 9 count for Benchmark 5. */
async function reachedOfYear9(teacher: Client): Promise<number | undefined> {
  type Years = { yearGroups: { yearGroup: number; numerator: number }[] };
  const { viewer } = await teacher.ask<{ viewer: { memberships: { school: { benchmarks: Years } }[] } }>(
    '{ viewer { memberships { school { benchmarks(policy: GATSBY_2025) { yearGroups { yearGroup numerator } } } } } }',
  );
  const years = viewer.memberships[0]?.school.benchmarks.yearGroups;
  return years?.find(({ yearGroup }) => yearGroup === 9)?.numerator;
}

describe('the main job, as the README tells it', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp();
    await importShippedRegisters(world.dataSource, 'data', () => undefined);
    await makeDemonstration(world.dataSource, {
      seed: 1,
      now: new Date(),
      registersDir: 'data',
      progress: () => undefined,
    });
  }, 120_000);
  afterAll(() => world?.stop());

  it('is done by its queries alone', async () => {
    const [signIn = '', look = '', propose = '', waiting = '', accept = '', record = '', ...more] = blocks(
      readme,
      'graphql',
    );
    expect(more).toEqual([]);
    const as = async (query: string) =>
      new Client(
        world.url,
        (await world.anyone.ask<{ signIn: { accessToken: string } }>(query)).signIn.accessToken,
      );

    const teacher = await as(signIn);
    type Match = { slot: { id: string }; explanation: string };
    const { viewer } = await teacher.ask<{
      viewer: {
        memberships: { school: { requests: { nodes: { id: string; matches: { nodes: Match[] } }[] } } }[];
      };
    }>(look);
    const request = viewer.memberships[0]?.school.requests.nodes[0];
    const best = request?.matches.nodes[0];
    expect(best?.explanation).toMatch(/would newly reach \d+ Year 9 pupils/);
    const proposed = await teacher.ask<{ proposeMatch: { proposal: { id: string } } }>(propose, {
      requestId: request?.id,
      slotId: best?.slot.id,
    });
    expect(proposed).toMatchObject({ proposeMatch: { proposal: { status: 'ACCEPTED_BY_SCHOOL' } } });

    const employer = await as(signIn.replace('teacher@', 'employer@'));
    const { proposals } = await employer.ask<{ proposals: { nodes: { id: string; version: number }[] } }>(
      waiting,
    );
    expect(proposals.nodes[0]?.id).toBe(proposed.proposeMatch.proposal.id);
    const { id, version } = proposals.nodes[0] ?? {};
    expect(await employer.ask(accept, { id, version })).toMatchObject({
      acceptProposal: { proposal: { status: 'CONFIRMED' }, booking: { id: expect.any(String) } },
    });

    const [, toRecord = ''] = /`(\{ bookings\(toRecord[^`]*)`/.exec(readme) ?? [];
    const { bookings } = await teacher.ask<{ bookings: { nodes: { id: string }[] } }>(toRecord);
    expect(bookings.nodes).toHaveLength(1);
    expect(await teacher.ask(record, { bookingId: bookings.nodes[0]?.id })).toMatchObject({
      recordDelivery: {
        delivery: { meaningful: expect.arrayContaining([{ benchmark: 'B5', meaningful: true }]) },
      },
    });
    expect(await teacher.ask(toRecord)).toEqual({ bookings: { nodes: [] } });
    expect(await reachedOfYear9(teacher)).toBe(20);
  });
});
