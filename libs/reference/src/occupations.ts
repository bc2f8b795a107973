import { createReadStream } from 'node:fs';
import { BadInput, shorten } from '#platform';
import { ImportReport } from './import-report.js';
import { type Occupation, OccupationLevel, readOccupations } from './occupation-codes.js';
import { type ListedOccupation, OccupationTree } from './occupation-tree.js';

/** How many groups a search answers with at most: whoever has not found it by then types another word. */
export const OCCUPATIONS_FOUND = 50;

/**
 * The occupational classification. It is renewed every ten years and joins nothing, so it is a file that is read at the
 * first question and searched in memory, as the postcodes are; a newer file is seen at the next start.
 */
export class Occupations {
  private reading?: Promise<OccupationTree>;

  /** @param path of the file that ships */
  constructor(private readonly path: string) {}

  /** The whole tree. */
  tree(): Promise<OccupationTree> {
    return (this.reading ??= this.read());
  }

  /** Every code of a level, ascending; or what a search finds, the likest first. */
  async list(level?: OccupationLevel, search?: string): Promise<ListedOccupation[]> {
    const tree = await this.tree();
    if (search === undefined) return tree.ofLevel(level ?? OccupationLevel.MAJOR);
    if (search.trim().length < 2 || search.length > 100)
      throw new BadInput([{ path: 'search', expected: '2 to 100 characters', got: shorten(search) }]);
    const found = tree.search(search).filter((occupation) => !level || occupation.level === level);
    return found.slice(0, OCCUPATIONS_FOUND);
  }

  /** One code, or null. */
  async find(code: string): Promise<ListedOccupation | null> {
    return (await this.tree()).get(code) ?? null;
  }

  /**
   * The unit groups with these codes, in their order.
   * @param path of the field they came in, for the error
   * @throws BadInput for a code that is no unit group
   */
  async units(codes: readonly string[], path: string): Promise<ListedOccupation[]> {
    const tree = await this.tree();
    return codes.map((code, index) => {
      const occupation = tree.get(code);
      if (occupation?.level === OccupationLevel.UNIT) return occupation;
      const expected = 'the code of a SOC 2020 unit group, four digits such as 2134';
      throw new BadInput([{ path: `${path}[${index}]`, expected, got: shorten(code) }]);
    });
  }

  private async read(): Promise<OccupationTree> {
    try {
      const read: Occupation[] = [];
      for await (const one of readOccupations(createReadStream(this.path), new ImportReport()))
        read.push(one);
      return new OccupationTree(read);
    } catch (error) {
      this.reading = undefined;
      throw error;
    }
  }
}
