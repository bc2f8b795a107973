import { Controller, Get } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { EntityManager } from 'typeorm';
import { Public } from '../access/decorators.js';
import { Mirrors } from '../changes/mirrors.js';
import { waitingChanges } from '../changes/sequence.js';

/** For whoever keeps the product running: is the process alive, and can it work. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly manager: EntityManager,
    private readonly mirrors: Mirrors,
  ) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check([
      () => this.database.pingCheck('database', { timeout: 2000 }),
      async () => this.indicators.check('changes').up({ ...(await waitingChanges(this.manager)) }),
      // Without them the database is asked instead: that is slower, and no reason to send nobody here.
      ...this.mirrors.states().map(
        ({ name, sizes, ...state }) =>
          () =>
            this.indicators.check(name).up({ ...state, ...sizes }),
      ),
    ]);
  }
}
