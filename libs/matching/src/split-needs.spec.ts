import fc from 'fast-check';
import { type NeedOfRequest, splitNeeds } from './split-needs.js';

const groups = [
  { id: 'group_a', size: 30 },
  { id: 'group_b', size: 30 },
];
const asked = (requestId: string, changes: Partial<NeedOfRequest> = {}): NeedOfRequest => ({
  ...{
    requestId,
    of: 'school_1 2026 b5',
    deadline: '2026-12-01',
    need: 60,
    groups,
    booked: 0,
    outstanding: 30,
  },
  ...changes,
});
const split = (...requests: NeedOfRequest[]) => Object.fromEntries(splitNeeds(requests));

describe('a need that requests share', () => {
  it('is all of a request’s that shares it with none', () => {
    expect(split(asked('a'))).toEqual({ a: 60 });
    expect(split(asked('a'), asked('b', { of: 'school_2 2026 b5' }))).toEqual({ a: 60, b: 60 });
    const [[first], [second]] = [groups.slice(0, 1), groups.slice(1)];
    expect(
      split(asked('a', { groups: [first!], need: 30 }), asked('b', { groups: [second!], need: 30 })),
    ).toEqual({
      a: 30,
      b: 30,
    });
  });

  it('is first the one’s with the earliest deadline, as far as it can serve it', () => {
    expect(split(asked('late', { deadline: '2026-12-02' }), asked('early'))).toEqual({ early: 60, late: 30 });
    const more = asked('early', { outstanding: 90 });
    expect(split(asked('late', { deadline: '2026-12-02' }), more)).toEqual({ early: 60, late: 0 });
  });

  it('is first what is booked for any of them', () => {
    const late = asked('late', { deadline: '2026-12-02', booked: 30, outstanding: 30 });
    expect(split(late, asked('early', { outstanding: 60 }))).toEqual({ early: 30, late: 30 });
  });

  it('is split where they share but some of their groups, and no pupil counted twice', () => {
    const one = asked('early', { groups: groups.slice(0, 1), need: 30, outstanding: 60 });
    expect(split(one, asked('late', { deadline: '2026-12-02' }))).toEqual({ early: 30, late: 30 });
    const all = asked('early', { outstanding: 40 });
    const some = asked('late', { groups: groups.slice(1), need: 30, deadline: '2026-12-02' });
    expect(split(all, some)).toEqual({ early: 60, late: 0 });
  });
});

const requests = fc
  .array(
    fc.record({
      deadline: fc.constantFrom('2026-12-01', '2026-12-02', '2026-12-03'),
      groups: fc.subarray([...groups, { id: 'group_c', size: 12 }]),
      ...{ need: fc.nat(80), booked: fc.nat(60), outstanding: fc.nat(60) },
    }),
    { maxLength: 5 },
  )
  .map((rows) =>
    rows.map((row, index) => {
      const size = row.groups.reduce((sum, group) => sum + group.size, 0);
      return asked(`request_${index}`, { ...row, need: Math.min(row.need, size) });
    }),
  );

describe('however requests share a need, their parts', () => {
  it('do not depend on the order in which they come, and are none’s more than its own', () => {
    fc.assert(
      fc.property(requests, (rows) => {
        const parts = splitNeeds(rows);
        expect(splitNeeds(rows.toReversed())).toEqual(parts);
        for (const { requestId, need } of rows) {
          expect(parts.get(requestId)).toBeGreaterThanOrEqual(0);
          expect(parts.get(requestId)).toBeLessThanOrEqual(need);
        }
      }),
    );
  });

  it('are served by no more pupils than there are', () => {
    fc.assert(
      fc.property(requests, (rows) => {
        const parts = splitNeeds(rows);
        const served = rows.reduce(
          (sum, { requestId, booked, outstanding }) =>
            sum + Math.min(parts.get(requestId) ?? 0, booked + outstanding),
          0,
        );
        const named = new Map(rows.flatMap((row) => row.groups.map(({ id, size }) => [id, size])));
        expect(served).toBeLessThanOrEqual([...named.values()].reduce((sum, size) => sum + size, 0));
      }),
    );
  });
});
