import { getNamedType, type GraphQLInputType, isInputObjectType } from 'graphql';
import { PERSONAL } from '#platform';
import type { Answer } from '../../support/client.js';
import { entries } from './entries.js';
import { operationsOf, schemaOf } from './operations.js';
import { everybody, isOf } from './people.js';
import type { World } from './world.js';

/** What nobody should find again. */
const canary = 'canarytyped';

/**
 * Sends every mutation that takes something personal in two wrong ways: with more of it than there is room for, and
 * with something beside it that is not in the schema, which makes graphql-js tell the whole input.
 */
export async function typed(world: World): Promise<Answer<unknown>[]> {
  const mutations = schemaOf(world.app).getMutationType()?.getFields() ?? {};
  const asked = operationsOf(world.app).flatMap(({ name, document }) => {
    const [arg] = mutations[name.replace('Mutation.', '')]?.args ?? [];
    const entry = entries[name];
    if (!arg || !entry?.with || !holdsPersonal(arg.type)) return [];
    const client = everybody.find((persona) => isOf(entry.by, persona, 'own')) ?? 'newcomer';
    const given = entry.with(world.objects.own, world.addresses[client])['input'];
    return [
      { client, document, input: filled(arg.type, given, canary.repeat(600)) },
      { client, document, input: { ...(filled(arg.type, given, canary) as object), nonsense: canary } },
    ];
  });
  return Promise.all(
    asked.map(({ client, document, input }) => world.clients[client].send(document, { input })),
  );
}

function holdsPersonal(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return false;
  return Object.values(named.getFields()).some(
    ({ extensions, type: of }) => extensions[PERSONAL] === true || holdsPersonal(of),
  );
}

/** The same input with another text wherever it is personal. */
function filled(type: GraphQLInputType, value: unknown, text: string): unknown {
  const named = getNamedType(type);
  if (Array.isArray(value)) return value.map((one) => filled(named, one, text));
  if (!isInputObjectType(named) || value === undefined) return value;
  const given = value as Record<string, unknown>;
  const fields = Object.values(named.getFields()).map(({ name, extensions, type: of }) => [
    name,
    extensions[PERSONAL] === true ? text : filled(of, given[name], text),
  ]);
  return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined)) as unknown;
}
