import { readFile, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { csvLine, readCsv, WrongFile } from './csv.js';
import type { ImportReport } from './import-report.js';
import type { PostcodeRegister } from './postcodes.js';
import { isPostcodeProblem } from './postcode.rules.js';
import { normaliseSic } from './sector-codes.js';

/**
 * Where large employers have their head offices and what they do, without who they are: how many of one section of
 * industry and one declared size share one postcode sector. Fictional employers are drawn from this mix.
 */
export interface EmployerMix {
  /** Postcode without its last two letters: `EC2Y 5`. */
  postcodeSector: string;
  /** Letter of the SIC 2007 section, A–U. */
  section: string;
  /** Declared staff: `under_250`, `250_to_499`, `500_to_999`, `1000_to_4999`, `5000_to_19999`, `20000_or_more`; empty if not declared. */
  size: string;
  /** Number of employers. */
  count: number;
}

const SIZES: Record<string, string> = {
  'Less than 250': 'under_250',
  '250 to 499': '250_to_499',
  '500 to 999': '500_to_999',
  '1000 to 4999': '1000_to_4999',
  '5000 to 19,999': '5000_to_19999',
  '20,000 or more': '20000_or_more',
  'Not Provided': '',
};

const HEADINGS = ['postcode_sector', 'section', 'size', 'count'] as const;

/** In the published list this token stands for "public body" and not for a code. */
const PUBLIC_BODY = '1';

/** A public body without any code: schools and hospitals say so in their names, which are then let go. */
function sectionOfPublicBody(name: string): string {
  if (/\b(universit|school|college|academ|education|learning)/i.test(name)) return 'P';
  return /\b(nhs|health|ambulance|hospital)/i.test(name) ? 'Q' : 'O';
}

/** The section of the first code that has one; undefined if nothing tells. */
function sectionOf(
  codes: string,
  name: string,
  sections: (sic: string) => string | undefined,
): string | undefined {
  const tokens = codes.split(',').map((token) => token.trim());
  for (const token of tokens) {
    const section = token === PUBLIC_BODY ? undefined : sections(normaliseSic(token) ?? '');
    if (section) return section;
  }
  return tokens.includes(PUBLIC_BODY) ? sectionOfPublicBody(name) : undefined;
}

/**
 * Reduces gender pay gap returns to the mix of place, section and size; no name, address or number passes through.
 * Returns without a usable postcode, size or code are reported and left out.
 * @param sections the section of a five-digit code
 * @throws WrongFile if the file is of another kind
 */
export async function convertEmployers(
  source: Readable,
  outPath: string,
  { postcodes, sections }: { postcodes: PostcodeRegister; sections: (sic: string) => string | undefined },
  report: ImportReport,
): Promise<void> {
  const counts = new Map<string, number>();
  for await (const row of readCsv(
    source,
    [['EmployerName'], ['PostCode'], ['SicCodes'], ['EmployerSize']],
    report,
  )) {
    const reject = (column: string, expected: string): void =>
      report.reject({ line: row.line, column, expected, came: row.get(column) });
    const found = postcodes.resolve(row.get('PostCode'));
    const section = sectionOf(row.get('SicCodes'), row.get('EmployerName'), sections);
    const size = SIZES[row.get('EmployerSize')];
    if (isPostcodeProblem(found)) reject('PostCode', 'a postcode of the register');
    else if (!section) reject('SicCodes', 'a five-digit code of the classification');
    else if (size === undefined) reject('EmployerSize', 'a size band of the published list');
    else {
      const key = [found.postcode.slice(0, -2), section, size].join('|');
      counts.set(key, (counts.get(key) ?? 0) + 1);
      report.counts.inserted++;
    }
  }
  const lines = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => csvLine([...key.split('|'), count]));
  await writeFile(outPath, csvLine(HEADINGS) + lines.join(''));
}

/**
 * Reads the shipped mix, ordered by place, section and size.
 * @throws WrongFile if the file is of another kind
 */
export async function readEmployerMix(path: string): Promise<EmployerMix[]> {
  const [heading, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  if (heading !== HEADINGS.join(','))
    throw new WrongFile(
      `${path} is not the mix of employers: expected the first line ${HEADINGS.join(',')}.`,
    );
  return lines.map((line) => {
    const [postcodeSector = '', section = '', size = '', count = ''] = line.split(',');
    return { postcodeSector, section, size, count: Number(count) };
  });
}
