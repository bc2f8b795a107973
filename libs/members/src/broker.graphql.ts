import { createUnionType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { MaxLength } from 'class-validator';
import { Node, Problem, Text } from '#platform';

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

@InputType({ description: 'A new broker.' })
export class RegisterBrokerInput {
  @Field(() => String, { description: 'The name of the scheme, up to 200 characters.' })
  @Text(1, 200)
  name: string;

  @Field(() => String, {
    description: 'Under which licence what it brings may be used: "Open Government Licence v3.0".',
  })
  @Text(1, 200)
  licence: string;

  @Field(() => String, { description: 'Whom to name where what it brings is shown.' })
  @Text(1, 500)
  attribution: string;
}

@InputType({ description: 'A wish to act for a broker.' })
export class JoinBrokerInput {
  @Field(() => ID, { description: 'The broker. Its admins know the id.' })
  @MaxLength(100)
  brokerId: string;
}

@ObjectType({ description: 'The broker is registered; you become its admin once an operator approves.' })
export class RegisterBrokerSuccess {
  @Field(() => BrokerType, { description: 'The broker.' })
  broker: BrokerType;

  constructor(broker: BrokerType) {
    this.broker = broker;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'A broker of this name is registered, or asks to be.',
})
export class BrokerNameTaken extends Problem {
  constructor() {
    super(
      'BROKER_NAME_TAKEN',
      'A broker of this name is registered, or asks to be. If it is yours, ask its admin for its id and join it with joinBroker.',
    );
  }
}

export const RegisterBrokerResult = createUnionType({
  name: 'RegisterBrokerResult',
  description: 'What comes of registering a broker.',
  types: () => [RegisterBrokerSuccess, BrokerNameTaken] as const,
});
