import { certify, clear, ClearMethod, networkOf } from '#matching';
import { makeCountry } from './country.mjs';
import { highs } from './highs.mjs';
import { lemon } from './lemon.mjs';

// How long a country takes to clear, from rows to a checked certificate, beside LEMON's network simplex and, of
// small ones, HiGHS on the same arcs.
// Sizes: `npm run bench:matching -- 10000x10000 100000x40000` (requests x slots); `--seconds 300` bounds each clearing;
// `--alone` asks nobody else, which takes many times as long.

const sizes = process.argv.slice(2).filter((text) => /^\d+x\d+$/.test(text));
const bound = Number(process.argv[process.argv.indexOf('--seconds') + 1]) || 300;
const alone = process.argv.includes('--alone');
const reference = alone ? undefined : lemon();
if (!reference && !alone)
  console.log('No reference: this machine has no C++ compiler, or not the headers of LEMON (liblemon-dev).');

for (const size of sizes.length > 0 ? sizes : ['3000x3000', '10000x10000', '30000x30000', '100000x40000']) {
  const [requests, offers] = size.split('x').map(Number);
  const problem = makeCountry({ requests, offers, fairness: 'harmonic' });
  for (const method of [ClearMethod.GREEDY, ClearMethod.AUCTION, ClearMethod.EXACT])
    show(size, problem, method);
  if (alone) continue;
  const network = networkOf(problem);
  const small = await highs(network);
  if (small) console.log(`${size}, HiGHS: ${small.points} points in ${small.seconds} s`);
  if (!reference) continue;
  const { points, seconds, megabytes } = reference(network);
  console.log(`${size}, LEMON: ${points} points in ${seconds} s (its search alone), ${megabytes} MB`);
}

function show(size, problem, method) {
  const begin = performance.now();
  const shouldStop = () => performance.now() - begin > bound * 1000;
  const clearing = clear(problem, { method, shouldStop });
  const cleared = performance.now();
  const certificate = certify(problem, clearing);
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  const { objective, dual, gap, end, feasiblePairs } = clearing;
  console.log(
    `${size}, ${method}: ${end}, ${objective.units} of ${feasiblePairs} pairs, ` +
      `${objective.total} points, at most ${dual}, gap ${gap} (${((100 * gap) / (dual || 1)).toFixed(4)}%), ` +
      `${seconds(begin, cleared)} s and ${seconds(cleared, performance.now())} s for the certificate ` +
      `(${certificate.valid ? 'valid' : certificate.faults[0]}), ${process.resourceUsage().maxRSS >> 10} MB at most`,
  );
}
