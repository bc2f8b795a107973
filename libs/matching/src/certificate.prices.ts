import type { Faults } from './certificate.faults.js';
import type { ClearingProblem, Prices } from './clearing.js';

/**
 * The prices of a claim, each a finite number. A missing one and one that is no number is a fault and counts as 0: whatever
 * prices are, they give a bound, so that what is worked out from them still is one.
 */
export interface PriceList {
  readonly schools: ReadonlyMap<string, number>;
  readonly quotas: Float64Array;
  readonly requests: Float64Array;
  readonly serving: Float64Array;
  readonly others: Float64Array;
  readonly slots: Float64Array;
  readonly blocks: Float64Array;
  /** Of all with a limit. */
  readonly persons: ReadonlyMap<string, number>;
  readonly employers: ReadonlyMap<string, number>;
}

type Read = (price: number | undefined, of: string) => number;

/** Reads the price of everything that has one. Where nothing can come about it may be missing. */
export function readPrices(problem: ClearingProblem, prices: Prices, faults: Faults): PriceList {
  const { requests, offers, blocks } = problem;
  const read: Read = (price, of) => {
    if (price !== undefined && Number.isFinite(price)) return price;
    faults.add(`The price of ${of} is ${price === undefined ? 'missing' : `${price}, which is no price`}.`);
    return 0;
  };
  const ofRequests = (list: readonly number[], what: string) =>
    Float64Array.from(requests, ({ requestId }, at) => read(list[at], `request ${requestId}${what}`));
  return {
    schools: schoolPrices(problem, prices, read),
    quotas: Float64Array.from(problem.quotas, ({ schoolId, benchmark }, at) =>
      read(prices.quotas[at], `school ${schoolId} for ${benchmark}`),
    ),
    requests: ofRequests(prices.requests, ''),
    serving: ofRequests(prices.serving, ' for what serves its benchmark'),
    others: ofRequests(prices.others, ' for what does not serve its benchmark'),
    slots: Float64Array.from(offers, ({ slotId }, at) => read(prices.slots[at], `slot ${slotId}`)),
    blocks: Float64Array.from(blocks, (block, at) =>
      read(prices.blocks[at], `the slots ${block.join(', ')}`),
    ),
    ...giverPrices(problem, prices, read),
  };
}

function schoolPrices({ requests }: ClearingProblem, { schools }: Prices, read: Read): Map<string, number> {
  const found = new Map<string, number>();
  for (const { schoolId, outstanding } of requests) {
    if (found.has(schoolId) || (outstanding < 1 && !schools.has(schoolId))) continue;
    found.set(schoolId, read(schools.get(schoolId), `school ${schoolId}`));
  }
  return found;
}

function giverPrices(
  { offers, persons, employers }: ClearingProblem,
  prices: Prices,
  read: Read,
): Pick<PriceList, 'persons' | 'employers'> {
  const open = offers.filter(({ slot }) => slot.remaining >= 1);
  const giving = new Set(open.map(({ personId }) => personId));
  const employing = new Set(open.map(({ employerId }) => employerId));
  const listed = (
    limits: ReadonlyMap<string, number>,
    given: ReadonlyMap<string, number>,
    [noun, needed]: readonly [string, ReadonlySet<string | null>],
  ) => {
    const priceOf = (id: string) =>
      needed.has(id) || given.has(id) ? read(given.get(id), `${noun} ${id}`) : 0;
    return new Map([...limits.keys()].map((id) => [id, priceOf(id)]));
  };
  return {
    persons: listed(persons, prices.persons, ['person', giving]),
    employers: listed(employers, prices.employers, ['employer', employing]),
  };
}
