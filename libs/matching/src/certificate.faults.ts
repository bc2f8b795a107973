import { Misfit } from './certificate.pairs.js';

/** How many faults are told in full. */
const TOLD = 20;

/** What is wrong with a claim, in sentences: the first of them, and how many more there are. */
export class Faults {
  private readonly first: string[] = [];
  private count = 0;

  /** Tells one fault in a sentence. */
  add(sentence: string): void {
    this.count += 1;
    if (this.first.length < TOLD) this.first.push(sentence);
  }

  /** The sentences; where there are too many, the last says how many more. */
  told(): readonly string[] {
    const more = this.count - this.first.length;
    return more === 0 ? this.first : [...this.first, `There are ${more} more faults.`];
  }
}

/** What keeps a slot and a request apart, to follow "do not fit:". */
export const MISFITS: Readonly<Record<Misfit, string>> = {
  [Misfit.NONE]: 'nothing is against it',
  [Misfit.KIND]: 'one is for encounters and the other for placements',
  [Misfit.ACTIVITY]: 'the activity is not asked for',
  [Misfit.SECTOR]: 'no sector is shared',
  [Misfit.YEARS]: 'the slot is not for all year groups that are asked for',
  [Misfit.SIZE]: 'the session would have more pupils than the slot takes',
  [Misfit.FULL]: 'nothing is left of the slot',
  [Misfit.FILLED]: 'nothing more is looked for',
  [Misfit.MODE]: 'one is in person and the other by video',
  [Misfit.DISTANCE]: 'they are farther apart than the journey may be',
  [Misfit.DATES]: 'the dates do not suit',
  [Misfit.EXCLUDED_BY_SCHOOL]: 'the school will not be matched with it',
  [Misfit.EXCLUDED_BY_OFFERER]: 'the offerer will not be matched with it',
  [Misfit.PERSON_TAKEN]: 'the person is booked for the request already',
  [Misfit.FORBIDDEN]: 'the pair is forbidden',
};
