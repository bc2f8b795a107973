import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Place } from '#platform';
import { AreaKind } from './area.entity.js';
import { type CsvRow, csvLine, readCsv, WrongFile } from './csv.js';
import { toGrid } from './grid.js';
import type { ImportReport } from './import-report.js';

/** One area as a file has it. */
export interface AreaRecord {
  readonly code: string;
  readonly kind: AreaKind;
  readonly name: string;
  readonly districts: readonly string[];
  /** The outlines of a local authority, each a text of PostgreSQL’s `polygon`; none of the others, which are made of them. */
  readonly outlines: readonly string[];
}

const KINDS = Object.values(AreaKind);
const CODE = /^(E\d{8}|LSIP(-[A-Z]+)+)$/;
const OUTLINE = /^\d+ \d+(,\d+ \d+){2,}$/;

/** The areas of the file that ships. A bad row is reported and passed over. */
export async function* readAreas(source: Readable, report: ImportReport): AsyncGenerator<AreaRecord> {
  const headings = [['kind'], ['code'], ['name'], ['districts'], ['outlines']];
  const seen = new Set<string>();
  for await (const row of readCsv(source, headings, report)) {
    const area = readArea(row, report);
    if (!area) continue;
    if (seen.has(area.code))
      report.reject({ line: row.line, column: 'code', expected: 'each code once', came: area.code });
    else yield area;
    seen.add(area.code);
  }
}

function readArea(row: CsvRow, report: ImportReport): AreaRecord | undefined {
  const fault = (column: string, expected: string): undefined =>
    report.reject({ line: row.line, column, expected, came: row.get(column) }) as undefined;
  const kind = KINDS.find((one) => one === row.get('kind'));
  const [code, name] = [row.get('code'), row.get('name')];
  const districts = row.get('districts').split(' ').filter(Boolean);
  const outlines = row.get('outlines').split(';').filter(Boolean);
  if (!kind) return fault('kind', KINDS.join(', '));
  if (!CODE.test(code)) return fault('code', 'E and eight digits, or LSIP- and a name');
  if (name.length === 0 || name.length > 100) return fault('name', 'a name of 1 to 100 characters');
  if (districts.length === 0) return fault('districts', 'codes of local authorities');
  const drawn = kind === AreaKind.LOCAL_AUTHORITY;
  if (drawn !== outlines.length > 0 || !outlines.every((outline) => OUTLINE.test(outline)))
    return fault('outlines', drawn ? 'outlines of at least three points each' : 'nothing');
  const polygons = outlines.map(
    (outline) => `(${outline.replaceAll(',', '),(').replaceAll(' ', ',').replace(/^/, '(')}))`,
  );
  return { kind, code, name, districts, outlines: polygons };
}

type Ring = readonly Place[];

/** What of a GeoJSON file is read. */
interface Boundaries {
  features: {
    properties: { code: string; name: string };
    geometry: { type: string; coordinates: number[][][] | number[][][][] };
  }[];
}

/**
 * Makes the file that ships from the boundaries of the local authority districts (GeoJSON, WGS84) and the look-up that
 * says which region, skills-plan area and combined authority each belongs to. Those are made of whole districts and so
 * need no boundary of their own: dissolved and simplified ones would contradict the districts along every border.
 * @throws WrongFile if a file is of another kind
 */
export async function convertAreas(
  boundaries: Readable,
  lookup: Readable,
  outPath: string,
  report: ImportReport,
): Promise<void> {
  const { features } = JSON.parse(await text(boundaries)) as Partial<Boundaries>;
  if (!features?.length)
    throw new WrongFile('This is not the expected file: expected GeoJSON with features.');
  const rows = features.map(({ properties: { code, name }, geometry: { type, coordinates } }) => {
    const parts = (type === 'MultiPolygon' ? coordinates : [coordinates]) as number[][][][];
    const outlines = parts.map((rings) => outlineOf(rings.map(ringOf))).join(';');
    return [AreaKind.LOCAL_AUTHORITY, code, name, code, outlines];
  });
  const wholes = await readWholes(lookup, new Set(rows.map(([, code]) => code ?? '')), report);
  rows.push(...wholes);
  const at = ([kind = '', code = '']: string[]) => `${KINDS.findIndex((one) => one === kind)} ${code}`;
  rows.sort((a, b) => (at(a) < at(b) ? -1 : 1));
  await writeFile(
    outPath,
    [['kind', 'code', 'name', 'districts', 'outlines'], ...rows].map(csvLine).join(''),
  );
  report.counts.inserted = rows.length;
}

