import { Field, ObjectType } from '@nestjs/graphql';
import { PlaceType } from './place.graphql.js';

@ObjectType('Postcode', {
  description:
    'A postcode of Great Britain and where it is. Contains National Statistics, OS and Royal Mail data © Crown copyright and database right.',
})
export class PostcodeType {
  @Field(() => String, { description: 'As it is written on an envelope: `EC2Y 5AA`.' })
  postcode: string;

  @Field(() => PlaceType, { description: 'The mean of its addresses, about 5 m exact.' })
  place: PlaceType;
}
