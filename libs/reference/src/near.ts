import { Injectable } from '@nestjs/common';
import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, MaxLength } from 'class-validator';
import { EntityManager } from 'typeorm';
import { BadInput, type Place, shorten } from '#platform';
import { isPostcodeProblem, type PostcodePlace } from './postcode.rules.js';
import { PostcodeRegister } from './postcodes.js';
import { School } from './school.entity.js';

@InputType({ description: 'Where to measure from: exactly one of the fields.', isOneOf: true })
export class NearInput {
  @Field(() => String, {
    nullable: true,
    description: 'A postcode of Great Britain, with or without a space.',
  })
  @IsOptional()
  @MaxLength(10, { message: 'postcode must be a postcode such as M1 2AB' })
  postcode?: string;

  @Field(() => Int, { nullable: true, description: 'The URN of a school.' })
  @IsOptional()
  @IsInt()
  urn?: number;
}

/** Finds where things are. */
@Injectable()
export class Places {
  constructor(
    private readonly postcodes: PostcodeRegister,
    private readonly manager: EntityManager,
  ) {}

  /** The place meant by `near`. Throws BAD_USER_INPUT for a postcode or URN that is not in the registers. */
  async locate(near: NearInput): Promise<Place> {
    if (near.postcode !== undefined) return this.postcode(near.postcode, 'near.postcode').place;
    const school = await this.manager.findOneBy(School, { urn: near.urn });
    if (!school)
      throw new BadInput([
        { path: 'near.urn', expected: 'the URN of a school in England', got: shorten(near.urn) },
      ]);
    return school.place;
  }

  /** A postcode with its place. @param path where it stands in the input, for the error */
  postcode(text: string, path: string): PostcodePlace {
    const found = this.postcodes.resolve(text);
    if (!isPostcodeProblem(found)) return found;
    throw new BadInput([
      { path, expected: `a postcode of Great Britain (${found.message})`, got: shorten(text) },
    ]);
  }
}
