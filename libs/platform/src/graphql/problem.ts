import type { Type } from '@nestjs/common';
import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';

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

/**
 * The problem of whoever changes a noun in a version that is no longer the present one. A class of its own for each noun
 * extends it, with a name and a description.
 * @param noun as sentences name it: `job profile`
 * @param code what stands before `_CHANGED_MEANWHILE`: `JOB_PROFILE`
 */
export function changedMeanwhile<Noun extends { version: number }>(
  type: () => Type<Noun>,
  noun: string,
  code: string,
): new (current: Noun) => Problem & { current: Noun } {
  @ObjectType({ isAbstract: true })
  class ChangedMeanwhile extends Problem {
    @Field(type, { description: `The ${noun} as it is now.` })
    current: Noun;

    constructor(current: Noun) {
      super(
        `${code}_CHANGED_MEANWHILE`,
        `The ${noun} is at version ${current.version} now. Look at it again, then repeat with that version.`,
      );
      this.current = current;
    }
  }
  return ChangedMeanwhile;
}
