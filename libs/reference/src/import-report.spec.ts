import { faultLine, ImportReport, type RowFault } from './import-report.js';

const fault = (line: number): RowFault => ({ line, column: 'URN', expected: 'six digits', came: '12A' });

describe('The report of an import', () => {
  it('counts every fault, tells each to the listener and keeps the first thousand', () => {
    const heard: RowFault[] = [];
    const report = new ImportReport((one) => heard.push(one));
    for (let line = 2; line < 1502; line++) report.reject(fault(line));
    expect(report.counts.rejected).toBe(1500);
    expect(heard).toHaveLength(1500);
    expect(report.faults).toHaveLength(1000);
  });

  it('cuts what came to 80 characters', () => {
    const report = new ImportReport();
    report.reject({ ...fault(2), came: 'x'.repeat(500) });
    expect(report.faults[0]?.came).toHaveLength(80);
  });

  it('sums up what happened and leaves the zeros out', () => {
    const report = new ImportReport();
    expect(report.summary()).toBe('no rows');
    report.counts.inserted = 7284;
    report.reject(fault(9));
    expect(report.summary()).toBe('7,284 inserted, 1 rejected');
  });

  it('puts a fault in one line', () => {
    expect(faultLine(fault(12))).toBe('line 12, URN: expected six digits, came "12A"');
    expect(faultLine({ ...fault(12), came: '' })).toBe('line 12, URN: expected six digits, came nothing');
  });
});
