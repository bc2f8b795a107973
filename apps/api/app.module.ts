import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { BenchmarksModule } from '#benchmarks';
import { BookingsModule } from '#bookings';
import { HistoryModule } from '#history';
import { IntroductionsModule } from '#introductions';
import { MembersModule } from '#members';
import { OffersModule } from '#offers';
import { type Config, PlatformModule } from '#platform';
import { PrivacyModule } from '#privacy';
import { ReferenceModule } from '#reference';
import { RequestsModule } from '#requests';
import { SearchesModule } from '#searches';

/** The whole product. */
@Module({})
export class AppModule {
  /**
   * @param connected false builds everything without a database, to write the schema
   * @param more providers that a test adds
   */
  static forRoot(config: Config, connected = true, more: Provider[] = []): DynamicModule {
    return {
      module: AppModule,
      providers: more,
      imports: [
        PlatformModule.forRoot(config, connected),
        ReferenceModule,
        MembersModule,
        OffersModule,
        RequestsModule,
        BookingsModule,
        SearchesModule,
        BenchmarksModule,
        IntroductionsModule,
        HistoryModule,
        PrivacyModule,
      ],
    };
  }
}
