import { parseArgs } from 'node:util';
import { ClearMethod, Fairness } from '#matching';
import { StartupProblem } from '#platform';
import { runCommand } from '../command.js';
import { clearFiles } from './clear.files.js';
import { typedPath } from './database.js';

const USAGE = `Brings requests and offers together, as well as can be for all schools, and proves how well.

  npm run clear -- [--fairness none|harmonic|quadratic]
  npm run clear -- --offers <file.csv> --requests <file.csv> [--out <file.csv>] [--summary <file.json>]
                   [--pairs <file.csv>] [--gains <file.csv>] [--bonus <file.csv>] [--report <file.csv>]
                   [--fairness none|harmonic|quadratic] [--exact | --greedy]

Without files it clears what is in the database, prints the summary and writes nothing. Files in the spreadsheet form of
docs/clearing.md need no server and no database. --exact fails where it cannot show that nothing better exists; --greedy
takes the best pair first, for comparison. --report has all bad rows.`;

const OUTPUTS = ['out', 'summary', 'pairs', 'gains', 'bonus', 'report'] as const;
type Output = (typeof OUTPUTS)[number];

const OPTIONS = {
  offers: { type: 'string' },
  requests: { type: 'string' },
  out: { type: 'string' },
  summary: { type: 'string' },
  pairs: { type: 'string' },
  gains: { type: 'string' },
  bonus: { type: 'string' },
  report: { type: 'string' },
  fairness: { type: 'string', default: Fairness.HARMONIC },
  exact: { type: 'boolean', default: false },
  greedy: { type: 'boolean', default: false },
} as const;

function readFairness(word: string): Fairness {
  const found = Object.values(Fairness).find((rule) => rule === word);
  if (found) return found;
  throw new StartupProblem(`--fairness: expected ${Object.values(Fairness).join(', ')}, came ${word}.`);
}

function readMethod(exact: boolean, greedy: boolean): ClearMethod | undefined {
  if (exact && greedy) throw new StartupProblem('--exact or --greedy: expected one of them, came both.');
  if (greedy) return ClearMethod.GREEDY;
  return exact ? ClearMethod.EXACT : undefined;
}

function readCommand(): () => Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const { exact, greedy, offers, requests, ...outputs } = values;
  const fairness = readFairness(values.fairness);
  if (offers !== undefined && requests !== undefined) {
    const method = readMethod(exact, greedy);
    const paths = typedPaths({ ...outputs, offers, requests });
    return () => clearFiles({ fairness, ...(method && { method }), ...paths });
  }
  const named = [offers, requests, ...OUTPUTS.map((name) => outputs[name])];
  if (exact || greedy || named.some((path) => path !== undefined))
    throw new StartupProblem(
      `--offers and --requests: expected both, or neither and no other file.\n\n${USAGE}`,
    );
  // Files need nothing of the product, which takes seconds to load.
  return async () => (await import('./clear.database.js')).clearDatabase(fairness);
}

function typedPaths(typed: Record<'offers' | 'requests', string> & Partial<Record<Output, string>>) {
  const outputs = OUTPUTS.flatMap((name) => {
    const path = typed[name];
    return path === undefined ? [] : [[name, typedPath(path)]];
  });
  return {
    offers: typedPath(typed.offers),
    requests: typedPath(typed.requests),
    ...(Object.fromEntries(outputs) as Partial<Record<Output, string>>),
  };
}

runCommand(async () => readCommand()(), USAGE);
