import { startTestApp, type TestApp } from '../support/app.js';
import { accept, type Asked, MATCHES, pair, propose, publishedOffer } from '../support/introductions.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

describe('from need to delivered encounter', () => {
  it('matches, proposes, accepts, books, delivers; the need shrinks and the capacity is gone', async () => {
    const { teacher, volunteer, request, offer, school, groups, slotId } = await pair(world);
    const before = await teacher.ask<Asked>(MATCHES, { id: request.id });
    const match = before.node.matches?.nodes.find((found) => found.offer.id === offer.id);
    expect(before.node.need.pupils).toBe(60);
    expect(match).toMatchObject({
      distanceKm: 5,
      newlyReachedPupils: 30,
      gain: 120,
      slot: { id: slotId, remaining: 1 },
    });
    expect(match?.parts.reduce((sum, { points }) => sum + points, 0)).toBe(match?.score);
    expect((match?.pairScore ?? 0) + (match?.gain ?? 0)).toBe(match?.score);
    expect(match?.explanation).toMatch(
      /^Careers talk \(.*\) 5\.0 km away on .*; would newly reach 30 Year 9 pupils of the 60 still short of Benchmark 5\.$/,
    );

    const proposed = await propose(teacher, request.id, slotId);
    expect(proposed.proposal).toMatchObject({
      status: 'ACCEPTED_BY_SCHOOL',
      proposedBy: 'SCHOOL',
      version: 1,
      score: match?.score,
    });
    const accepted = await accept(volunteer, proposed.proposal ?? { id: '', version: 0 });
    expect(accepted).toMatchObject({
      proposal: { status: 'CONFIRMED', version: 2 },
      booking: { status: 'CONFIRMED' },
    });
    const after = await teacher.ask<Asked>(MATCHES, { id: request.id });
    expect(after.node).toMatchObject({ status: 'PART_MATCHED', remaining: 1, booked: 1 });
    expect(after.node.matches?.nodes.map((found) => found.offer.id)).not.toContain(offer.id);

    await world.dataSource.query(
      `UPDATE booking SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE id = $1`,
      [accepted.booking?.id],
    );
    const points = ['PURPOSE_SHARED', 'LEARNING_OUTCOMES', 'TWO_WAY_INTERACTION', 'TIME_TO_REFLECT'].map(
      (point) => ({ point, stands: true }),
    );
    const recorded = await teacher.ask<{ recordDelivery: object }>(
      `mutation ($input: RecordDeliveryInput!) { recordDelivery(input: $input) {
        ... on DeliverySuccess { delivery { pupils { yearGroup pupils } meaningful { benchmark meaningful missing } } } ... on Problem { code message } } }`,
      {
        input: {
          bookingId: accepted.booking?.id,
          minutes: 50,
          mode: 'IN_PERSON',
          attendance: [{ groupId: groups[0]?.id, pupils: 28 }],
          points,
        },
      },
    );
    expect(recorded.recordDelivery).toMatchObject({ delivery: { pupils: [{ yearGroup: 9, pupils: 28 }] } });
    const POSITION = `query ($urn: Int!, $policy: BenchmarkPolicy!) { school(urn: $urn) { benchmarks(policy: $policy) { indicative asOf policy { id }
      yearGroups { yearGroup numerator denominator thresholdPupils shortfall met } } } }`;
    for (const [policy, thresholdPupils] of [
      ['GATSBY_2014', 46],
      ['GATSBY_2025', 60],
    ] as const) {
      const position = await teacher.ask<{ school: { benchmarks: { yearGroups: { yearGroup: number }[] } } }>(
        POSITION,
        { urn: school.urn, policy },
      );
      expect(position.school.benchmarks.yearGroups.find(({ yearGroup }) => yearGroup === 9)).toEqual({
        yearGroup: 9,
        numerator: 28,
        denominator: 60,
        thresholdPupils,
        shortfall: thresholdPupils - 28,
        met: false,
      });
    }
    expect((await teacher.ask<Asked>(MATCHES, { id: request.id })).node.need.pupils).toBe(32);
  });

  it('shows an employer the requests that suit an offer, and keeps both lists from others', async () => {
    const { teacher, volunteer, request, offer } = await pair(world, { km: 8 });
    const forOffer = await volunteer.ask<Asked>(MATCHES, { id: offer.id });
    expect(forOffer.node.matches?.nodes.map((found) => found.request.id)).toContain(request.id);
    const stranger = await world.given.teacher(await world.given.school());
    for (const [client, id] of [
      [stranger, request.id],
      [stranger, offer.id],
      [volunteer, request.id],
      [teacher, offer.id],
    ] as const) {
      expect((await client.ask<Asked>(MATCHES, { id })).node.matches).toBeNull();
    }
  });

  it('pages the matches as it ranks them', async () => {
    const { teacher, request, volunteer, employer } = await pair(world, { sectors: ['C'] });
    for (const km of [1, 2, 3, 4]) await publishedOffer(world, volunteer, employer, { km });
    const all = (await teacher.ask<Asked>(MATCHES, { id: request.id })).node.matches?.nodes ?? [];
    expect(all.length).toBeGreaterThanOrEqual(5);
    expect(all.map(({ score }) => score)).toEqual(
      all.map(({ score }) => score).sort((one, other) => other - one),
    );
    const paged: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const { matches } = (await teacher.ask<Asked>(MATCHES, { id: request.id, first: 2, after })).node;
      paged.push(...(matches?.nodes ?? []).map((found) => found.offer.id));
      after = matches?.pageInfo.endCursor;
      more = matches?.pageInfo.hasNextPage ?? false;
    }
    expect(paged).toEqual(all.map((found) => found.offer.id));
  });
});

