import { getNamedType, type GraphQLObjectType, isCompositeType, isObjectType } from 'graphql';
import { JwtService } from '@nestjs/jwt';
import { type Answer, Client } from '../../support/client.js';
import { type Entry, entries } from './entries.js';
import { absent, type FieldEntry, fields, personal } from './fields.js';
import { type Operation, operationsOf, schemaOf } from './operations.js';
import { can, everybody, isOf, type Persona, type Tenant } from './people.js';
import { fieldOf } from './selection.js';
import { marked } from './texts.js';
import { sessionOf, type Thing, type World } from './world.js';

/** One cell: somebody asks for something of somebody's. */
export interface Cell {
  readonly kind: 'operation' | 'node' | 'field' | 'personal';
  readonly what: string;
  readonly persona: Persona;
  readonly tenant: Tenant;
  readonly expected: string;
  /** What came of it. */
  readonly came: string;
}

/** Who asks, for what of whose. */
type Asking = Pick<Cell, 'persona' | 'tenant'>;

/** Everything that was answered to one request, to be searched for what nobody should see. */
export interface Heard {
  readonly persona: Persona;
  readonly answer: Answer<unknown>;
}

const tenants: readonly Tenant[] = ['own', 'foreign'];

/** Every operation × everybody × the objects of both tenants. */
export async function operationCells(world: World, heard: Heard[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const operation of operationsOf(world.app)) {
    const entry = entries[operation.name];
    if (!entry) continue;
    const called = { ...operation, entry };
    for (const tenant of tenants)
      cells.push(
        ...(await Promise.all(
          everybody.map((persona) => operationCell(world, heard, called, { persona, tenant })),
        )),
      );
  }
  return cells;
}

async function operationCell(
  world: World,
  heard: Heard[],
  { name, document, access, entry }: Operation & { entry: Entry },
  { persona, tenant }: Asking,
): Promise<Cell> {
  const known = world.clients[persona];
  const client = entry.ends && known.personId ? await signedInAgain(world, known.personId) : known;
  const answer = await client.send(
    document,
    entry.with?.(world.objects[tenant], world.addresses[persona]) ?? {},
  );
  heard.push({ persona, answer });
  const came = outcomeOf(answer, name.split('.')[1] ?? '');
  return {
    kind: 'operation',
    what: name,
    persona,
    tenant,
    expected: expectedOf(entry, access, persona, tenant),
    came,
  };
}

/** What an operation is to answer: by its permission first, then by whose the object is. */
function expectedOf(entry: Entry, access: Operation['access'], persona: Persona, tenant: Tenant): string {
  if (!access) return 'FORBIDDEN';
  if (access.kind === 'allow') {
    if (persona === 'anonymous') return 'UNAUTHENTICATED';
    if (!can(persona, access.permission)) return 'FORBIDDEN';
  }
  const except = entry.except?.find(({ who, tenant: of = tenant }) => who.includes(persona) && of === tenant);
  if (except) return except.gives;
  return isOf(entry.by, persona, tenant) ? entry.gives : (entry.else ?? 'NOT_FOUND');
}

/** An error's code, a problem's code, the name of a success, or whether there is a value. */
function outcomeOf({ data, errors }: Answer<unknown>, field: string): string {
  const [error] = errors ?? [];
  if (error) return error.extensions.code;
  const value = (data as Record<string, { __typename?: string; code?: string } | null>)[field];
  if (value === null || value === undefined) return 'null';
  if (value.__typename?.endsWith('Success')) return value.__typename;
  return value.code !== undefined && /^[A-Z_]+$/.test(value.code) && value.code.length > 3
    ? value.code
    : 'value';
}

/** Every noun by its id, and each of its fields that leads further × everybody × both tenants. */
export async function nodeCells(world: World, heard: Heard[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const tenant of tenants)
    for (const [name, thing] of Object.entries(world.objects[tenant])) {
      if (typeof thing !== 'object' || !('seenBy' in thing)) continue;
      const found = await Promise.all(
        everybody.map((persona) => nodeCell(world, heard, { name, thing }, { persona, tenant })),
      );
      cells.push(...found.flat());
    }
  return cells;
}

