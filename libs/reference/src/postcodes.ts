import { readFileSync } from 'node:fs';
import { findPlace, listEntries, readPostcodeFile, type PostcodeFile } from './postcode-file.js';
import {
  isPostcodeProblem,
  parsePostcode,
  unknownPostcode,
  type PostcodePlace,
  type PostcodeProblem,
} from './postcode.rules.js';

/**
 * Every postcode of Great Britain, live and ended, that has a place: 2.63 million, searched in memory in
 * microseconds and without the network. The file is read at the first look-up (21 MB, some tens of
 * milliseconds) and then kept; a newer file is seen at the next start.
 */
export class PostcodeRegister {
  private file?: PostcodeFile;

  /** @param path of the postcode file that `npm run registers -- postcodes` makes */
  constructor(private readonly path: string) {}

  /**
   * The place of a postcode however it is typed, or why there is none: malformed, or unknown.
   * @throws BrokenPostcodeFile or a file-system error if the register itself cannot be read
   */
  resolve(text: string): PostcodePlace | PostcodeProblem {
    const parsed = parsePostcode(text);
    if (isPostcodeProblem(parsed)) return parsed;
    const place = findPlace(this.opened(), parsed);
    return place ? { postcode: parsed.postcode, place } : unknownPostcode(parsed.postcode);
  }

  /** The place of a postcode however it is typed; undefined if it is malformed or unknown. */
  find(text: string): PostcodePlace | undefined {
    const answer = this.resolve(text);
    return isPostcodeProblem(answer) ? undefined : answer;
  }

  /** Every postcode of a sector, written as `EC2Y 5`, ascending; none if there is no such sector. */
  inSector(sector: string): PostcodePlace[] {
    const [outward = '', digit = ''] = sector.trim().toUpperCase().split(/\s+/);
    if (!/^[0-9]$/.test(digit)) return [];
    return listEntries(this.opened(), outward, Number(digit)).map((entry) => ({
      postcode: `${entry.outward} ${entry.inward}`,
      place: entry.place,
    }));
  }

  /** Number of postcodes in the register. */
  get count(): number {
    return this.opened().count;
  }

  /** Date of the open data that the register was made of, `YYYY-MM-DD`. */
  get sourceDate(): string {
    return this.opened().sourceDate;
  }

  private opened(): PostcodeFile {
    return (this.file ??= readPostcodeFile(readFileSync(this.path)));
  }
}
