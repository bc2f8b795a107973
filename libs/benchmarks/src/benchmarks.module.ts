import { Module } from '@nestjs/common';
import { Benchmarks } from './benchmark.service.js';
import { CriteriaLoader } from './criteria.loader.js';
import { CriteriaResolver } from './criteria.resolver.js';
import { NeedLoader } from './need.loader.js';
import { NeedResolver } from './need.resolver.js';
import { PositionLoader } from './position.loader.js';
import { PositionResolver } from './position.resolver.js';

@Module({
  providers: [
    ...[Benchmarks, NeedLoader, NeedResolver, PositionLoader, PositionResolver],
    ...[CriteriaLoader, CriteriaResolver],
  ],
  exports: [Benchmarks, NeedLoader],
})
export class BenchmarksModule {}
