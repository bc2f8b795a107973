import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { gathering } from '../support/gathering.js';
import {
  accept,
  type Answered,
  openRequest,
  propose,
  publishedOffer,
  schoolWithPupils,
} from '../support/introductions.js';
import { swapStatement } from '../support/swap-statement.js';

const clients = 100;

/** A hundred teachers of twenty schools, each with an open request of their own, and the last session of one slot. */
async function lastSession(
  world: TestApp,
): Promise<{ slotId: string; askers: { teacher: Client; requestId: string }[]; volunteer: Client }> {
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const offer = await publishedOffer(world, volunteer, employer, { sessions: 1 });
  const askers: { teacher: Client; requestId: string }[] = [];
  for (let number = 0; number < 20; number += 1) {
    const pupils = await schoolWithPupils(world);
    for (let each = 0; each < clients / 20; each += 1) {
      askers.push({ teacher: pupils.teacher, requestId: (await openRequest(pupils.teacher, pupils)).id });
    }
  }
  return { slotId: offer.slots[0]?.id ?? '', askers, volunteer };
}

const tally = (answers: readonly Answered[]) => ({
  proposals: answers.filter(({ proposal }) => proposal).length,
  exhausted: answers.filter(({ code }) => code === 'CAPACITY_EXHAUSTED').length,
});

describe('a hundred clients race for the last session of a slot', () => {
  let world: TestApp;
  beforeEach(async () => void (world = await startTestApp()));
  afterEach(() => world?.stop());

  it('one proposal, 99 CapacityExhausted; then racing acceptances of it leave one booking', async () => {
    const { slotId, askers, volunteer } = await lastSession(world);
    const answers = await Promise.all(
      askers.map(({ teacher, requestId }) => propose(teacher, requestId, slotId)),
    );
    expect(tally(answers)).toEqual({ proposals: 1, exhausted: 99 });
    expect(await world.dataSource.query('SELECT remaining FROM slot WHERE id = $1', [slotId])).toEqual([
      { remaining: 0 },
    ]);

    const proposal = answers.find((answered) => answered.proposal)?.proposal ?? { id: '', version: 0 };
    const acceptances = await Promise.all(Array.from({ length: clients }, () => accept(volunteer, proposal)));
    expect(acceptances.filter(({ booking }) => booking)).toHaveLength(1);
    expect(acceptances.filter(({ code }) => code === 'PROPOSAL_CHANGED_MEANWHILE')).toHaveLength(99);
    expect(await world.dataSource.query('SELECT status FROM booking WHERE slot_id = $1', [slotId])).toEqual([
      { status: 'confirmed' },
    ]);
  });

  it('control: with only the statement swapped for SELECT, then UPDATE, the same clients oversell', async () => {
    const { slotId, askers } = await lastSession(world);
    const both = gathering();
    swapStatement(
      world.dataSource,
      (sql) => sql.includes('UPDATE slot SET remaining = remaining - $2'),
      async (query, [id, units]) => {
        const seen = await query('SELECT id, remaining FROM slot WHERE id = $1', [id]);
        const { remaining } = seen.rows[0] as { remaining: number };
        if (remaining < Number(units)) return { ...seen, rows: [], rowCount: 0 };
        await both();
        await query('UPDATE slot SET remaining = $2 WHERE id = $1', [id, remaining - Number(units)]);
        return seen;
      },
    );
    const answers = await Promise.all(
      askers.map(({ teacher, requestId }) => propose(teacher, requestId, slotId)),
    );
    expect(tally(answers).proposals).toBeGreaterThan(1);
  });
});
