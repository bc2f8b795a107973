import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import type { IdempotentContext } from './idempotency.interceptor.js';
import { IdempotencyKeys } from './idempotency.service.js';

/** Remembers what was answered under a key before it is sent, and sends again what was answered before. */
@Plugin()
export class IdempotentAnswers implements ApolloServerPlugin<IdempotentContext> {
  constructor(private readonly keys: IdempotencyKeys) {}

  requestDidStart(): Promise<GraphQLRequestListener<IdempotentContext>> {
    return Promise.resolve({
      willSendResponse: async ({ response, contextValue: { claim, replay } }) => {
        if (response.body.kind !== 'single') return;
        if (replay !== undefined) {
          response.body.singleResult = replay as typeof response.body.singleResult;
          response.http.status = 200;
          response.http.headers.set('idempotency-replayed', 'true');
        } else if (claim) await this.keys.answered(claim, response.body.singleResult);
      },
    });
  }
}