async function readWholes(
  lookup: Readable,
  districts: ReadonlySet<string>,
  report: ImportReport,
): Promise<string[][]> {
  const wholes = new Map<string, { kind: AreaKind; name: string; members: string[] }>();
  const headings = [['lad_code'], ['region_code'], ['lsip_new_name'], ['cauth25_code']];
  for await (const row of readCsv(lookup, headings, report)) {
    const district = row.get('lad_code');
    if (!districts.has(district)) {
      report.reject({
        line: row.line,
        column: 'lad_code',
        expected: 'a district that is drawn',
        came: district,
      });
      continue;
    }
    const plan = row.get('lsip_new_name');
    for (const [kind, code, name] of [
      [AreaKind.REGION, row.get('region_code'), row.get('region_name')],
      [AreaKind.SKILLS_PLAN, plan && codeOfPlan(plan), plan],
      [AreaKind.COMBINED_AUTHORITY, row.get('cauth25_code'), row.get('cauth25_name')],
    ] as const) {
      if (!code) continue;
      const whole = wholes.get(code) ?? { kind, name, members: [] };
      whole.members.push(district);
      wholes.set(code, whole);
    }
  }
  return [...wholes].map(([code, { kind, name, members }]) => [
    kind,
    code,
    name,
    members.sort().join(' '),
    '',
  ]);
}

/** The areas of 2025 have names and as yet no codes: `LSIP-GREATER-DEVON`. */
function codeOfPlan(name: string): string {
  return `LSIP-${
    name
      .toUpperCase()
      .match(/[A-Z]+/g)
      ?.join('-') ?? ''
  }`;
}

/** A ring in whole metres of the National Grid, without its first point again at the end. */
function ringOf(ring: readonly number[][]): Ring {
  return ring.slice(0, -1).map(([longitude = NaN, latitude = NaN]) => {
    const { easting, northing } = toGrid(latitude, longitude);
    return { easting: Math.round(easting), northing: Math.round(northing) };
  });
}

/** Twice the area that a ring goes around, negative where it goes clockwise. */
function turn(ring: Ring): number {
  return ring.reduce((sum, { easting, northing }, index) => {
    const next = ring[(index + 1) % ring.length]!;
    return sum + easting * next.northing - next.easting * northing;
  }, 0);
}

/**
 * A part of an area as one line. PostgreSQL’s polygons have no holes: a hole is joined to the outline by a cut, which the
 * line goes along once in each direction. The cut runs inside the area, so neither what lies in it nor a distance changes.
 */
function outlineOf([outer = [], ...holes]: readonly Ring[]): string {
  const line = holes.reduce<Ring>((joined, hole) => {
    const against = turn(hole) * turn(outer) > 0 ? [...hole].reverse() : hole;
    const [from, to] = nearestPair(joined, against);
    const around = [...against.slice(to), ...against.slice(0, to + 1)];
    return [...joined.slice(0, from + 1), ...around, ...joined.slice(from)];
  }, outer);
  return line.map(({ easting, northing }) => `${easting} ${northing}`).join(',');
}

/** The places in two rings of the points that are nearest to each other. */
function nearestPair(one: Ring, other: Ring): [number, number] {
  let best: [number, number] = [0, 0];
  let least = Infinity;
  one.forEach((a, i) =>
    other.forEach((b, j) => {
      const metres = Math.hypot(a.easting - b.easting, a.northing - b.northing);
      if (metres < least) [least, best] = [metres, [i, j]];
    }),
  );
  return best;
}
