import { createHash } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { Field, Float, ObjectType } from '@nestjs/graphql';
import { BadInput, shorten } from './faults.js';
import { isStorable } from './text.decorator.js';

import { type Key, type PageArgs, Span, USUAL_PAGE } from './page-args.js';

export * from './page-args.js';

@ObjectType({ description: 'Where a page of a list begins and ends.' })
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether there is more before this page; where you came from a cursor, what it names is taken to be.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Pass this as `before` with `last` to go back; null on an empty page.',
  })
  startCursor: string | null;

  @Field(() => Boolean, {
    description:
      'Whether there is more after this page; where you came back from a cursor, what it names is taken to be.',
  })
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
  pageInfo: { hasPreviousPage: false, startCursor: null, hasNextPage: false, endCursor: null },
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

/** Reads and writes the cursors of one list: a cursor of another list or of other filters is refused. */
export class Cursors {
  private hash?: string;

  /** @param list the list's name; @param filters everything that decides what is in it and in which order */
  constructor(
    private readonly list: string,
    private readonly filters: unknown,
  ) {}

  private get mark(): string {
    return (this.hash ??= createHash('sha256')
      .update(JSON.stringify([this.list, this.filters]))
      .digest('base64url')
      .slice(0, 10));
  }

  write(key: Key): string {
    return Buffer.from(JSON.stringify([this.mark, ...key])).toString('base64url');
  }

  /** The key of a cursor, or undefined without one. Throws BAD_USER_INPUT on anything that is not of this list. */
  read(after: string | undefined, kinds: readonly ('number' | 'text')[], path = 'after'): Key | undefined {
    if (after === undefined) return undefined;
    const [mark, ...key] = parse(after) ?? [];
    if (
      mark !== this.mark ||
      key.length !== kinds.length ||
      !key.every((part, index) => isOf(part, kinds[index]))
    ) {
      throw new BadInput([
        {
          path,
          expected: 'a cursor of this list in the same order with the same filters',
          got: shorten(after),
        },
      ]);
    }
    return key;
  }

  /** Which rows a page asks for. Throws BAD_USER_INPUT for a cursor of another list. */
  span(args: PageArgs, kinds: readonly ('number' | 'text')[]): Span {
    const backwards = args.last !== undefined;
    const key = backwards ? this.read(args.before, kinds, 'before') : this.read(args.after, kinds);
    return new Span(key, args.last ?? args.first ?? USUAL_PAGE, backwards);
  }

  /**
   * Makes a page of rows that were asked for with one more than the page holds, in the order in which they were asked
   * for: backwards where the page goes back.
   * @param span what the page asks for, as `span` has read it
   * @param keyOf the values that the rows are ordered by
   */
  page<Row, Node>(
    rows: readonly Row[],
    span: Span,
    keyOf: (row: Row) => Key,
    nodeOf: (row: Row) => Node,
    metresOf?: (row: Row) => number | null,
  ): Page<Node> {
    const held = rows.slice(0, span.size);
    const edges = (span.backwards ? held.reverse() : held).map((row) =>
      this.edge(row, keyOf, nodeOf, metresOf),
    );
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: {
        ...span.beyond(rows.length > span.size),
        get startCursor() {
          return edges[0]?.cursor ?? null;
        },
        get endCursor() {
          return edges.at(-1)?.cursor ?? null;
        },
      },
    };
  }

  /** Cursors are written when they are asked for: most of a page's are not. */
  private edge<Row, Node>(
    row: Row,
    keyOf: (row: Row) => Key,
    nodeOf: (row: Row) => Node,
    metresOf?: (row: Row) => number | null,
  ): Edge<Node> {
    const metres = metresOf?.(row) ?? null;
    const write = () => this.write(keyOf(row));
    return {
      node: nodeOf(row),
      get cursor() {
        return write();
      },
      distanceKm: metres === null ? null : kilometres(metres),
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
