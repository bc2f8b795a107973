import {
  type Certificate,
  type Clearing,
  type ClearingProblem,
  type FairnessFigures,
  type ServedSchool,
  shareServed,
} from '#matching';

const number = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });

/** So many of something, in the right number: `1 pair`, `2 pairs`. */
export function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** How many pairs fit, as a sentence. */
export function fitting(pairs: number): string {
  return `${count(pairs, 'pair')} ${pairs === 1 ? 'fits' : 'fit'}.`;
}

/** Whether an independent check agrees, and where it does not. */
export function certificateLine({ valid, faults }: Certificate): string {
  if (valid) return 'An independent check of all pairs, limits, points and prices finds the same.';
  return `The clearing does not stand its check: ${faults.join(' ')}`;
}

const percent = (share: number | null) => (share === null ? 'nothing' : `${number(100 * share)}%`);

/** The objective with its parts and how far from the best it may be. */
export function pointsLine({ objective, dual, gap }: Clearing): string {
  const { total, score, gain, bonus } = objective;
  const proof =
    gap === 0
      ? 'no clearing of them has more'
      : `no clearing of them has more than ${number(dual)}: the gap is ${number(gap)} (${((100 * gap) / dual).toFixed(4)}%)`;
  return `Points: ${number(total)}, of them ${number(score)} for pairs, ${number(gain)} for need and ${number(bonus)} for fairness; ${proof}.`;
}

/** How evenly schools are served, in one line. */
export function fairnessLine(label: string, figures: FairnessFigures): string {
  const { schools, withNothing, share5, share10, median } = figures;
  return `${label}: ${number(withNothing)} of ${count(schools, 'school')} have nothing; at the 5th percentile a school has ${percent(share5)} of what it asks for, at the 10th ${percent(share10)}, in the middle ${percent(median)}.`;
}

/** An offer by what one more session of it would be worth. */
export interface Contested {
  readonly name: string;
  readonly price: number;
}

/** The offers that most others would have liked too: one more session of each would be worth its price, in points. */
export function mostContested(
  { offers }: Pick<ClearingProblem, 'offers'>,
  { prices }: Pick<Clearing, 'prices'>,
  most: number,
): { offerId: string; price: number }[] {
  const dearest = new Map<string, number>();
  offers.forEach(({ offerId }, row) => {
    dearest.set(offerId, Math.max(dearest.get(offerId) ?? 0, prices.slots[row] ?? 0));
  });
  return [...dearest]
    .map(([offerId, price]) => ({ offerId, price }))
    .filter(({ price }) => price > 0)
    .sort((one, other) => other.price - one.price || (one.offerId < other.offerId ? -1 : 1))
    .slice(0, most);
}

/** A heading with a line for each offer; nothing without offers. */
export function contestedLines(offers: readonly Contested[]): string[] {
  if (offers.length === 0) return [];
  const lines = offers.map(({ name, price }) => `  ${number(price).padStart(7)}  ${name}`);
  return ['The most contested offers, by the points that one more session of them would bring:', ...lines];
}

/** The schools that got the smallest share of what they asked for; of equal ones those that asked for most. */
export function leastServed(schools: readonly ServedSchool[], most: number): ServedSchool[] {
  return schools
    .filter(({ asked }) => asked > 0)
    .sort(
      (one, other) =>
        shareServed(one) - shareServed(other) || other.asked - one.asked || (one.id < other.id ? -1 : 1),
    )
    .slice(0, most);
}

/** A heading with a line for each school; nothing without schools. */
export function leastServedLines(
  schools: readonly ServedSchool[],
  nameOf: (school: ServedSchool) => string,
): string[] {
  if (schools.length === 0) return [];
  const lines = schools.map((school) => {
    return `  ${`${school.served} of ${school.asked}`.padStart(9)}  ${nameOf(school)}`;
  });
  return ['The least-served schools, by what they have of what they ask for:', ...lines];
}
