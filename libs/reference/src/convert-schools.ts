import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { csvLine, readCsv } from './csv.js';
import { readSchools } from './import-schools.js';
import type { ImportReport } from './import-report.js';
import { HEADINGS } from './school-row.js';
import type { SchoolRecord } from './school.words.js';

/** The columns of the shipped file, each under the heading that the import looks for first. */
const SHIPPED: readonly (readonly [
  heading: string,
  value: (record: SchoolRecord) => string | number | null,
])[] = [
  [HEADINGS.urn[0], ({ urn }) => urn],
  [HEADINGS.name[0], ({ name }) => name],
  [HEADINGS.easting[0], ({ easting }) => easting],
  [HEADINGS.northing[0], ({ northing }) => northing],
  [HEADINGS.postcode[0], ({ postcode }) => postcode],
  [HEADINGS.laCode[0], ({ laCode }) => laCode],
  [HEADINGS.laOnsCode[0], ({ laOnsCode }) => laOnsCode],
  [HEADINGS.laName[0], ({ laName }) => laName],
  [HEADINGS.region[0], ({ region }) => region],
  [HEADINGS.phase[0], ({ phase }) => phase],
  [HEADINGS.kind[0], ({ kind }) => kind],
  [HEADINGS.gender[0], ({ gender }) => gender],
  [HEADINGS.ageLow[0], ({ ageLow }) => ageLow],
  [HEADINGS.ageHigh[0], ({ ageHigh }) => ageHigh],
  [HEADINGS.pupils[0], ({ pupils }) => pupils],
  [HEADINGS.sixthForm[0], ({ hasSixthForm }) => (hasSixthForm === null ? null : hasSixthForm ? 'yes' : 'no')],
  [HEADINGS.trust[0], ({ trust }) => trust],
];

/**
 * Reduces a file of schools, in any form that the import reads, to the columns that ship, ordered by URN.
 * @param authorities official statistics by institution, with `URN` and `LEA`: they give a local authority to
 *   schools whose own row has none; its name and region come from the other schools of that authority
 * @throws WrongFile if a file is of another kind
 */
export async function convertSchools(
  source: Readable,
  outPath: string,
  report: ImportReport,
  authorities?: Readable,
): Promise<void> {
  const records: SchoolRecord[] = [];
  for await (const record of readSchools(source, new Map(), report)) records.push(record);
  if (authorities) await fillAuthorities(records, authorities, report);
  records.sort((a, b) => a.urn - b.urn);
  const lines = records.map((record) => csvLine(SHIPPED.map(([, value]) => value(record))));
  await writeFile(outPath, csvLine(SHIPPED.map(([heading]) => heading)) + lines.join(''));
  report.counts.inserted = records.length;
}

async function fillAuthorities(
  records: SchoolRecord[],
  authorities: Readable,
  report: ImportReport,
): Promise<void> {
  const known = new Map(
    records.filter(({ laCode, region }) => laCode && region).map((record) => [record.laCode, record]),
  );
  const without = new Map(
    records.filter(({ laCode }) => !laCode).map((record) => [String(record.urn), record]),
  );
  let filled = 0;
  for await (const row of readCsv(authorities, [['URN'], ['LEA']], report)) {
    const record = without.get(row.get('URN'));
    const authority = known.get(row.get('LEA'));
    if (!record || !authority) continue;
    const { laCode, laOnsCode, laName, region } = authority;
    Object.assign(record, { laCode, laOnsCode, laName, region });
    without.delete(row.get('URN'));
    filled++;
  }
  report.note(
    `${filled} schools had no local authority and got one from the second file; ${without.size} still have none.`,
  );
}
