import { newSecret } from './access/secret.js';
import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access/access.guard.js';
import { Budget } from './access/budget.js';
import { ChangeFollowers } from './changes/change-followers.js';
import { ChangeSequencer } from './changes/change-sequencer.js';
import { Mirrors } from './changes/mirrors.js';
import { Config } from './config/config.js';
import { ContractController } from './contract/contract.controller.js';
import { Clock } from './database/clock.js';
import { databaseOptions } from './database/data-source.js';
import { Transactions } from './database/transactions.js';
import { FaultFilter } from './graphql/fault.filter.js';
import { apolloOptions } from './graphql/apollo.js';
import { CostPlugin } from './graphql/cost.plugin.js';
import { InputPipe } from './graphql/input.pipe.js';
import { NodeResolver } from './graphql/node.resolver.js';
import { Nodes } from './graphql/node.js';
import { HealthController } from './health/health.controller.js';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
import { IdempotentAnswers } from './idempotency/idempotency.plugin.js';
import { IdempotencyKeys } from './idempotency/idempotency.service.js';
import { JobsRunner } from './jobs/jobs-runner.js';
import { Mailer } from './mail/mailer.js';
import { PublicAddress } from './pages/public-address.js';
import { Metrics } from './observe/metrics.js';
import { ObservedOperations } from './observe/observe.plugin.js';
import { TRACING } from './observe/tracing.holder.js';
import { PlaygroundController } from './playground/playground.controller.js';

/** What every request passes on its way in and out. */
const gates: Provider[] = [
  AccessGuard,
  { provide: APP_GUARD, useExisting: AccessGuard },
  { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  { provide: APP_PIPE, useClass: InputPipe },
  { provide: APP_FILTER, useClass: FaultFilter },
  IdempotencyKeys,
  IdempotentAnswers,
  Budget,
  // Behind the answers that are sent again: they too tell what is left now.
  CostPlugin,
];

/** What a library is told of changes by. */
const following = [ChangeFollowers, Mirrors];

/** Measuring and tracing; each application has its own. */
function observation(): Provider[] {
  return [Metrics, ObservedOperations, { provide: TRACING, useValue: {} }];
}

/** The plumbing every library stands on: database, GraphQL, access, changes, jobs. */
@Global()
@Module({})
export class PlatformModule {
  /** @param connected false builds everything without a database, to write the schema */
  static forRoot(config: Config, connected = true): DynamicModule {
    const secret = config.tokenSecret ?? newSecret();
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...databaseOptions(config.databaseUrl ?? 'postgres://'),
          ...{ autoLoadEntities: true, manualInitialization: !connected, retryAttempts: 0 },
        }),
        GraphQLModule.forRoot(apolloOptions(config)),
        JwtModule.register({
          global: true,
          secret,
          signOptions: { expiresIn: config.tokenMinutes * 60, algorithm: 'HS256', issuer: 'firsthand' },
        }),
        PassportModule,
        TerminusModule,
      ],
      controllers: [HealthController, ContractController, PlaygroundController],
      providers: [
        { provide: Config, useValue: { ...config, tokenSecret: secret } },
        ...gates,
        ChangeSequencer,
        ...following,
        JobsRunner,
        Mailer,
        PublicAddress,
        ...observation(),
        Clock,
        Transactions,
        Nodes,
        NodeResolver,
      ],
      exports: [Config, Clock, Transactions, Nodes, JobsRunner, Mailer, PublicAddress, ...following],
    };
  }
}
