import { ArgsType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { PageArgs } from '#platform';

@ObjectType('Place', { description: 'A point of the British National Grid (OSGB36, EPSG:27700).' })
export class PlaceType {
  @Field(() => Int, { description: 'Metres east of the grid’s origin.' })
  easting: number;

  @Field(() => Int, { description: 'Metres north of the grid’s origin.' })
  northing: number;
}

@InputType({ description: 'Where to measure distance from: exactly one of the two.' })
export class NearInput {
  @Field(() => String, { nullable: true, description: 'A postcode of Great Britain, however it is typed.' })
  @IsOptional()
  @IsString()
  @MaxLength(64, { message: 'a postcode' })
  postcode?: string;

  @Field(() => Int, { nullable: true, description: 'The URN of a school.' })
  @IsOptional()
  @IsInt()
  @Min(100_000, { message: 'a URN: six digits' })
  @Max(999_999, { message: 'a URN: six digits' })
  urn?: number;
}

/** A page of a list that can begin nearest to somewhere. */
@ArgsType()
export class NearbyArgs extends PageArgs {
  @Field(() => NearInput, {
    nullable: true,
    description: 'Nearest first from here; without it the list keeps an order of its own.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => NearInput)
  near?: NearInput;

  @Field(() => Int, { nullable: true, description: 'At most this many kilometres from `near`, 1 to 500.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'at least 1' })
  @Max(500, { message: 'at most 500' })
  within?: number;
}
