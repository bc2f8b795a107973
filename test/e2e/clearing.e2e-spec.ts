import { startTestApp, type TestApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { apply, cleared, pairsOf } from '../support/clearings.js';
import { accept, openRequest, pair, publishedOffer, schoolWithPupils } from '../support/introductions.js';

let world: TestApp;
let operator: Client;
beforeEach(async () => {
  world = await startTestApp();
  operator = await world.given.person({ operator: true });
});
afterEach(() => world?.stop());

/** Two schools that ask for two sessions each, and three volunteers with a session each. */
async function market() {
  const schools = await Promise.all([schoolWithPupils(world, 0), schoolWithPupils(world, 2)]);
  const requests: { id: string }[] = [];
  for (const pupils of schools) requests.push(await openRequest(pupils.teacher, pupils));
  const offers: { id: string; volunteer: Client; slotId: string }[] = [];
  for (const km of [1, 3, 5]) {
    const employer = await world.given.employer();
    const volunteer = await world.given.volunteer(employer);
    const { id, slots } = await publishedOffer(world, volunteer, employer, { km, days: 20 + km });
    offers.push({ id, volunteer, slotId: slots[0]?.id ?? '' });
  }
  return { schools, requests, offers };
}

describe('a clearing', () => {
  it('is worked out by a thread, proved, and applied; both sides confirm all of it', async () => {
    const { schools, requests, offers } = await market();
    const clearing = await cleared(operator);
    expect(clearing).toMatchObject({
      ...{ status: 'FINISHED', progress: 1, dryRun: false, fairness: 'HARMONIC', area: null },
      result: {
        ...{
          requests: 2,
          slots: 3,
          feasiblePairs: 6,
          pairs: 3,
          gap: 0,
          end: 'OPTIMAL',
          certified: true,
          faults: [],
        },
        ...{ inputsHash: expect.stringMatching(/^[0-9a-f]{64}$/), seed: 0 },
        before: { overall: { schools: 2, withNothing: 2, median: 0 } },
        after: { overall: { schools: 2, withNothing: 0, median: 0.75 } },
      },
    });
    const { objective, dual } = clearing.result!;
    expect(objective.units).toBe(3);
    expect(objective.total).toBe(objective.score + objective.gain + objective.bonus);
    expect(dual).toBe(objective.total);

    const pairs = await pairsOf(operator, clearing.id);
    expect(pairs.map(({ place, outcome }) => [place, outcome])).toEqual([
      [1, 'OPEN'],
      [2, 'OPEN'],
      [3, 'OPEN'],
    ]);
    expect(pairs[0]?.explanation).toMatch(/^Careers talk \(manufacturing\) .* away on /);
    expect(new Set(pairs.map(({ slot }) => slot.id))).toEqual(new Set(offers.map(({ slotId }) => slotId)));
    expect(new Set(pairs.map(({ request }) => request.id))).toEqual(new Set(requests.map(({ id }) => id)));

    expect(await apply(operator, clearing.id)).toMatchObject({ proposed: 3, refused: 0 });
    let bookings = 0;
    for (const { volunteer } of offers) {
      const { proposals } = await volunteer.ask<{ proposals: { nodes: { id: string; version: number }[] } }>(
        '{ proposals(awaitingMe: true) { nodes { id version proposedBy } } }',
      );
      expect(proposals.nodes).toMatchObject([{ proposedBy: 'OPERATOR' }]);
      const accepted = await accept(volunteer, proposals.nodes[0]!);
      expect(accepted.proposal?.status).toBe('ACCEPTED_BY_OFFERER');
    }
    for (const { teacher } of schools) {
      const { proposals } = await teacher.ask<{ proposals: { nodes: { id: string; version: number }[] } }>(
        '{ proposals(awaitingMe: true) { nodes { id version } } }',
      );
      for (const proposal of proposals.nodes) {
        expect((await accept(teacher, proposal)).booking).toMatchObject({ status: 'CONFIRMED' });
        bookings += 1;
      }
    }
    expect(bookings).toBe(3);
    const after = await pairsOf(operator, clearing.id, 'PROPOSED');
    expect(after.map(({ proposalStatus }) => proposalStatus)).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
    ]);
  });

  it('of equal inputs gives an equal answer', async () => {
    await pair(world);
    const [one, other] = [await cleared(operator, { dryRun: true }), await cleared(operator)];
    expect(other.result).toEqual(one.result);
    expect(await pairsOf(operator, other.id)).toEqual(await pairsOf(operator, one.id));
  });
});
