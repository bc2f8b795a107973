import load from 'highs';
import { arcsOf } from './arcs.mjs';

/** HiGHS as it comes from npm is for small problems: above so many pairs it is not asked. */
const MOST_PAIRS = 20_000;

/** The most points that a network can bring, as a linear program that HiGHS solves; undefined for a large one. */
export async function highs(network) {
  if (network.pairs.length > MOST_PAIRS) return undefined;
  const arcs = rowsOf(arcsOf(network));
  const solver = await load();
  const program = programOf(arcs);
  const begin = performance.now();
  const { ObjectiveValue, Status } = solver.solve(program);
  if (Status !== 'Optimal') throw new Error(`HiGHS ends with ${Status}`);
  return { points: Math.round(ObjectiveValue), seconds: ((performance.now() - begin) / 1000).toFixed(1) };
}

function rowsOf({ columns }) {
  const [from, to, capacity, cost] = columns.map((column) => column.pieces().flatMap((piece) => [...piece]));
  return from.map((place, at) => ({ from: place, to: to[at], capacity: capacity[at], points: -cost[at] }));
}

/** As many units leave a place as come into it. */
function programOf(arcs) {
  const sums = new Map();
  const add = (place, term) => sums.set(place, `${sums.get(place) ?? ''} ${term}`);
  arcs.forEach(({ from, to }, at) => {
    add(to, `+ x${at}`);
    add(from, `- x${at}`);
  });
  const points = arcs.map(({ points }, at) => (points ? `+ ${points} x${at}` : '')).join(' ');
  const rows = [...sums].map(([place, sum]) => `p${place}:${sum} = 0`).join('\n');
  const bounds = arcs.map(({ capacity }, at) => `0 <= x${at} <= ${capacity}`).join('\n');
  return `Maximize\nobj: ${points}\nSubject To\n${rows}\nBounds\n${bounds}\nEnd`;
}
