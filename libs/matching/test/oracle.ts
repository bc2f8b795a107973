import highs from 'highs';
import type { ClearingProblem, MatchOffer, MatchRequest } from '../src/index.js';
import { feasible } from '../src/feasible.js';
import { gainOf } from '../src/gains.js';
import { servesBenchmark } from '../src/pair.js';
import { score } from '../src/score.js';
import { isUnder } from './problems.js';

const load = highs as unknown as () => Promise<{ solve(program: string): { ObjectiveValue: number } }>;
const solver = await load();

/**
 * The most points that any clearing of a small problem brings, by an integer program of its own that HiGHS solves. It
 * asks the rules pair by pair and knows nothing of networks.
 */
export function mostPoints(problem: ClearingProblem): number {
  const program = new Program();
  const { offers, requests, forbidden } = problem;
  const pairs = requests.flatMap((request) =>
    offers
      .filter((offer) => feasible(offer, request, problem.today).length === 0)
      .filter((offer) => !forbidden.some((pair) => isNamed(pair, offer, request)))
      .map((offer) => ({
        offer,
        request,
        name: program.variable(score(offer, request, problem.today).pairScore),
      })),
  );
  if (pairs.length === 0) return 0;
  const atMost = (limit: number, of: (pair: (typeof pairs)[number]) => boolean) =>
    program.atMost(
      pairs.filter(of).map(({ name }) => name),
      limit,
    );
  keepLimits(problem, atMost);
  for (const request of requests) {
    atMost(request.outstanding, (pair) => pair.request === request);
    const serving = pairs.filter((pair) => pair.request === request && servesBenchmark(pair.offer, request));
    program.paid(
      serving.map(({ name }) => name),
      (k) => gainOf(request, k),
      request.outstanding,
    );
    for (const person of new Set(offers.map(({ personId }) => personId)))
      if (person !== null) atMost(1, (pair) => pair.request === request && pair.offer.personId === person);
  }
  for (const [id, bonus] of problem.bonuses) {
    const own = pairs.filter(({ request }) => request.schoolId === id).map(({ name }) => name);
    program.paid(own, (k) => bonus[k - 1] ?? 0, bonus.length);
  }
  return Math.round(solver.solve(program.text()).ObjectiveValue);
}

/** The limits that hold for several requests. */
function keepLimits(
  { offers, blocks, quotas, persons, employers }: ClearingProblem,
  atMost: (limit: number, of: (pair: { offer: MatchOffer; request: MatchRequest }) => boolean) => void,
): void {
  for (const offer of offers) atMost(offer.slot.remaining, (pair) => pair.offer === offer);
  for (const block of blocks) atMost(1, ({ offer }) => block.includes(offer.slotId));
  for (const quota of quotas) atMost(quota.units, ({ request }) => isUnder(quota, request));
  for (const [id, limit] of persons) atMost(limit, ({ offer }) => offer.personId === id);
  for (const [id, limit] of employers) atMost(limit, ({ offer }) => offer.employerId === id);
}

function isNamed(
  pair: { requestId: string; slotId: string },
  { slotId }: MatchOffer,
  { requestId }: MatchRequest,
): boolean {
  return pair.slotId === slotId && pair.requestId === requestId;
}

/** An integer program in the LP format. */
class Program {
  private readonly points: string[] = [];
  private readonly rows: string[] = [];
  private readonly bounds: string[] = [];
  private readonly whole: string[] = [];

  variable(points: number): string {
    const name = `x${this.whole.length}`;
    this.whole.push(name);
    this.points.push(`${points} ${name}`);
    return name;
  }

  atMost(names: readonly string[], limit: number): void {
    if (names.length > 0) this.rows.push(`${names.join(' + ')} <= ${limit}`);
  }

  /** Points for the first, second … of what is counted. */
  paid(names: readonly string[], points: (k: number) => number, most: number): void {
    if (names.length === 0) return;
    const steps = Array.from({ length: most }, (_, index) => this.variable(points(index + 1)));
    for (const step of steps) this.bounds.push(`0 <= ${step} <= 1`);
    if (steps.length > 0) this.rows.push(`${steps.join(' + ')} - ${names.join(' - ')} <= 0`);
  }

  text(): string {
    const rows = this.rows.map((row, index) => `c${index}: ${row}`).join('\n');
    return `Maximize\nobj: ${this.points.join(' + ')}\nSubject To\n${rows}\nBounds\n${this.bounds.join('\n')}\nGeneral\n${this.whole.join(' ')}\nEnd`;
  }
}
