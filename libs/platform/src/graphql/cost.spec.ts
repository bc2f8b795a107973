import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { costOf } from './cost.js';

const schema = buildSchema(`
  type Query { things(first: Int, like: Like): ThingConnection! }
  input Like { name: String, size: Int }
  type ThingConnection { nodes: [Thing!]! }
  type Thing { id: ID! name: String! }
`);
const document = parse(`
  query One($first: Int = 7, $more: Boolean = false, $like: Like) {
    things(first: $first, like: $like) { nodes { id name @include(if: $more) } } }
  query Other($first: Int) { things(first: $first) { nodes { id } } }
`);
const cost = (operationName: 'One' | 'Other', variables: Record<string, unknown>) => {
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === 'OperationDefinition' && one.name?.value === operationName,
  )!;
  return costOf({ schema, document, operation, operationName, variables });
};

describe('what an operation costs, asked time and again', () => {
  it.each([
    ['One', { first: 3 }, 7],
    ['One', { first: 3, like: { name: 'other', size: 90 } }, 7],
    ['One', { first: 30 }, 61],
    ['One', {}, 15],
    ['One', { first: null }, 41],
    ['One', { first: 3, more: true }, 10],
    ['Other', { first: 3 }, 7],
    ['Other', { first: 5 }, 11],
    ['One', { first: 'three' }, undefined],
  ] as const)('%s with %j: %s', (name, variables, expected) => {
    for (let times = 0; times < 3; times += 1) expect(cost(name, variables)).toBe(expected);
  });
});
