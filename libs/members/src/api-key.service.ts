import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import {
  BadInput,
  Forbidden,
  newestOf,
  NO_PAGE,
  NotFound,
  type Page,
  type PageArgs,
  Transactions,
  type Tx,
} from '#platform';
import { ApiKey } from './api-key.entity.js';
import {
  ApiKeyAlreadyRevoked,
  type IssueApiKeyInput,
  type IssueApiKeyResult,
  IssueApiKeySuccess,
  type RevokeApiKeyInput,
  type RevokeApiKeyResult,
  RevokeApiKeySuccess,
  TooManyApiKeys,
} from './api-key.graphql.js';
import { makeKey, type NewKey } from './api-key.rules.js';
import { Brokers } from './broker.service.js';
import { organisationOf } from './organisation.js';
import type { Viewer } from './viewer.js';

/** The keys of brokers: issued, listed and revoked by their admins. */
@Injectable()
export class ApiKeys {
  private readonly newest;

  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly brokers: Brokers,
  ) {
    this.newest = newestOf(manager, { entity: ApiKey, name: 'Broker.apiKeys', parent: 'brokerId' });
  }

  /** The key, or null where it is absent or the viewer is no admin of its broker. */
  async find(viewer: Viewer | undefined, id: string): Promise<ApiKey | null> {
    const key = viewer && (await this.manager.findOneBy(ApiKey, { id }));
    return key && managesKeysOf(viewer, key.brokerId) ? key : null;
  }

  /** The keys of a broker, the newest first, whatever became of them; for its admins, and nothing for others. */
  async ofBroker(
    context: object,
    viewer: Viewer | undefined,
    brokerId: string,
    page: PageArgs,
  ): Promise<Page<ApiKey>> {
    return managesKeysOf(viewer, brokerId) ? this.newest(context, brokerId, page) : NO_PAGE;
  }

  /** Issues a key: its text is in the answer and nowhere else. */
  issue(viewer: Viewer, input: IssueApiKeyInput): Promise<typeof IssueApiKeyResult> {
    return this.transactions.run(viewer, async (tx) => {
      const broker = await this.brokers.find(viewer, input.brokerId, tx.manager);
      if (!broker) throw new NotFound('broker', input.brokerId);
      if (!managesKeysOf(viewer, broker.id))
        throw new Forbidden('The keys of a broker are its admins’ business.');
      requireFuture(input.expiresAt, tx.now);
      const made = makeKey(randomBytes(38));
      const id = await insertInFreePlace(tx, viewer, input, made);
      if (!id) return new TooManyApiKeys();
      const { brokerId, scopes } = input;
      await tx.record({ id }, 'issued', { after: { brokerId, scopes } });
      return new IssueApiKeySuccess(await tx.manager.findOneByOrFail(ApiKey, { id }), made.text);
    });
  }

  /** Revokes a key. It is looked up at every request, so from this moment it opens nothing. */
  revoke(viewer: Viewer, { apiKeyId: id }: RevokeApiKeyInput): Promise<typeof RevokeApiKeyResult> {
    return this.transactions.run(viewer, async (tx) => {
      const key = await tx.manager.findOneBy(ApiKey, { id });
      if (!key || !managesKeysOf(viewer, key.brokerId)) throw new NotFound('API key', id);
      const [revoked] = await tx.query<{ id: string }>(
        `WITH revoked AS (UPDATE api_key SET revoked_at = $2, place = NULL
           WHERE id = $1 AND revoked_at IS NULL RETURNING id) SELECT id FROM revoked`,
        [id, tx.now],
      );
      if (!revoked) return new ApiKeyAlreadyRevoked();
      await tx.record(key, 'revoked', { after: { brokerId: key.brokerId } });
      return new RevokeApiKeySuccess({ ...key, revokedAt: tx.now });
    });
  }
}

function managesKeysOf(viewer: Viewer | undefined, brokerId: string): boolean {
  return viewer?.isAdminOf(organisationOf({ brokerId })) ?? false;
}

function requireFuture(expiresAt: Date | undefined, now: Date): void {
  if (!expiresAt || expiresAt > now) return;
  throw new BadInput([
    { path: 'input.expiresAt', expected: 'a moment in the future', got: expiresAt.toISOString() },
  ]);
}

/**
 * A broker has two places for live keys, and a unique constraint lets one key into each: of many that are issued at once,
 * two get in. What has expired gives its place up first. @returns the new key's id; undefined where both are taken
 */
async function insertInFreePlace(
  tx: Tx,
  viewer: Viewer,
  { brokerId, name, scopes, expiresAt }: IssueApiKeyInput,
  { publicId, hash }: NewKey,
): Promise<string | undefined> {
  await tx.query(
    'UPDATE api_key SET place = NULL WHERE broker_id = $1 AND place IS NOT NULL AND expires_at <= $2',
    [brokerId, tx.now],
  );
  for (const place of [1, 2]) {
    const [inserted] = await tx.query<{ id: string }>(
      `INSERT INTO api_key (id, broker_id, public_id, hash, name, scopes, created_at, created_by, expires_at, place)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
      [
        ...[tx.newId('api_key'), brokerId, publicId, hash, name, scopes],
        ...[tx.now, viewer.personId, expiresAt ?? null, place],
      ],
    );
    if (inserted) return inserted.id;
  }
  return undefined;
}
