import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BadInput, type Place, placeOf, pointOf, readNamed, shorten } from '#platform';
import type { NearbyArgs } from './place.graphql.js';
import { isPostcodeProblem, type PostcodePlace } from './postcode.rules.js';
import { PostcodeRegister } from './postcodes.js';

/** Where a list begins: a place, or that of a school, which the list's own statement looks up. */
export type Origin = { readonly place: Place } | { readonly urn: number };

/** An origin in SQL: the value of a parameter, and the point that it stands for. */
export interface OriginInSql {
  readonly value: unknown;
  /** @param parameter `$1` */
  point(parameter: string): string;
}

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
  async origin(args: Pick<NearbyArgs, 'near' | 'within'>): Promise<Place | undefined> {
    const origin = this.start(args);
    return origin && ('urn' in origin ? this.ofSchool(origin.urn) : origin.place);
  }

  /**
   * The same without a statement of its own: near a school that is none, a list finds nothing, and whoever finds nothing
   * asks `requireSchool`.
   * @throws BadInput for a postcode that is none, and for a distance from nowhere
   */
  start({ near, within }: Pick<NearbyArgs, 'near' | 'within'>, path = 'near'): Origin | undefined {
    if (within !== undefined && !near)
      throw new BadInput([{ path, expected: 'a place, because within is given', got: 'nothing' }]);
    if (!near) return undefined;
    const { postcode, urn } = near;
    const given = [postcode, urn].filter((value) => value !== undefined && value !== null).length;
    if (given !== 1)
      throw new BadInput([
        { path, expected: 'either postcode or urn', got: given === 0 ? 'neither' : 'both' },
      ]);
    if (typeof postcode === 'string') return { place: this.postcode(postcode, `${path}.postcode`).place };
    return { urn: urn! };
  }

  /** @throws BadInput where a list begins near a school that is none */
  async requireSchool(origin: Origin | undefined): Promise<void> {
    if (origin && 'urn' in origin) await this.ofSchool(origin.urn);
  }

  private async ofSchool(urn: number, path = 'near'): Promise<Place> {
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

/** An origin in a statement, which gets its value as a parameter. */
export function inSql(origin: Origin): OriginInSql {
  if ('urn' in origin)
    return {
      value: origin.urn,
      point: (parameter) => `(SELECT place FROM school WHERE urn = ${parameter})`,
    };
  return { value: pointOf(origin.place), point: (parameter) => `${parameter}::point` };
}
