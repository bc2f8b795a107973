import { Field, ObjectType } from '@nestjs/graphql';
import { Node } from '#platform';

@ObjectType('Broker', {
  implements: () => [Node],
  description: 'A scheme that acts for others. What it brings carries its licence and attribution.',
})
export class BrokerType extends Node {
  @Field(() => String, { description: 'The name of the scheme.' })
  name: string;

  @Field(() => String, { description: 'Under which licence what it brings may be used.' })
  licence: string;

  @Field(() => String, { description: 'Whom to name where what it brings is shown.' })
  attribution: string;
}
