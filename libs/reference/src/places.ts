import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BadInput, type Place, placeOf, readNamed, shorten } from '#platform';
import type { NearbyArgs, NearInput } from './place.graphql.js';
import { isPostcodeProblem, type PostcodePlace } from './postcode.rules.js';
import { PostcodeRegister } from './postcodes.js';

/** Turns what people type into places of the National Grid, or into a fault that names the field. */
@Injectable()
export class Places {
  constructor(
    private readonly postcodes: PostcodeRegister,
    private readonly manager: EntityManager,
  ) {}

  /**
   * The place of a postcode that a caller gave.
   * @param path of the field it came in, for the error: `input.sites[0].postcode`
   * @throws BadInput if it is malformed or not in the register
   */
  postcode(text: string, path: string): PostcodePlace {
    const answer = this.postcodes.resolve(text);
    if (!isPostcodeProblem(answer)) return answer;
    const expected =
      answer.reason === 'malformed'
        ? 'a postcode such as EC2Y 5AA'
        : 'a postcode that the register of Great Britain holds';
    throw new BadInput([{ path, expected, got: shorten(text) }]);
  }

  /**
   * Where a list begins: the place it is to be near to, or undefined where it keeps an order of its own.
   * @throws BadInput for a place that is none, and for a distance from nowhere
   */
  async origin({ near, within }: Pick<NearbyArgs, 'near' | 'within'>): Promise<Place | undefined> {
    if (within !== undefined && !near)
      throw new BadInput([{ path: 'near', expected: 'a place, because within is given', got: 'nothing' }]);
    return near && this.locate(near);
  }

  /**
   * The place to measure distance from.
   * @param path of the argument, for the error
   * @throws BadInput unless exactly one of postcode and URN is given and known
   */
  async locate({ postcode, urn }: NearInput, path = 'near'): Promise<Place> {
    const given = [postcode, urn].filter((value) => value !== undefined && value !== null).length;
    if (given !== 1)
      throw new BadInput([
        { path, expected: 'either postcode or urn', got: given === 0 ? 'neither' : 'both' },
      ]);
    if (typeof postcode === 'string') return this.postcode(postcode, `${path}.postcode`).place;
    const [school] = await readNamed<{ place: { x: number; y: number } }>(
      this.manager,
      'SELECT place FROM school WHERE urn = $1',
      [urn],
    );
    if (!school)
      throw new BadInput([
        { path: `${path}.urn`, expected: 'the URN of a school in the register', got: String(urn) },
      ]);
    return placeOf(school.place);
  }
}
