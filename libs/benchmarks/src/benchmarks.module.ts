import { Module } from '@nestjs/common';
import { Benchmarks } from './benchmark.service.js';
import { NeedLoader } from './need.loader.js';
import { NeedResolver } from './need.resolver.js';
import { PositionResolver } from './position.resolver.js';

@Module({
  providers: [Benchmarks, NeedLoader, NeedResolver, PositionResolver],
  exports: [Benchmarks, NeedLoader],
})
export class BenchmarksModule {}
