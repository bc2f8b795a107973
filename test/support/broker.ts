import { newId } from '#platform';
import type { TestApp } from './app.js';
import { Client } from './client.js';

export const ISSUE = `mutation ($input: IssueApiKeyInput!) { issueApiKey(input: $input) {
  ... on IssueApiKeySuccess { secret apiKey { id publicId name scopes status createdBy createdAt lastUsedAt expiresAt } }
  ... on Problem { code message } } }`;

/** What issuing a key answers. */
export interface Issued {
  code?: string;
  secret: string;
  apiKey: { id: string; publicId: string; status: string };
}

let names = 0;

/** An approved broker and its admin. */
export async function broker(world: TestApp) {
  const id = newId('broker');
  const name = `Scheme ${(names += 1)}`;
  await world.dataSource.query(
    `INSERT INTO broker (id, name, licence, attribution, approved_at) VALUES ($1, $2, 'OGL v3.0', $2, now())`,
    [id, name],
  );
  const admin = await world.given.person();
  await world.dataSource.query(
    `INSERT INTO membership (id, person_id, broker_id, role, status, requested_at, decided_at)
     VALUES ($1, $2, $3, 'broker_admin', 'approved', now(), now())`,
    [newId('membership'), admin.personId, id],
  );
  return { id, name, admin };
}

/** Issues a key, for everything that there is a scope for unless told otherwise. */
export async function issue(
  { id, admin }: { id: string; admin: Client },
  more: object = {},
): Promise<Issued> {
  const scopes = ['REQUEST_BROWSE', 'EMPLOYER_REGISTER'];
  const input = { brokerId: id, name: 'nightly import', scopes, ...more };
  return (await admin.ask<{ issueApiKey: Issued }>(ISSUE, { input })).issueApiKey;
}

/** Speaks through a key. */
export const through = (world: TestApp, { secret }: { secret: string }) => new Client(world.url, secret);
