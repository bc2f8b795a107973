import { type DynamicModule, Module } from '@nestjs/common';
import { MembersModule } from '#members';
import { OffersModule } from '#offers';
import { type Config, PlatformModule } from '#platform';
import { ReferenceModule } from '#reference';

/** The whole product. */
@Module({})
export class AppModule {
  /** @param connected false builds everything without a database, to write the schema */
  static forRoot(config: Config, connected = true): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.forRoot(config, connected), ReferenceModule, MembersModule, OffersModule],
    };
  }
}