async function nodeCell(
  world: World,
  heard: Heard[],
  { name, thing }: { name: string; thing: Thing },
  { persona, tenant }: Asking,
): Promise<Cell[]> {
  const schema = schemaOf(world.app);
  const type = typeOf(world, thing.type);
  const asked = Object.values(type.getFields()).flatMap((field) => fieldOf(schema, field, 1, []));
  const answer = await send<{ node: Record<string, unknown> | null }>(
    world.clients[persona],
    `query ($id: ID!) { node(id: $id) { __typename ... on ${type.name} { ${asked.join(' ')} } } }`,
    { id: thing.id },
  );
  heard.push({ persona, answer });
  const seen = isOf(thing.seenBy, persona, tenant);
  const cell = { persona, tenant };
  const node = answer.data?.node;
  const came = node ? 'value' : (answer.errors?.[0]?.extensions.code ?? 'null');
  const whole = {
    ...cell,
    kind: 'node' as const,
    what: `node(${name})`,
    expected: seen ? 'value' : 'null',
    came,
  };
  const leading = fieldsOf(type).flatMap((field) => {
    const entry = fields[`${type.name}.${field}`];
    if (!entry) return [];
    const expected = seen ? expectedField(entry, persona, tenant, `${name}.${field}`) : 'null';
    const what = `${name}: ${type.name}.${field}`;
    return [{ ...cell, kind: 'field' as const, what, expected, came: shapeOf(node?.[field], answer, field) }];
  });
  return [whole, ...leading];
}

function expectedField(entry: FieldEntry, persona: Persona, tenant: Tenant, what: string): string {
  if (entry !== 'asParent' && !isOf(entry.for, persona, tenant)) return entry.else;
  return absent[what] ?? 'value';
}

function shapeOf(value: unknown, { errors }: Answer<unknown>, field: string): string {
  const error = errors?.find(({ path }) => path?.[1] === field);
  if (error) return error.extensions.code;
  if (value === null || value === undefined) return 'null';
  const list = Array.isArray(value) ? value : (value as { edges?: unknown[] }).edges;
  return list?.length === 0 ? 'empty' : 'value';
}

function typeOf(world: World, name: string): GraphQLObjectType {
  const found = schemaOf(world.app).getType(name);
  if (!isObjectType(found)) throw new Error(`There is no type ${name}.`);
  return found;
}

/** Another sign-in of a person, for an operation that ends it. */
async function signedInAgain({ app }: World, personId: string): Promise<Client> {
  const sid = await sessionOf(app, personId);
  return new Client(app.url, app.app.get(JwtService, { strict: false }).sign({ sub: personId, sid }));
}

/** The fields of a type that lead to something with fields of its own. */
export function fieldsOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields())
    .filter((field) => isCompositeType(getNamedType(field.type)))
    .map(({ name }) => name);
}

/** Every field that is marked as personal × everybody × both tenants: whether a canary was read in it, anywhere. */
export function personalCells(world: World, heard: readonly Heard[]): Cell[] {
  const read = new Set<string>();
  for (const { persona, answer } of heard)
    readings(answer.data, (field, text) => {
      for (const { tenant } of world.canaries.in(text)) read.add([field, persona, tenant].join());
    });
  return marked(world, isObjectType).flatMap((field) =>
    everybody.flatMap((persona) =>
      tenants.flatMap((tenant): Cell[] => {
        const audience = personal[field]?.[tenant];
        if (!audience) return [];
        const expected = isOf(audience, persona, 'own') ? 'read' : 'unread';
        const came = read.has([field, persona, tenant].join()) ? 'read' : 'unread';
        return [{ kind: 'personal', what: field, persona, tenant, expected, came }];
      }),
    ),
  );
}

/** Calls back with every text of an answer and the field of the schema that it stands in. */
function readings(value: unknown, found: (field: string, text: string) => void): void {
  if (Array.isArray(value)) for (const one of value) readings(one, found);
  if (typeof value !== 'object' || value === null) return;
  const { __typename: type } = value as { __typename?: string };
  for (const [field, inner] of Object.entries(value))
    for (const one of (Array.isArray(inner) ? inner : [inner]) as unknown[])
      if (typeof one === 'string') found(`${type}.${field}`, one);
      else readings(one, found);
}

/** Sends an operation over a connection that stays: a thousand new ones would take most of the time. */
async function send<Data>({ url, token }: Client, query: string, variables: object): Promise<Answer<Data>> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const body = JSON.stringify({ query, variables });
  return (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as Answer<Data>;
}
