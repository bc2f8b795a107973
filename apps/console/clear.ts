import { parseArgs } from 'node:util';
import { Fairness } from '#matching';
import { StartupProblem } from '#platform';
import { runCommand } from '../command.js';
import { clearFiles, type FilesAsked } from './clear.files.js';
import { typedPath } from './database.js';

const USAGE = `Brings requests and offers together, as well as can be for all schools, and proves how well.

  npm run clear -- --offers <file.csv> --requests <file.csv> [--out <file.csv>] [--summary <file.json>]
                   [--pairs <file.csv>] [--gains <file.csv>] [--bonus <file.csv>] [--report <file.csv>]
                   [--fairness none|harmonic|quadratic] [--exact]

Files in the spreadsheet form of docs/clearing.md need no server and no database. --exact goes on until nothing better
exists. --report has all bad rows.`;

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
} as const;

function readFairness(word: string): Fairness {
  const found = Object.values(Fairness).find((rule) => rule === word);
  if (found) return found;
  throw new StartupProblem(`--fairness: expected ${Object.values(Fairness).join(', ')}, came ${word}.`);
}

function readCommand(): FilesAsked {
  const { values } = parseArgs({ options: OPTIONS });
  const { fairness, exact, offers, requests, ...outputs } = values;
  if (offers === undefined || requests === undefined) throw new StartupProblem(USAGE);
  const path = (typed: string | undefined) => (typed === undefined ? undefined : typedPath(typed));
  return {
    fairness: readFairness(fairness),
    exact,
    offers: typedPath(offers),
    requests: typedPath(requests),
    out: path(outputs.out),
    summary: path(outputs.summary),
    pairs: path(outputs.pairs),
    gains: path(outputs.gains),
    bonus: path(outputs.bonus),
    report: path(outputs.report),
  };
}

runCommand(async () => clearFiles(readCommand()), USAGE);
