import { Field, InterfaceType } from '@nestjs/graphql';

/** An outcome of a mutation that a client should handle. A returned problem means that nothing was written. */
@InterfaceType({ description: 'An outcome that a client should handle. Nothing was written.' })
export abstract class Problem {
  @Field(() => String, { description: 'The name of the problem in capitals: stable, for programs.' })
  readonly code: string;

  @Field(() => String, { description: 'What is the matter and what to do next, in plain English.' })
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}
