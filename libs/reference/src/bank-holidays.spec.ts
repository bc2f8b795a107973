import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BankHolidays } from './bank-holidays.js';

const shipped = new BankHolidays(fileURLToPath(new URL('../../../data/bank-holidays.json', import.meta.url)));
const days = (holidays: BankHolidays, year: number) => holidays.of(year).map(({ on }) => on);

describe('bank holidays', () => {
  it('of an academic year are those from September to August', () => {
    expect(days(shipped, 2026)).toEqual([
      ...['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31'],
      '2027-08-30',
    ]);
  });

  it('go on by rule where the list ends, in the middle of an academic year', () => {
    expect(days(shipped, 2028).slice(0, 4)).toEqual(['2028-12-25', '2028-12-26', '2029-01-01', '2029-03-30']);
  });

  it('are as the list has them where it covers the year: the rule knows no coronation', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holidays-'));
    try {
      const coronation = { on: '2027-05-10', name: 'Coronation' };
      const file = join(folder, 'list.json');
      writeFileSync(file, JSON.stringify({ from: 2027, to: 2027, bankHolidays: [coronation] }));
      expect(days(new BankHolidays(file), 2026)).toEqual(['2026-12-25', '2026-12-28', '2027-05-10']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('make one usual calendar a year, which all schools share', () => {
    expect(shipped.usualCalendar(2026)).toBe(shipped.usualCalendar(2026));
    expect(shipped.usualCalendar(2026)).not.toBe(shipped.usualCalendar(2027));
  });
});