describe('why not', () => {
  const WHY_NOT = `query ($request: ID!, $offer: ID!) { whyNot(request: $request, offer: $offer) { fits fitsWhenChanged slot { id } misses { code sentence changeableBy } } }`;
  type Told = {
    whyNot: {
      fits: boolean;
      fitsWhenChanged: boolean;
      misses: { code: string; sentence: string; changeableBy: string | null }[];
    };
  };

  it('names every obstacle with the smallest change that would help', async () => {
    const { teacher, volunteer, request, offer, slotId } = await pair(world, {
      km: 34.5,
      days: 90,
      yearFrom: 10,
    });
    const { whyNot } = await teacher.ask<Told>(WHY_NOT, { request: request.id, offer: offer.id });
    expect(whyNot).toMatchObject({ fits: false, fitsWhenChanged: true });
    expect(whyNot.misses.map(({ code, changeableBy }) => [code, changeableBy])).toEqual([
      ['OUTSIDE_WINDOWS', 'SCHOOL'],
      ['TOO_FAR', 'OFFERER'],
      ['YEAR_NOT_OFFERED', 'OFFERER'],
    ]);
    expect(whyNot.misses[1]?.sentence).toBe(
      'The offerer would have to travel 35 km instead of 30; the two are 34.5 km apart.',
    );
    expect(await volunteer.ask<Told>(WHY_NOT, { request: request.id, offer: offer.id })).toEqual({ whyNot });
    expect(await propose(teacher, request.id, slotId)).toMatchObject({
      code: 'DOES_NOT_FIT',
      misses: whyNot.misses,
    });
  });

  it('says that a pair fits, and says nothing to those who are neither side', async () => {
    const { teacher, request, offer } = await pair(world);
    expect(await teacher.ask<Told>(WHY_NOT, { request: request.id, offer: offer.id })).toMatchObject({
      whyNot: { fits: true, misses: [] },
    });
    const stranger = await world.given.teacher(await world.given.school());
    expect(await stranger.refusal(WHY_NOT, { request: request.id, offer: offer.id })).toBe('NOT_FOUND');
    expect(await teacher.refusal(WHY_NOT, { request: 'request_00', offer: offer.id })).toBe('NOT_FOUND');
    expect(await teacher.refusal(WHY_NOT, { request: request.id, offer: 'offer_00' })).toBe('NOT_FOUND');
  });

  it('tells an employer whose draft has no dates yet that it lacks them', async () => {
    const { volunteer, employer, request } = await pair(world);
    const input = {
      ...{ employerId: employer.id, activityType: 'CAREERS_TALK', title: 'Dates to follow' },
      ...{ yearFrom: 7, yearTo: 11, mode: 'IN_PERSON', postcode: 'M1 1AE', travelKm: 30 },
    };
    const { draftOffer } = await volunteer.ask<{ draftOffer: { offer: { id: string } } }>(
      `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) { ... on OfferSuccess { offer { id } } } }`,
      { input },
    );
    expect(await volunteer.ask(WHY_NOT, { request: request.id, offer: draftOffer.offer.id })).toEqual({
      whyNot: {
        ...{ fits: false, fitsWhenChanged: false, slot: null },
        misses: [
          {
            ...{ code: 'NO_SLOT', changeableBy: 'OFFERER' },
            sentence: 'The offer has no dates yet; the offerer would have to add one.',
          },
        ],
      },
    });
  });

  it('keeps what the other side has not published to itself', async () => {
    const { teacher, volunteer, request, offer, slotId } = await pair(world);
    await volunteer.ask(
      `mutation ($input: OfferVersionInput!) { pauseOffer(input: $input) { __typename } }`,
      { input: { id: offer.id, version: offer.version } },
    );
    expect(await teacher.refusal(WHY_NOT, { request: request.id, offer: offer.id })).toBe('NOT_FOUND');
    expect(
      await teacher.refusal(
        `mutation ($input: ProposeMatchInput!) { proposeMatch(input: $input) { __typename } }`,
        { input: { requestId: request.id, slotId } },
      ),
    ).toBe('NOT_FOUND');
  });
});
