import { Injectable } from '@nestjs/common';
import { Field, ID, InterfaceType } from '@nestjs/graphql';
import { nounOf } from '../database/ids.js';

/** The name of an object type, or how to tell it from a value where a noun has several. */
export type TypeName = string | ((value: never) => string);

/** The names of the object types, by the noun their ids begin with. */
const typeNames = new Map<string, TypeName>();

function typeNameOf(value: { id: string }): string | undefined {
  const name = typeNames.get(nounOf(value.id) ?? '');
  return typeof name === 'function' ? name(value as never) : name;
}

@InterfaceType({
  description: 'Anything with an id of its own. The id begins with the noun: `offer_019b…`.',
  resolveType: typeNameOf,
})
export abstract class Node {
  @Field(() => ID, { description: 'The global id.' })
  id: string;
}

/** Finds a noun by id as the viewer may see it; undefined where it is absent or unseen. */
export type NodeFinder<Viewer> = (viewer: Viewer | undefined, id: string) => Promise<Node | null | undefined>;

/** Who answers `node(id)` for which noun. Each library registers its own at start. */
@Injectable()
export class Nodes {
  private readonly finders = new Map<string, NodeFinder<never>>();

  /** Registers the finder of a noun. @param typeName the GraphQL type of what it finds */
  register<Viewer>(noun: string, typeName: TypeName, find: NodeFinder<Viewer>): void {
    typeNames.set(noun, typeName);
    this.finders.set(noun, find as NodeFinder<never>);
  }

  /** The nouns that can be found. */
  get nouns(): string[] {
    return [...this.finders.keys()];
  }

  /** The node with this id, or null where there is none that the viewer may see. */
  async find(viewer: unknown, id: string): Promise<Node | null> {
    const find = this.finders.get(nounOf(id) ?? '');
    return (await find?.(viewer as never, id)) ?? null;
  }
}
