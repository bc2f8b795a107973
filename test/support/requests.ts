import { localDateOf } from '#platform';
import { academicYearOf } from '#statutes';
import type { TestApp } from './app.js';
import type { Client } from './client.js';
import { east } from './given.js';

const problem = `... on Problem { code message }`;
const fields = `id status version title kind activityTypes sectors sessions pupilsPerSession places remaining booked
  windows { from to } academicYear mode travelKm benchmark openedAt school { id } groups { code size }`;

/** The operations of requests, with all that a story looks at. */
export const DRAFT = `mutation ($input: DraftRequestInput!) { draftRequest(input: $input) { __typename
  ... on RequestSuccess { request { ${fields} } } ... on DuplicateRequest { existing { id } } ${problem} } }`;
export const OPEN = `mutation ($input: RequestVersionInput!) { openRequest(input: $input) { __typename
  ... on RequestSuccess { request { id status version openedAt } }
  ... on RequestChangedMeanwhile { current { version } } ... on RequestNotInRightStatus { status } ${problem} } }`;
export const WITHDRAW = OPEN.replace('openRequest(', 'withdrawRequest(');
export const LIST = `query ($near: NearInput, $within: Int, $filter: RequestFilter, $first: Int, $after: String) {
  requests(near: $near, within: $within, filter: $filter, first: $first, after: $after) {
    edges { distanceKm cursor node { id } } pageInfo { hasNextPage endCursor } } }`;
export const OWN = `query ($urn: Int!, $first: Int, $after: String) { school(urn: $urn) {
  requests(first: $first, after: $after) { nodes { id status } pageInfo { hasNextPage endCursor } } } }`;

/** A request, as a story needs it to go on. */
export interface Shown {
  id: string;
  status: string;
  version: number;
}

/** A page of requests. */
export interface Listed {
  edges: { distanceKm: number | null; cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The next academic year: wholly in the future, whenever a story runs. */
export const nextYear = academicYearOf(localDateOf(new Date())) + 1;

/** Five weeks of the next academic year. */
export const january = { from: `${nextYear + 1}-01-11`, to: `${nextYear + 1}-02-12` };

/** A school that has a teacher and groups, and the input of a right request of it. */
export async function askingSchool(app: TestApp, km = 0) {
  const school = await app.given.school({ place: east(km) });
  const teacher = await app.given.teacher(school);
  const groups = [
    { yearGroup: 9, code: '9A', size: 30 },
    { yearGroup: 9, code: '9B', size: 28 },
    { yearGroup: 10, code: '10A', size: 24 },
  ];
  const { declareGroups } = await teacher.ask<{ declareGroups: { groups: { id: string }[] } }>(
    `mutation ($input: DeclareGroupsInput!) { declareGroups(input: $input) {
       ... on DeclareGroupsSuccess { groups { id } } } }`,
    { input: { schoolId: school.id, academicYear: nextYear, groups } },
  );
  const [nineA = '', nineB = '', tenA = ''] = declareGroups.groups.map(({ id }) => id);
  const talk = {
    ...{ schoolId: school.id, title: 'Engineers for Year 9', kind: 'ENCOUNTER' },
    ...{ activityTypes: ['MOCK_INTERVIEW', 'CAREERS_TALK'], sectors: ['M', 'C'], groupIds: [nineB, nineA] },
    ...{ sessions: 3, pupilsPerSession: 30, windows: [january], mode: 'IN_PERSON' },
  };
  return { school, teacher, talk, tenA };
}

/** What `askingSchool` makes. */
export type AskingSchool = Awaited<ReturnType<typeof askingSchool>>;

/** Drafts the school's request. @param given what differs */
export async function draft({ teacher, talk }: AskingSchool, given: object = {}): Promise<Shown> {
  const { draftRequest } = await teacher.ask<{ draftRequest: { request: Shown } }>(DRAFT, {
    input: { ...talk, ...given },
  });
  return draftRequest.request;
}

/** Drafts and opens the school's request. @param given what differs */
export async function open(school: AskingSchool, given: object = {}): Promise<Shown> {
  const { id, version } = await draft(school, given);
  const { openRequest } = await school.teacher.ask<{ openRequest: { request: Shown } }>(OPEN, {
    input: { id, version },
  });
  return openRequest.request;
}

/** Lists requests of all schools. */
export async function list(client: Client, variables: object): Promise<Listed> {
  return (await client.ask<{ requests: Listed }>(LIST, variables)).requests;
}

/** The request as this client sees it by its id. */
export async function node(client: Client, id: string): Promise<object | null> {
  const query = `query ($id: ID!) { node(id: $id) { id ... on SchoolRequest { status version remaining booked } } }`;
  return (await client.ask<{ node: object | null }>(query, { id })).node;
}
