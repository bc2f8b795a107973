import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BadInput, shorten } from '#platform';
import { Sector, SectorLevel } from './sector.entity.js';
import { type ListedSector, SectorTree } from './sector-tree.js';

/** How many codes a search finds at most. */
export const SECTORS_FOUND = 100;

/**
 * The industrial classification. The 1,700 codes are read at the first question and kept, so that a whole tree costs no
 * further statement; a re-import is seen at the next start.
 */
@Injectable()
export class Sectors {
  private reading?: Promise<SectorTree>;

  constructor(private readonly manager: EntityManager) {}

  /** The whole tree. An empty one is not kept: the register may be about to be filled. */
  async tree(): Promise<SectorTree> {
    const tree = await (this.reading ??= this.read());
    if (tree.size === 0) this.reading = undefined;
    return tree;
  }

  /** Every code of a level, or every code of any level whose name holds the words; ascending. */
  async list(level?: SectorLevel, search?: string): Promise<ListedSector[]> {
    const tree = await this.tree();
    if (search === undefined) return tree.ofLevel(level ?? SectorLevel.SECTION);
    if (search.trim().length < 2)
      throw new BadInput([{ path: 'search', expected: 'at least two characters', got: shorten(search) }]);
    const found = tree.search(search).filter((sector) => !level || sector.level === level);
    return found.slice(0, SECTORS_FOUND);
  }

  /** One code, or null. */
  async find(code: string): Promise<ListedSector | null> {
    return (await this.tree()).get(code.toUpperCase()) ?? null;
  }

  /** The codes one step below. */
  async childrenOf({ code }: Pick<Sector, 'code'>): Promise<ListedSector[]> {
    return (await this.tree()).childrenOf(code);
  }

  /** The code one step above, or null. */
  async parentOf({ code }: Pick<Sector, 'code'>): Promise<ListedSector | null> {
    const tree = await this.tree();
    const sector = tree.get(code);
    return (sector && tree.parentOf(sector)) ?? null;
  }

  private async read(): Promise<SectorTree> {
    try {
      return new SectorTree(await this.manager.find(Sector));
    } catch (error) {
      this.reading = undefined;
      throw error;
    }
  }
}
