import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

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
