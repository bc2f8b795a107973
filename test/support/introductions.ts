import { pointOf } from '#platform';
import type { TestApp } from './app.js';
import type { Client } from './client.js';
import { east, manchester } from './given.js';

/** A moment some days from now, at ten in the morning, as GraphQL takes it. */
export function inDays(days: number, hour = 10): string {
  const at = new Date(Date.now() + days * 86_400_000);
  at.setUTCHours(hour, 0, 0, 0);
  return at.toISOString();
}

/** The calendar day of such a moment. */
export const dayInDays = (days: number): string => inDays(days).slice(0, 10);

let titles = 0;

/** A school with its Year 9 of 60 in two groups, and a teacher. */
export async function schoolWithPupils(world: TestApp, km = 0) {
  const school = await world.given.school({ place: east(km, manchester) });
  const teacher = await world.given.teacher(school);
  const { declareGroups } = await teacher.ask<{ declareGroups: { groups: { id: string; code: string }[] } }>(
    `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) { ... on DeclareGroupsSuccess { groups { id code } } } }`,
    {
      input: {
        schoolId: school.id,
        groups: [
          { yearGroup: 9, code: '9A', size: 30 },
          { yearGroup: 9, code: '9B', size: 30 },
        ],
      },
    },
  );
  await teacher.ask(`mutation ($input: DeclareRollInput!) { declareRoll(input: $input) { __typename } }`, {
    input: { schoolId: school.id, yearGroup: 9, pupils: 60 },
  });
  return { school, teacher, groups: declareGroups.groups };
}

/** An open request of a school for talks to its Year 9. */
export async function openRequest(
  teacher: Client,
  { school, groups }: { school: { id: string }; groups: { id: string }[] },
  more: object = {},
): Promise<{ id: string; version: number }> {
  const input = {
    schoolId: school.id,
    title: `Engineers for Year 9, ${(titles += 1)}`,
    kind: 'ENCOUNTER',
    activityTypes: ['CAREERS_TALK'],
    sectors: ['C'],
    groupIds: groups.map(({ id }) => id),
    sessions: 2,
    pupilsPerSession: 30,
    windows: [{ from: dayInDays(1), to: dayInDays(60) }],
    mode: 'IN_PERSON',
    ...more,
  };
  const drafted = await teacher.ask<{ draftRequest: { request: { id: string; version: number } } }>(
    `mutation ($input: DraftRequestInput!) { draftRequest(input: $input) { ... on RequestSuccess { request { id version } } ... on Problem { code message } } }`,
    { input },
  );
  const opened = await teacher.ask<{ openRequest: { request: { id: string; version: number } } }>(
    `mutation ($input: RequestVersionInput!) { openRequest(input: $input) { ... on RequestSuccess { request { id version } } ... on Problem { code message } } }`,
    { input: drafted.draftRequest.request },
  );
  return opened.openRequest.request;
}

/** A published offer of talks, some kilometres from the school. */
export async function publishedOffer(
  world: TestApp,
  volunteer: Client,
  employer: { id: string },
  {
    km = 5,
    sessions = 1,
    days = 30,
    ...more
  }: { km?: number; sessions?: number; days?: number } & Record<string, unknown> = {},
): Promise<{ id: string; version: number; slots: { id: string }[] }> {
  const input = {
    employerId: employer.id,
    title: `How things are made, ${(titles += 1)}`,
    activityType: 'CAREERS_TALK',
    sectors: ['C'],
    yearFrom: 7,
    yearTo: 11,
    mode: 'IN_PERSON',
    postcode: 'M1 1AE',
    travelKm: 30,
    slots: [{ startsAt: inDays(days), endsAt: inDays(days, 11), sessions, maxPupils: 30 }],
    ...more,
  };
  const { draftOffer } = await volunteer.ask<{ draftOffer: { offer: { id: string; version: number } } }>(
    `mutation ($input: DraftOfferInput!) { draftOffer(input: $input) { ... on OfferSuccess { offer { id version } } ... on Problem { code message } } }`,
    { input },
  );
  const place = pointOf(east(km, manchester));
  await world.dataSource.query('UPDATE offer SET place = $2 WHERE id = $1', [draftOffer.offer.id, place]);
  const { publishOffer } = await volunteer.ask<{
    publishOffer: { offer: { id: string; version: number; slots: { id: string }[] } };
  }>(
    `mutation ($input: OfferVersionInput!) { publishOffer(input: $input) { ... on OfferSuccess { offer { id version slots { id } } } ... on Problem { code message } } }`,
    { input: draftOffer.offer },
  );
  return publishOffer.offer;
}

