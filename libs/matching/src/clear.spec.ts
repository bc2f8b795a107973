import fc from 'fast-check';
import { mostPoints } from '../test/oracle.js';
import { problems } from '../test/problems.js';
import { certify } from './certificate.js';
import { adopt } from './clear.adopt.js';
import { answerOf, soldOf } from './clear.answer.js';
import { auction } from './clear.auction.js';
import { Flow } from './clear.flow.js';
import { clear, ClearMethod } from './clear.js';
import { networkOf } from './clear.network.js';
import { settle } from './clear.settle.js';
import { ClearingEnd, type ClearingProblem } from './clearing.js';

describe('a clearing', () => {
  it('brings as many points as an integer program of the whole problem, and its prices prove it', () => {
    let [units, within] = [0, 0];
    fc.assert(
      fc.property(problems({ offers: 30, requests: 16 }), (problem) => {
        const { objective, dual, gap, end } = clear(problem);
        const most = mostPoints(problem);
        units += objective.units;
        expect(objective.total).toBeLessThanOrEqual(most);
        expect(most).toBeLessThanOrEqual(dual);
        expect(gap).toBe(dual - objective.total);
        // Only where a request would have one person twice, which no network can see, may something be lost.
        if (end === ClearingEnd.WITHIN_GAP) within += 1;
        else expect([end, objective.total]).toEqual([ClearingEnd.OPTIMAL, most]);
      }),
      { numRuns: 150 },
    );
    expect(units).toBeGreaterThan(200);
    expect(within).toBeLessThan(25);
  });

  it('answers the same in whatever order the rows come', () => {
    fc.assert(
      fc.property(problems({ offers: 20, requests: 12 }), (problem) => {
        const { pairs, objective, dual } = clear(problem);
        const turned = clear({
          ...problem,
          offers: problem.offers.toReversed(),
          requests: problem.requests.toReversed(),
          blocks: problem.blocks.toReversed().map((ids) => ids.toReversed()),
        });
        expect([turned.pairs, turned.objective, turned.dual]).toEqual([pairs, objective, dual]);
      }),
      { numRuns: 100 },
    );
  });

  it('never brings less for one more offer, and the checker agrees with all it says', () => {
    fc.assert(
      fc.property(problems({ offers: 20, requests: 12 }), (problem) => {
        const fewer = { ...problem, offers: problem.offers.slice(1) };
        const [all, without] = [clear(problem), clear(fewer)];
        // What a network cannot see may cost a little of the larger one: its bound is what cannot fall.
        expect(all.dual).toBeGreaterThanOrEqual(without.objective.total);
        if (all.end === ClearingEnd.OPTIMAL)
          expect(all.objective.total).toBeGreaterThanOrEqual(without.objective.total);
        expect(certify(problem, all).faults).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('of which an auction alone is content with less says how much it may lack', () => {
    fc.assert(
      fc.property(problems({ offers: 20, requests: 12 }), (problem) => {
        const [content, best] = [clear(problem, { method: ClearMethod.AUCTION }), clear(problem)];
        expect(content.objective.total).toBeLessThanOrEqual(best.dual);
        expect(content.dual).toBeGreaterThanOrEqual(best.objective.total);
        expect(content.gap).toBe(content.dual - content.objective.total);
        expect(certify(problem, content).faults).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is none the worse for a coarse auction, whose own answer owns to its gap', () => {
    const watch = { onProgress: () => {}, shouldStop: () => false };
    const coarse = (problem: ClearingProblem) => {
      const flow = new Flow(networkOf(problem));
      auction(flow, 100, watch);
      const sold = soldOf(problem, flow);
      adopt(flow);
      return { flow, sold };
    };
    let gaps = 0;
    fc.assert(
      fc.property(problems({ offers: 20, requests: 12 }), (problem) => {
        const begun = coarse(problem);
        const content = answerOf(problem, begun.flow, begun.sold, ClearingEnd.WITHIN_GAP);
        expect(certify(problem, content).faults).toEqual([]);
        if (content.gap > 0) gaps += 1;
        const { flow } = coarse(problem);
        expect(settle(flow, watch)).toBe(true);
        expect(answerOf(problem, flow, soldOf(problem, flow), ClearingEnd.OPTIMAL)).toMatchObject({
          gap: 0,
          dual: clear(problem).dual,
        });
      }),
      { numRuns: 100 },
    );
    expect(gaps).toBeGreaterThan(5);
  });
});
