import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ActivityType, Mode } from '#statutes';

@ObjectType({ description: 'How many offers one would find in a sector.' })
export class SectorFacet {
  @Field(() => String, { description: 'The SIC 2007 section letter, as `filter.sector` takes it.' })
  sector: string;

  @Field(() => String, { description: 'What the section is called.' })
  name: string;

  @Field(() => Int, { description: 'How many; those for any sector are in.' })
  offers: number;
}

@ObjectType({ description: 'How many offers one would find of an activity.' })
export class ActivityFacet {
  @Field(() => ActivityType, { description: 'The activity.' })
  activityType: ActivityType;

  @Field(() => Int, { description: 'How many.' })
  offers: number;
}

@ObjectType({ description: 'How many offers one would find for a year group.' })
export class YearGroupFacet {
  @Field(() => Int, { description: 'The year group, 7 to 13.' })
  yearGroup: number;

  @Field(() => Int, { description: 'How many.' })
  offers: number;
}

@ObjectType({ description: 'How many offers one would find by a way to meet.' })
export class ModeFacet {
  @Field(() => Mode, { description: 'How people would meet.' })
  mode: Mode;

  @Field(() => Int, { description: 'How many; those for either are in.' })
  offers: number;
}

@ObjectType({
  description:
    'How many offers a search finds in all, and would find with another value in place of each of its filters. Values that would find nothing are left out.',
})
export class OfferFacets {
  @Field(() => Int, { description: 'How many the search itself finds.' })
  offers: number;

  @Field(() => Boolean, {
    description:
      'Whether all were counted. False where the place, the area and the words find more than 100,000: then every count is of 100,000 of them.',
  })
  complete: boolean;

  @Field(() => [SectorFacet], { description: 'By sector, in the order of the letters.' })
  sectors: SectorFacet[];

  @Field(() => [ActivityFacet], { description: 'By activity, the commonest first.' })
  activityTypes: ActivityFacet[];

  @Field(() => [YearGroupFacet], { description: 'By year group, rising.' })
  yearGroups: YearGroupFacet[];

  @Field(() => [ModeFacet], { description: 'By how people would meet.' })
  modes: ModeFacet[];
}
