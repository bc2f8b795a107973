import { v7 } from 'uuid';
import { Chance } from './chance.js';

/** Identifiers as the product makes them, time-ordered, with their random part fixed by a seed. */
export class Ids {
  private readonly chance: Chance;

  constructor(seed: number) {
    this.chance = new Chance(seed, 'ids');
  }

  /** The next identifier of a noun. @param at when the noun would have been written, which decides its order */
  next(noun: string, at: Date): string {
    const random = new Uint8Array(16);
    const words = new DataView(random.buffer);
    for (let offset = 0; offset < 16; offset += 4)
      words.setInt32(offset, this.chance.int(-(2 ** 31), 2 ** 31 - 1));
    return `${noun}_${v7({ msecs: at.getTime(), random }).replaceAll('-', '')}`;
  }
}
