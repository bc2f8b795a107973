import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AnswersWithSecret, Clock, CurrentViewer, Nodes, PageArgs, Personal } from '#platform';
import type { ApiKey } from './api-key.entity.js';
import {
  ApiKeyConnection,
  ApiKeyStatus,
  ApiKeyType,
  IssueApiKeyInput,
  IssueApiKeyResult,
  RevokeApiKeyInput,
  RevokeApiKeyResult,
} from './api-key.graphql.js';
import { statusOf } from './api-key.rules.js';
import { ApiKeys } from './api-key.service.js';
import { BrokerType } from './broker.graphql.js';
import { PersonLoader } from './person.loader.js';
import { Viewer } from './viewer.js';

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  constructor(
    private readonly keys: ApiKeys,
    private readonly people: PersonLoader,
    private readonly clock: Clock,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('api_key', 'ApiKey', (viewer, id) => keys.find(viewer, id));
  }

  @ResolveField(() => ApiKeyStatus, { description: 'Whether it still opens anything.' })
  status(@Parent() key: ApiKeyType): ApiKeyStatus {
    return statusOf(key, this.clock.now());
  }

  @Personal()
  @ResolveField(() => String, { nullable: true, description: 'The name of whoever issued it.' })
  async createdBy(@Parent() { createdBy }: ApiKey, @Context() context: object): Promise<string | null> {
    return (await this.people.byId(context, createdBy))?.name ?? null;
  }

  @Allow('api_key:write')
  @AnswersWithSecret()
  @Mutation(() => IssueApiKeyResult, {
    description:
      'Issues a key for a broker and shows it, this once. Takes no Idempotency-Key: the answer is kept nowhere.',
  })
  issueApiKey(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'For which broker, and for what.' }) input: IssueApiKeyInput,
  ): Promise<typeof IssueApiKeyResult> {
    return this.keys.issue(viewer, input);
  }

  @Allow('api_key:write')
  @Mutation(() => RevokeApiKeyResult, { description: 'Revokes a key: from this moment it opens nothing.' })
  revokeApiKey(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: RevokeApiKeyInput,
  ): Promise<typeof RevokeApiKeyResult> {
    return this.keys.revoke(viewer, input);
  }
}

/** The keys of a broker. */
@Resolver(() => BrokerType)
export class BrokerKeysResolver {
  constructor(private readonly keys: ApiKeys) {}

  @ResolveField(() => ApiKeyConnection, {
    description: 'Its keys, the newest first, whatever became of them; for its admins alone.',
  })
  apiKeys(
    @CurrentViewer() viewer: Viewer | undefined,
    @Parent() { id }: BrokerType,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<ApiKeyConnection> {
    return this.keys.ofBroker(context, viewer, id, page);
  }
}
