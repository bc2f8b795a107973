import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convertSchools } from './convert-schools.js';
import { readEmployerMix } from './employer-mix.js';
import { ImportReport } from './import-report.js';
import { readSchools } from './import-schools.js';
import { listEntries, readPostcodeFile } from './postcode-file.js';
import { PostcodeRegister } from './postcodes.js';
import { SchoolKind, SchoolPhase, type SchoolRecord } from './school.words.js';
import { readSectors } from './sector-codes.js';
import { type Sector, SectorLevel } from './sector.entity.js';
import { SectorTree } from './sector-tree.js';

const data = (name: string): string => fileURLToPath(new URL(`../../../data/${name}`, import.meta.url));
const postcodes = new PostcodeRegister(data('postcodes.bin'));

async function shippedSchools(report = new ImportReport()): Promise<SchoolRecord[]> {
  const schools: SchoolRecord[] = [];
  for await (const school of readSchools(createReadStream(data('schools.csv')), new Map(), report))
    schools.push(school);
  return schools;
}

async function shippedTree(): Promise<SectorTree> {
  const sectors: Sector[] = [];
  for await (const sector of readSectors(createReadStream(data('sic.csv')), new ImportReport()))
    sectors.push(sector);
  return new SectorTree(sectors);
}

describe('The postcodes that ship', () => {
  it('are 2.63 million in at most 25 MB', () => {
    expect(postcodes.count).toBe(2_630_686);
    expect(statSync(data('postcodes.bin')).size).toBeLessThanOrEqual(25_000_000);
  });

  it('are found however they are typed: every 997th of them', () => {
    const file = readPostcodeFile(readFileSync(data('postcodes.bin')));
    let seen = 0;
    let tried = 0;
    for (const outward of file.outwards.keys()) {
      for (const { inward, place } of listEntries(file, outward)) {
        if (seen++ % 997 !== 0) continue;
        tried++;
        const found = postcodes.find(` ${outward.toLowerCase()}${inward} `);
        if (found?.postcode !== `${outward} ${inward}` || found.place.easting !== place.easting) {
          throw new Error(`${outward} ${inward} came back as ${JSON.stringify(found)}`);
        }
      }
    }
    expect(seen).toBe(postcodes.count);
    expect(tried).toBe(Math.ceil(postcodes.count / 997));
  });

  it('lists a sector', () => {
    const sector = postcodes.inSector('EC2Y 5');
    expect(sector.length).toBeGreaterThan(50);
    expect(sector.every(({ postcode }) => postcode.startsWith('EC2Y 5'))).toBe(true);
    expect(postcodes.inSector('EC2Y')).toEqual([]);
    expect(postcodes.inSector('ZZ9 9')).toEqual([]);
  });

  it('lie where the schools of those postcodes lie: half of them within 100 m', async () => {
    const metres = (await shippedSchools()).flatMap(({ postcode, easting, northing }) => {
      const found = postcode ? postcodes.find(postcode) : undefined;
      return found ? [Math.hypot(found.place.easting - easting, found.place.northing - northing)] : [];
    });
    metres.sort((a, b) => a - b);
    expect(metres.length).toBeGreaterThan(5_300);
    // A confusion of the two datums would shift everything by about 110 m.
    expect(metres[metres.length >> 1]).toBeLessThan(60);
    expect(metres[Math.floor(metres.length * 0.95)]).toBeLessThan(500);
  });
});

describe('The schools that ship', () => {
  it('are every institution of the open data, without a bad row', async () => {
    const report = new ImportReport();
    const schools = await shippedSchools(report);
    const of = (kind: SchoolKind): SchoolRecord[] => schools.filter((school) => school.kind === kind);
    const secondaries = of(SchoolKind.STATE_SECONDARY);
    expect(report.faults).toEqual([]);
    expect(schools).toHaveLength(7_284);
    expect(secondaries).toHaveLength(3_412);
    expect(secondaries.filter(({ phase }) => phase === SchoolPhase.MIDDLE_DEEMED_SECONDARY)).toHaveLength(86);
    expect(
      secondaries.filter(({ laCode, region, pupils }) => laCode && region && pupils !== null),
    ).toHaveLength(3_365);
    expect(of(SchoolKind.SPECIAL)).toHaveLength(999);
    expect(of(SchoolKind.NON_MAINTAINED_SPECIAL)).toHaveLength(52);
    expect(of(SchoolKind.ALTERNATIVE_PROVISION)).toHaveLength(317);
    expect(of(SchoolKind.INDEPENDENT)).toHaveLength(2_208);
    expect(of(SchoolKind.POST_16)).toHaveLength(293);
    expect(of(SchoolKind.CITY_TECHNOLOGY_COLLEGE)).toHaveLength(3);
  });

  it('are in the form that the conversion writes: it changes nothing in them', async () => {
    const before = readFileSync(data('schools.csv'), 'utf8');
    const folder = mkdtempSync(join(tmpdir(), 'schools-'));
    await convertSchools(createReadStream(data('schools.csv')), `${folder}/schools.csv`, new ImportReport());
    expect(readFileSync(`${folder}/schools.csv`, 'utf8') === before).toBe(true);
    rmSync(folder, { recursive: true });
  });
});

describe('The classification that ships', () => {
  it('is a tree of 21 sections whose leaves are the 731 declared codes', async () => {
    const tree = await shippedTree();
    const sizes = Object.values(SectorLevel).map((level) => [level, tree.ofLevel(level).length]);
    expect(Object.fromEntries(sizes)).toEqual({
      section: 21,
      division: 88,
      group: 272,
      class: 615,
      subclass: 731,
    });
    expect(
      tree
        .ofLevel(SectorLevel.SECTION)
        .map(({ code }) => code)
        .join(''),
    ).toBe('ABCDEFGHIJKLMNOPQRSTU');
    const rootless = tree.ofLevel(SectorLevel.SUBCLASS).filter(({ code }) => !tree.sectionOf(code));
    expect(rootless.map(({ code }) => code)).toEqual(['99999']);
  });

  it('is walked up and down', async () => {
    const tree = await shippedTree();
    expect(tree.sectionOf('01470')).toBe('A');
    expect(tree.sectionOf('62012')).toBe('J');
    expect(tree.sectionOf('74990')).toBe('M');
    expect(tree.sectionOf('00000')).toBeUndefined();
    expect(tree.childrenOf('J').map(({ code }) => code)).toEqual(['58', '59', '60', '61', '62', '63']);
    expect(tree.childrenOf('6201').map(({ code }) => code)).toEqual(['62011', '62012']);
    expect(tree.search('computer games').map(({ code }) => code)).toContain('58210');
    expect(tree.search('6201').map(({ code }) => code)).toEqual(['6201', '62011', '62012']);
  });
});

describe('The mix of employers that ships', () => {
  it('is 9,680 returns, each in a postcode sector and a section that exist', async () => {
    const mix = await readEmployerMix(data('employers.csv'));
    const tree = await shippedTree();
    expect(mix.reduce((sum, { count }) => sum + count, 0)).toBe(9_680);
    expect(mix.filter(({ postcodeSector }) => postcodes.inSector(postcodeSector).length === 0)).toEqual([]);
    expect(mix.filter(({ section }) => tree.get(section)?.level !== SectorLevel.SECTION)).toEqual([]);
  });
});
