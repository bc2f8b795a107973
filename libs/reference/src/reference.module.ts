import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '#platform';
import { BankHolidays } from './bank-holidays.js';
import { Area } from './area.entity.js';
import { AreaResolver } from './area.resolver.js';
import { Areas } from './areas.js';
import { OccupationResolver } from './occupation.resolver.js';
import { Occupations } from './occupations.js';
import { Places } from './places.js';
import { PostcodeResolver } from './postcode.resolver.js';
import { PostcodeRegister } from './postcodes.js';
import { School } from './school.entity.js';
import { SchoolLoader } from './school.loader.js';
import { SchoolResolver } from './school.resolver.js';
import { Schools } from './school.service.js';
import { Sector } from './sector.entity.js';
import { SectorResolver } from './sector.resolver.js';
import { Sectors } from './sector.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Area, School, Sector])],
  providers: [
    {
      provide: PostcodeRegister,
      inject: [Config],
      useFactory: ({ registersDir }: Config) => new PostcodeRegister(join(registersDir, 'postcodes.bin')),
    },
    {
      provide: BankHolidays,
      inject: [Config],
      useFactory: ({ registersDir }: Config) => new BankHolidays(join(registersDir, 'bank-holidays.json')),
    },
    {
      provide: Occupations,
      inject: [Config],
      useFactory: ({ registersDir }: Config) => new Occupations(join(registersDir, 'occupations.csv')),
    },
    OccupationResolver,
    Areas,
    AreaResolver,
    Places,
    PostcodeResolver,
    Schools,
    SchoolLoader,
    SchoolResolver,
    Sectors,
    SectorResolver,
  ],
  exports: [Areas, PostcodeRegister, BankHolidays, Occupations, Places, SchoolLoader, Sectors],
})
export class ReferenceModule {}
