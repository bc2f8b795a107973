import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { convertEmployers, readEmployerMix } from './employer-mix.js';
import { faultLine, ImportReport } from './import-report.js';
import { PostcodeRegister } from './postcodes.js';

const postcodes = new PostcodeRegister(
  fileURLToPath(new URL('../../../data/postcodes.bin', import.meta.url)),
);
const sections = (code: string): string | undefined => ({ '01470': 'A', '62020': 'J', '85310': 'P' })[code];

describe('The mix of employers', () => {
  it('keeps place, section and size and lets every name go', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mix-'));
    const path = join(folder, 'employers.csv');
    const returns = [
      'EmployerName,Address,PostCode,CompanyNumber,SicCodes,EmployerSize',
      'Poultry Plc,1 Lane,EC2Y5AA,01,"1470,\n62020",250 to 499',
      'Hens Ltd,2 Lane,EC2Y 5AB,02,01470,250 to 499',
      'Wessex NHS Trust,3 Lane,EC2Y 5AA,03,1,"5000 to 19,999"',
      'Wessex School,4 Lane,EC2Y 5AA,04,"1,\n85310",Not Provided',
      'Wessex Council,5 Lane,EC2Y 5AA,05,1,500 to 999',
      'Overseas Inc,6 Lane,10001,06,62020,250 to 499',
      'Quiet Ltd,7 Lane,EC2Y 5AA,07,,250 to 499',
      'Odd Ltd,8 Lane,EC2Y 5AA,08,62020,dozens',
    ].join('\n');
    const report = new ImportReport();
    await convertEmployers(Readable.from(returns), path, { postcodes, sections }, report);
    expect(await readEmployerMix(path)).toEqual([
      { postcodeSector: 'EC2Y 5', section: 'A', size: '250_to_499', count: 2 },
      { postcodeSector: 'EC2Y 5', section: 'O', size: '500_to_999', count: 1 },
      { postcodeSector: 'EC2Y 5', section: 'P', size: '', count: 1 },
      { postcodeSector: 'EC2Y 5', section: 'Q', size: '5000_to_19999', count: 1 },
    ]);
    expect(await readFile(path, 'utf8')).not.toMatch(/Poultry|Hens|Wessex|Lane/);
    expect(report.counts).toMatchObject({ inserted: 5, rejected: 3 });
    expect(report.faults.map(faultLine)).toEqual([
      'line 9, PostCode: expected a postcode of the register, came "10001"',
      'line 10, SicCodes: expected a five-digit code of the classification, came nothing',
      'line 11, EmployerSize: expected a size band of the published list, came "dozens"',
    ]);
    await rm(folder, { recursive: true });
  });
});
