import { REMEMBERED_HOURS } from '#platform';
import { RecordKind, RETENTION_POLICIES, retentionOn } from '#statutes';
import { columns, type Holding, whyNotSound } from './holding.js';
import { HOLDINGS } from './holdings.js';

describe('what is held of people', () => {
  it.each(Object.keys(HOLDINGS))('%s: each personal column is found by its person, and goes', (table) => {
    expect(whyNotSound(HOLDINGS[table] as Holding)).toBeUndefined();
  });

  it.each<[string, Holding]>([
    ['nothing says of whom', { columns: columns({ personal: 'name' }) }],
    [
      'erasure leaves email',
      { columns: columns({ personal: 'name email' }), about: 'x', erase: { name: `''` } },
    ],
    ['erasure leaves hash', { columns: columns({ secret: 'hash' }), about: 'x' }],
    ['nothing says of whom', { columns: columns({ reference: 'person_id' }) }],
  ])('%s', (complaint, holding) => {
    expect(whyNotSound(holding)).toContain(complaint);
  });
});

describe('retention', () => {
  it('is in force from its first day on, and cites what asks for it', () => {
    expect(() => retentionOn('2026-08-31')).toThrow(RangeError);
    expect(retentionOn('2026-09-01').id).toBe('RETENTION_2026');
    for (const { citation, keeps } of RETENTION_POLICIES) {
      expect(citation).toMatch(/Article 5\(1\)/);
      for (const kind of Object.values(RecordKind)) expect(keeps[kind].reason).toMatch(/\.$/);
    }
  });

  it('keeps a key for as long as it is answered under', () => {
    const { days } = retentionOn('2026-09-01').keeps[RecordKind.IDEMPOTENCY_KEY];
    expect((days ?? 0) * 24).toBe(REMEMBERED_HOURS);
  });
});
