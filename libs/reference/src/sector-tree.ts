import { SectorLevel, type Sector } from './sector.entity.js';

/** A code with its global id: `sector_j`, `sector_62012`. */
export interface ListedSector extends Sector {
  readonly id: string;
}

/** The classification as a tree in memory: 1,700 codes, read once and walked without asking the database again. */
export class SectorTree {
  private readonly byCode: Map<string, ListedSector>;
  private readonly byParent = new Map<string | null, ListedSector[]>();

  /** @param sectors every code, in any order */
  constructor(sectors: readonly Sector[]) {
    const sorted = [...sectors]
      .map((sector) => ({ ...sector, id: `sector_${sector.code.toLowerCase()}` }))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    this.byCode = new Map(sorted.map((sector) => [sector.code, sector]));
    for (const sector of sorted) {
      const siblings = this.byParent.get(sector.parent);
      if (siblings) siblings.push(sector);
      else this.byParent.set(sector.parent, [sector]);
    }
  }

  get(code: string): ListedSector | undefined {
    return this.byCode.get(code);
  }

  /** Codes one step below, ascending. */
  childrenOf(code: string): ListedSector[] {
    return this.byParent.get(code) ?? [];
  }

  parentOf(sector: Sector): ListedSector | undefined {
    return sector.parent === null ? undefined : this.byCode.get(sector.parent);
  }

  /** Every code of a level, ascending. */
  ofLevel(level: SectorLevel): ListedSector[] {
    return [...this.byCode.values()].filter((sector) => sector.level === level);
  }

  /** The letter of the section that a code of any level belongs to; undefined for an unknown code and for dormant companies. */
  sectionOf(code: string): string | undefined {
    let sector = this.byCode.get(code);
    while (sector && sector.level !== SectorLevel.SECTION) sector = this.parentOf(sector);
    return sector?.code;
  }

  /** Codes whose name holds every word, ascending. */
  search(text: string): ListedSector[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    // From the beginning of a word: "it" is not in "electricity".
    const holds = (name: string, word: string) =>
      ` ${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')}`.includes(` ${word}`);
    return [...this.byCode.values()].filter(({ name, code }) =>
      words.every((word) => holds(name, word) || code.startsWith(word.toUpperCase())),
    );
  }

  /** Number of codes. */
  get size(): number {
    return this.byCode.size;
  }
}
