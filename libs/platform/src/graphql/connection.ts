import { createHash } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { ArgsType, Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { BadInput, shorten } from './faults.js';
import { isStorable } from './text.decorator.js';

/** How much of a list to return, and from where. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many to return, 1 to 100.' })
  @IsInt({ message: 'a whole number from 1 to 100' })
  @Min(1, { message: 'at least 1' })
  @Max(100, { message: 'at most 100' })
  first: number = 20;

  @Field(() => String, { nullable: true, description: 'Continue after this cursor of the same list.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000) // a name of 200 characters, each escaped as JSON does and written in base 64
  after?: string;
}

@ObjectType({ description: 'Where a page of a list ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Pass this as `after` to continue; null on an empty page.',
  })
  endCursor: string | null;
}

/** One place of a list. */
export interface Edge<Node> {
  node: Node;
  cursor: string;
  distanceKm: number | null;
}

/** One page of a list. */
export interface Page<Node> {
  edges: Edge<Node>[];
  nodes: Node[];
  pageInfo: PageInfo;
}

/** The only page of a list that has nothing for whoever asks. */
export const NO_PAGE: Page<never> = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, endCursor: null },
};

/** The GraphQL connection and edge classes of a node, named after it. */
export function connectionOf<Node>(node: Type<Node>, name: string): Type<Page<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place in it.` })
  class EdgeClass extends edgeOf(node, name) {}

  return connectionWith(node, EdgeClass);
}

/** The same for a list that can begin near somewhere: its edges tell how far away each is. */
export function nearbyConnectionOf<Node>(node: Type<Node>, name: string): Type<Page<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place in it.` })
  class EdgeClass extends edgeOf(node, name) {
    @Field(() => Float, {
      nullable: true,
      description: 'Straight-line kilometres from `near`; null without it.',
    })
    declare distanceKm: number | null;
  }

  return connectionWith(node, EdgeClass);
}

function edgeOf<Node>(node: Type<Node>, name: string): Type<Edge<Node>> {
  @ObjectType({ isAbstract: true })
  abstract class EdgeClass implements Edge<Node> {
    @Field(() => node, { description: `The ${name}.` })
    node: Node;

    @Field(() => String, { description: 'Pass it as `after` to continue from here.' })
    cursor: string;

    distanceKm: number | null;
  }
  return EdgeClass as Type<Edge<Node>>;
}

function connectionWith<Node>(node: Type<Node>, edge: Type<Edge<Node>>): Type<Page<Node>> {
  @ObjectType({ isAbstract: true })
  abstract class ConnectionClass implements Page<Node> {
    @Field(() => [edge], { description: 'The page, each item with its cursor.' })
    edges: Edge<Node>[];

    @Field(() => [node], { description: 'The page without cursors.' })
    nodes: Node[];

    @Field(() => PageInfo, { description: 'Where the page ends.' })
    pageInfo: PageInfo;
  }
  return ConnectionClass as Type<Page<Node>>;
}

/** The values a list is ordered by, last the id that makes the order total. */
export type Key = readonly (string | number)[];

/** Reads and writes the cursors of one list: a cursor of another list or of other filters is refused. */
export class Cursors {
  private readonly mark: string;

  /** @param list the list's name; @param filters everything that decides what is in it and in which order */
  constructor(list: string, filters: unknown) {
    this.mark = createHash('sha256')
      .update(JSON.stringify([list, filters]))
      .digest('base64url')
      .slice(0, 10);
  }

  write(key: Key): string {
    return Buffer.from(JSON.stringify([this.mark, ...key])).toString('base64url');
  }

  /** The key of a cursor, or undefined without one. Throws BAD_USER_INPUT on anything that is not of this list. */
  read(after: string | undefined, kinds: readonly ('number' | 'text')[]): Key | undefined {
    if (after === undefined) return undefined;
    const [mark, ...key] = parse(after) ?? [];
    if (
      mark !== this.mark ||
      key.length !== kinds.length ||
      !key.every((part, index) => isOf(part, kinds[index]))
    ) {
      throw new BadInput([
        { path: 'after', expected: 'a cursor of this list with the same filters', got: shorten(after) },
      ]);
    }
    return key;
  }

  /**
   * Makes a page of rows that were asked for with one more than `first`.
   * @param keyOf the values that the rows are ordered by
   */
  page<Row, Node>(
    rows: readonly Row[],
    first: number,
    keyOf: (row: Row) => Key,
    nodeOf: (row: Row) => Node,
    metresOf?: (row: Row) => number | null,
  ): Page<Node> {
    const edges = rows.slice(0, first).map((row) => {
      const metres = metresOf?.(row) ?? null;
      return {
        node: nodeOf(row),
        cursor: this.write(keyOf(row)),
        distanceKm: metres === null ? null : kilometres(metres),
      };
    });
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }
}

/** Whether a part of a key is what the list's SQL takes there: whoever reads a cursor can also forge one. */
function isOf(part: string | number, kind: 'number' | 'text' | undefined): boolean {
  if (kind === 'number') return typeof part === 'number' && Number.isFinite(part);
  return typeof part === 'string' && isStorable(part);
}

function parse(cursor: string): (string | number)[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string' || typeof part === 'number')
      ? parts
      : undefined;
  } catch {
    return undefined;
  }
}

/** Metres as kilometres with one decimal. */
export function kilometres(metres: number): number {
  return Math.round(metres / 100) / 10;
}