const PROPOSAL = `__typename ... on ProposalSuccess {
    proposal { id version status holdUntil score explanation declineReason declinedBy proposedBy } booking { id status } }
  ... on Problem { code message }`;

/** What the three mutations of a proposal answer. */
export interface Answered {
  code?: string;
  existing?: { id: string };
  message?: string;
  misses?: { code: string; sentence: string; changeableBy: string | null }[];
  proposal?: {
    id: string;
    version: number;
    status: string;
    holdUntil: string;
    score: number;
    explanation: string;
  };
  booking?: { id: string; status: string } | null;
}

/** Proposes a slot for a request. */
export async function propose(client: Client, requestId: string, slotId: string): Promise<Answered> {
  const query = `mutation ($input: ProposeMatchInput!) { proposeMatch(input: $input) {
    ${PROPOSAL} ... on DoesNotFit { misses { code sentence changeableBy } } ... on AlreadyProposed { existing { id } } } }`;
  return (await client.ask<{ proposeMatch: Answered }>(query, { input: { requestId, slotId } })).proposeMatch;
}

/** Accepts a proposal. */
export async function accept(
  client: Client,
  { id, version }: { id: string; version: number },
): Promise<Answered> {
  const query = `mutation ($input: ProposalVersionInput!) { acceptProposal(input: $input) { ${PROPOSAL} } }`;
  return (await client.ask<{ acceptProposal: Answered }>(query, { input: { id, version } })).acceptProposal;
}

/** Declines a proposal. */
export async function decline(
  client: Client,
  { id, version }: { id: string; version: number },
  reason = 'DATE_UNSUITABLE',
): Promise<Answered> {
  const query = `mutation ($input: DeclineProposalInput!) { declineProposal(input: $input) { ${PROPOSAL} } }`;
  return (await client.ask<{ declineProposal: Answered }>(query, { input: { id, version, reason } }))
    .declineProposal;
}

/** A school, an employer, a request and an offer that fit. */
export async function pair(world: TestApp, offered: Record<string, unknown> = {}, asked: object = {}) {
  const pupils = await schoolWithPupils(world);
  const employer = await world.given.employer();
  const volunteer = await world.given.volunteer(employer);
  const offer = await publishedOffer(world, volunteer, employer, offered);
  const request = await openRequest(pupils.teacher, pupils, asked);
  return { ...pupils, employer, volunteer, offer, request, slotId: offer.slots[0]?.id ?? '' };
}

/** The matches of a request or an offer, with their reasons. */
export const MATCHES = `query ($id: ID!, $first: Int! = 20, $after: String) { node(id: $id) {
  ... on SchoolRequest { status remaining booked need { pupils } matches(first: $first, after: $after) { ...M } }
  ... on Offer { offered: status matches(first: $first, after: $after) { ...M } } } }
  fragment M on MatchConnection { considered obstacles { code candidates } pageInfo { hasNextPage endCursor }
    nodes { score pairScore gain explanation distanceKm newlyReachedPupils mode weights parts { name points max because }
      offer { id } request { id } slot { id remaining } } }`;

/** A match as the API answers it. */
export interface Matched {
  score: number;
  pairScore: number;
  gain: number;
  explanation: string;
  distanceKm: number;
  newlyReachedPupils: number;
  parts: { name: string; points: number; max: number; because: string }[];
  offer: { id: string };
  request: { id: string };
  slot: { id: string; remaining: number };
}
/** What MATCHES answers. */
export interface Asked {
  node: {
    status: string;
    remaining: number;
    booked: number;
    need: { pupils: number };
    matches: {
      considered: number;
      obstacles: { code: string; candidates: number }[];
      nodes: Matched[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    } | null;
  };
}
