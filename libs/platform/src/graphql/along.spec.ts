import {
  graphql,
  type GraphQLResolveInfo,
  GraphQLInt,
  GraphQLList,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { answeringAlong, readAlong } from './along.js';
import { asks } from './asks.js';

let asked: string[] = [];
let info: GraphQLResolveInfo | undefined;
const resolved = (name: string) => ({
  type: GraphQLInt,
  resolve: () => {
    asked.push(name);
    return 0;
  },
});
const Thing = new GraphQLObjectType({
  name: 'Thing',
  fields: { one: resolved('one'), two: resolved('two'), plain: { type: GraphQLInt } },
});
const schema = answeringAlong(
  new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        things: {
          type: new GraphQLList(Thing),
          resolve: (_root, _args, _context, given) => {
            info = given;
            return [readAlong({ plain: 1 }, { one: 5 }), { plain: 2 }];
          },
        },
      },
    }),
  }),
);
const ask = async (source: string) => {
  asked = [];
  return (await graphql({ schema, source })).data;
};

describe('what was read along with an object', () => {
  it('answers its fields; the other fields and objects are resolved', async () => {
    expect(await ask('{ things { one two plain } }')).toMatchObject({
      things: [
        { one: 5, two: 0, plain: 1 },
        { one: 0, two: 0, plain: 2 },
      ],
    });
    expect(asked).toEqual(['two', 'one', 'two']);
  });
});

describe('what is asked for', () => {
  it.each([
    ['{ things { one } }', true],
    ['{ things { plain again: one } }', true],
    ['{ things { one: plain } }', false],
    ['{ things { ... { one @skip(if: true) } } }', true],
    ['{ things { ...A } } fragment A on Thing { ...B } fragment B on Thing { one }', true],
    ['{ things { ...A } } fragment A on Thing { plain }', false],
    ['{ things { plain } things { one } }', true],
  ])('%s: %s', async (source, expected) => {
    await ask(source);
    expect([asks(info!, 'one'), asks(info!, 'one')]).toEqual([expected, expected]);
    expect(asks(info!, 'one.two')).toBe(false);
  });
});
