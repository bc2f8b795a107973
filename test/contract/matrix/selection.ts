import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A literal that GraphQL accepts for a type. */
export function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name ?? '';
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return `{${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')}}`;
  }
  const literals: Record<string, string> = {
    Int: '7',
    Float: '1.5',
    Boolean: 'true',
    DateTime: '"2027-01-01T09:00:00Z"',
    LocalDate: '"2027-01-01"',
  };
  return literals[named.name] ?? '"x"';
}

/** The arguments that a field cannot do without, and of a list a page of three. */
function argumentsOf(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.flatMap(({ name, type, defaultValue }) => {
    if (name === 'first') return ['first: 3'];
    return isNonNullType(type) && defaultValue === undefined ? [`${name}: ${literal(type)}`] : [];
  });
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

const isNode = (type: GraphQLNamedType) =>
  (isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().some(({ name }) => name === 'Node');

/**
 * Everything that can be asked of a type, so far away as `hops` nouns: of the last only what it says itself. A noun is
 * not asked for below itself.
 */
export function everythingOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  hops: number,
  above: readonly string[] = [],
): string {
  if (!isCompositeType(type)) return '';
  const parts = (isUnionType(type) || isInterfaceType(type) ? schema.getPossibleTypes(type) : []).map(
    (one) => `... on ${one.name} ${everythingOf(schema, one, hops, above)}`,
  );
  const fields = isUnionType(type) || parts.length > 0 ? [] : Object.values(type.getFields());
  const path = [...above, type.name];
  const asked = fields.flatMap((field) => fieldOf(schema, field, hops, path));
  return `{ __typename ${[...asked, ...parts].join(' ')} }`;
}

/** One field with everything that can be asked of it; nothing where it leads too far. */
export function fieldOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  hops: number,
  above: readonly string[],
): string[] {
  const of = getNamedType(field.type);
  if (!isCompositeType(of)) return [`${field.name}${argumentsOf(field)}`];
  // The nodes of a page are its edges' once more.
  if (field.name === 'nodes' && above.at(-1)?.endsWith('Connection')) return [];
  const left = isNode(of) ? hops - 1 : hops;
  if (left < 0 || above.includes(of.name)) return [];
  return [`${field.name}${argumentsOf(field)} ${everythingOf(schema, of, left, above)}`];
}
