import { buildSchema, type DocumentNode, execute, getOperationAST, GraphQLError, parse } from 'graphql';
import { CompiledQueries } from './compiled.js';

const schema = buildSchema(`
  enum Kind { VISIT TALK }
  scalar Day
  interface Named { id: ID! name: String! }
  type Employer implements Named { id: ID! name: String! motto: String offers(first: Int = 2, kinds: [Kind!]): [Offer!]! }
  type School implements Named { id: ID! name: String! head: String! }
  union Found = Employer | School
  type Offer { id: ID! title: String! kind: Kind! day: Day employer: Employer! tags: [String!] gaps: [Int] fails: String failsHard: String! later: String }
  input Point { x: Int! y: Int = 7 kind: Kind }
  type Query {
    offer(id: ID!): Offer
    offers(first: Int = 3): [Offer!]!
    found: [Found!]!
    named(id: ID!): Named
    strict: Offer!
    said(text: String = "nothing", whole: Int, list: [Int!], point: Point, kind: Kind, points: [Point!]): String
    refused: String
    unlisted: [String]
  }
  type Mutation { count(by: Int!): Int! fail: Int! }
`);

const given: Record<string, Record<string, (parent: never, args: never) => unknown>> = {
  Query: {
    offer: (_, { id }: { id: string }) => (id === 'none' ? null : offer(id)),
    offers: (_, { first }: { first: number }) => Array.from({ length: first }, (_none, n) => offer(`${n}`)),
    found: () => [school, employer],
    named: (_, { id }: { id: string }) => Promise.resolve(id === 's' ? school : employer),
    strict: () => ({ ...offer('x'), title: null }),
    said: (_, args) => JSON.stringify(args),
    refused: () => {
      throw new GraphQLError('Not for you.', { extensions: { code: 'FORBIDDEN' } });
    },
    unlisted: () => 5,
  },
  Employer: {
    offers: (_, { first, kinds }: { first: number; kinds?: string[] }) =>
      Array.from({ length: first }, (_none, n) => ({ ...offer(`${n}`), title: String(kinds) })),
  },
  Offer: {
    employer: () => Promise.resolve(employer),
    later: () => Promise.resolve('later'),
    fails: () => Promise.reject(new GraphQLError('It fails.', { extensions: { code: 'BROKEN', n: 1 } })),
    failsHard: () => {
      throw new Error('It fails hard.');
    },
  },
};
for (const [type, fields] of Object.entries(given))
  for (const [name, resolve] of Object.entries(fields)) {
    const of = schema.getType(type) as never as { getFields(): Record<string, { resolve: unknown }> };
    Object.assign(of.getFields()[name] ?? {}, { resolve });
  }
const typed = { resolveType: ({ head }: { head?: string }) => (head ? 'School' : 'Employer') };
Object.assign(schema.getType('Named') as object, typed);
Object.assign(schema.getType('Found') as object, typed);

const school = { id: 's', name: 'Manor', head: 'A head' };
const employer = { id: 'e', name: 'Mill', motto: null };
const offer = (id: string) => ({
  id,
  title: `Offer ${id}`,
  kind: 'VISIT',
  day: '2026-10-25',
  tags: ['a', 'b'],
  gaps: [1, null],
});

/** What is answered by compiled code. */
const COMPILED: readonly (readonly [
  query: string,
  variables?: Record<string, unknown>,
  operation?: string,
])[] = [
  ['{ offers { id title kind day tags gaps } }'],
  ['{ x: offer(id: "1") { i: id } y: offer(id: "2") { i: id j: title } }'],
  ['{ offer(id: "none") { id } }'],
  ['{ offers { ...A } } fragment A on Offer { id ...B } fragment B on Offer { employer { name motto } }'],
  ['{ found { __typename ... on Named { id } ... on School { head } ... on Employer { motto } } }'],
  ['{ a: named(id: "s") { __typename name ... on School { head } } b: named(id: "e") { __typename id } }'],
  ['{ offer(id: "1") { employer { id } } offer(id: "1") { employer { name } later } }'],
  ['query ($n: Int!) { offers(first: $n) { id employer { offers(first: $n) { title } } } }', { n: 2 }],
  ['query ($n: Int = 1) { offers(first: $n) { id } }'],
  ['query ($n: Int = 1) { offers(first: $n) { id } }', { n: 2 }],
  ['query ($k: [Kind!]) { offers { employer { offers(kinds: $k) { title } } } }', { k: ['TALK', 'VISIT'] }],
  ['query ($k: [Kind!]) { offers { employer { offers(kinds: $k) { title } } } }', { k: 'TALK' }],
  ['query ($t: String) { said(text: $t) }'],
  ['query ($t: String) { said(text: $t) }', { t: null }],
  ['query ($t: String = "q") { said(text: $t) }', { t: null }],
  ['query ($p: Point) { said(point: $p) }', { p: { x: 1 } }],
  ['query ($p: Point) { said(point: $p) }', { p: { x: 1, y: null, kind: 'TALK' } }],
  ['query ($p: [Point!]) { said(points: $p) }', { p: [{ x: 1 }, { x: 2, y: 3 }] }],
  ['{ said(point: { x: 3, kind: TALK }, list: [1, 2], kind: VISIT) }'],
  ['query ($l: [Int!]) { said(list: $l) }', { l: 4 }],
  ['query ($l: [Int!]) { said(list: $l) }', { l: [4, 5], unknown: 2 }],
  ['query A { offers { id } } query B { offers { title } }', undefined, 'B'],
  ['query A { offers { id } } query B { offers { title } }', undefined, 'A'],
  ['{ __typename offer(id: "1") { __typename } }'],
];

