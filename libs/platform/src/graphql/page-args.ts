import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateBy } from 'class-validator';

/** How many a page holds that says nothing of it. */
export const USUAL_PAGE = 20;

/** A cursor is read by `Cursors`: a name of 200 characters, each escaped as JSON does and written in base 64. */
const cursorLength = 2000;

/** What of one page may not be said together with something else. */
function OnlyWhere(is: (page: PageArgs) => boolean, expected: string): PropertyDecorator {
  return ValidateBy({
    name: 'onlyWhere',
    validator: {
      validate: (_value: unknown, given) => is(given?.object as PageArgs),
      defaultMessage: () => expected,
    },
  });
}

/** How much of a list to return, and from where: `first` after a cursor, or `last` before one. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many to return from the beginning or behind `after`, 1 to 100; 20 if neither `first` nor `last` is given.',
  })
  @IsOptional()
  @IsInt({ message: 'a whole number from 1 to 100' })
  @Min(1, { message: 'at least 1' })
  @Max(100, { message: 'at most 100' })
  first?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Continue after this cursor of the same list; with `first` or alone.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(cursorLength)
  @OnlyWhere(({ last }) => last === undefined, 'nothing beside last, which goes back from before')
  after?: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many to return from the end or before `before`, 1 to 100, in the order of the list; not together with `first`.',
  })
  @IsOptional()
  @IsInt({ message: 'a whole number from 1 to 100' })
  @Min(1, { message: 'at least 1' })
  @Max(100, { message: 'at most 100' })
  @OnlyWhere(({ first }) => first === undefined, 'nothing beside first: a page goes on or back')
  last?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Go back from this cursor of the same list; with `last`.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(cursorLength)
  @OnlyWhere(({ last }) => last !== undefined, 'last beside it: first goes on from after')
  before?: string;
}

/** The values a list is ordered by, last the id that makes the order total. */
export type Key = readonly (string | number)[];

type Order = 'ASC' | 'DESC';

/** Which rows of a list a page asks for, and in which direction from its cursor. */
export class Span {
  constructor(
    /** Where the page begins, or ends where it goes back; undefined at the end of the list. */
    readonly key: Key | undefined,
    readonly size: number,
    readonly backwards: boolean,
  ) {}

  /** How many rows to ask for: one more than the page holds tells whether there is more. */
  get limit(): number {
    return this.size + 1;
  }

  /** The order to ask in. @param list the order of the list */
  order(list: Order): Order {
    return (list === 'ASC') === this.backwards ? 'DESC' : 'ASC';
  }

  /** How the rows of the page compare with its cursor. @param list the order of the list */
  than(list: Order): '>' | '<' {
    return this.order(list) === 'ASC' ? '>' : '<';
  }

  /** What there is beyond the page. @param more whether there is more in its direction */
  beyond(more: boolean): { hasPreviousPage: boolean; hasNextPage: boolean } {
    const behind = this.key !== undefined;
    return this.backwards
      ? { hasPreviousPage: more, hasNextPage: behind }
      : { hasPreviousPage: behind, hasNextPage: more };
  }
}