/** What graphql-js answers: what must not be compiled, and whatever ends in an error. */
const PLAIN: typeof COMPILED = [
  ['{ __schema { queryType { name } } }'],
  ['{ __type(name: "Offer") { name } }'],
  ['query ($b: Boolean!) { offers { id title @include(if: $b) } }', { b: false }],
  ['query ($b: Boolean!) { offers { id ...T @skip(if: $b) } } fragment T on Offer { title }', { b: true }],
  ['query ($x: Int!) { said(point: { x: $x }) }', { x: 1 }],
  ['query ($x: Int!, $k: Kind) { said(point: { x: $x, kind: $k }) }', { x: 1 }],
  ['query ($x: Int!) { said(list: [$x, 2]) }', { x: 1 }],
  ['mutation { a: count(by: 1) b: count(by: 2) }'],
  ['mutation { a: count(by: 1) fail b: count(by: 2) }'],
  ['{ refused offers { id } }'],
  ['{ offer(id: "1") { id fails } }'],
  ['{ offer(id: "1") { id failsHard } }'],
  ['{ offers { id failsHard } }'],
  ['{ offer(id: "1") { a: fails b: fails } }'],
  ['{ strict { title } }'],
  ['{ unlisted }'],
  ['query ($n: Int!) { offers(first: $n) { id } }'],
  ['query ($n: Int!) { offers(first: $n) { id } }', { n: '7' }],
  ['query ($n: Int!) { offers(first: $n) { id } }', { n: 1.5 }],
  ['query ($n: Int!) { offers(first: $n) { id } }', { n: 3_000_000_000 }],
  ['query ($p: Point) { said(point: $p) }', { p: { x: 1, zz: 1 } }],
  ['query ($p: Point) { said(point: $p) }', { p: {} }],
  ['query ($k: Kind, $n: Int!) { said(kind: $k, whole: $n) }', { k: 'NOPE', n: 'a' }],
];

const RUNS = 4;

/** Asks as often as it takes for a document to be compiled, and says what the last answer was. */
async function asked(
  queries: CompiledQueries,
  document: DocumentNode,
  variables?: Record<string, unknown>,
  name?: string,
) {
  let answer: unknown;
  for (let run = 0; run < RUNS; run += 1) {
    counted = 0;
    answer = await queries.run({
      document,
      operation: getOperationAST(document, name),
      operationName: name ?? null,
      request: { variables, operationName: name },
      context: {},
    } as never);
  }
  return JSON.stringify(answer);
}

let counted = 0;
given['Mutation'] = {};
Object.assign(schema.getMutationType()?.getFields()['count'] ?? {}, {
  resolve: (_: unknown, { by }: { by: number }) => (counted += by),
});

describe.each([
  ['compiled', COMPILED],
  ['plain', PLAIN],
] as const)('answered by %s code', (kind, cases) => {
  it.each(cases.map(([query, variables, name]) => ({ query, variables, name })))(
    '$query $variables $name',
    async ({ query, variables, name }) => {
      const document = parse(query);
      counted = 0;
      const reference = JSON.stringify(
        await execute({
          schema,
          document,
          contextValue: {},
          variableValues: variables ?? {},
          operationName: name ?? null,
        }),
      );
      const queries = new CompiledQueries(schema);
      expect(await asked(queries, document, variables, name)).toBe(reference);
      expect(queries.answered[kind]).toBe(kind === 'compiled' ? RUNS - 2 : RUNS);
    },
  );
});
