import { Query, Resolver } from '@nestjs/graphql';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, type GraphQLField, isInterfaceType, isNonNullType } from 'graphql';
import { Nodes } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import { broker, issue, through } from '../support/broker.js';
import { literal } from './matrix/selection.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

/** What anybody may call. A new operation is not on this list unless somebody means it to be. */
const open = [
  'Mutation.exchangeSignIn',
  'Mutation.linkSignIn',
  'Mutation.refreshSession',
  'Mutation.requestPasswordReset',
  'Mutation.resetPassword',
  'Mutation.signIn',
  'Mutation.signUp',
  'Mutation.verifyEmail',
  'Query.area',
  'Query.areas',
  'Query.employers',
  'Query.jobProfiles',
  'Query.node',
  'Query.occupation',
  'Query.occupations',
  'Query.offers',
  'Query.postcode',
  'Query.school',
  'Query.schools',
  'Query.sector',
  'Query.sectors',
  'Query.signInProviders',
];

function call(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const given =
    args.length > 0 ? `(${args.map((arg) => `${arg.name}: ${literal(arg.type)}`).join(', ')})` : '';
  const leaf = ['String', 'Int', 'Boolean', 'ID', 'Float'].includes(getNamedType(field.type).name);
  return `${kind} { ${field.name}${given} ${leaf ? '' : '{ __typename }'} }`;
}

describe('access', () => {
  it('is closed to strangers, but for the operations that are open by intent', async () => {
    const { schema } = world.app.get(GraphQLSchemaHost);
    const passed: string[] = [];
    for (const [kind, type] of [
      ['query', schema.getQueryType()],
      ['mutation', schema.getMutationType()],
    ] as const) {
      for (const field of Object.values(type?.getFields() ?? {})) {
        const { errors } = await world.anyone.send(call(kind, field));
        const code = errors?.[0]?.extensions.code;
        expect([field.name, code]).not.toEqual([field.name, 'GRAPHQL_VALIDATION_FAILED']);
        if (code !== 'UNAUTHENTICATED') passed.push(`${type?.name}.${field.name}`);
      }
    }
    expect(passed.sort()).toEqual(open);
  });

  it('is closed to a person without a role, but for what concerns themselves', async () => {
    const { schema } = world.app.get(GraphQLSchemaHost);
    const passed: string[] = [];
    for (const [kind, type] of [
      ['query', schema.getQueryType()],
      ['mutation', schema.getMutationType()],
    ] as const) {
      for (const field of Object.values(type?.getFields() ?? {})) {
        // Somebody new each time, as one of these signs them out.
        const nobody = await world.given.person();
        const { errors } = await nobody.send(call(kind, field));
        if (errors?.[0]?.extensions.code !== 'FORBIDDEN') passed.push(`${type?.name}.${field.name}`);
      }
    }
    const own = [
      ...['Mutation.endMembership', 'Mutation.joinBroker', 'Mutation.joinEmployer', 'Mutation.joinSchool'],
      ...['Mutation.registerBroker', 'Mutation.requestEmailVerification'],
      ...['Mutation.endSession', 'Mutation.registerEmployer', 'Mutation.signOut', 'Query.viewer'],
      ...['Mutation.changeSavedSearch', 'Mutation.deleteSavedSearch', 'Mutation.saveSearch'],
    ];
    expect(passed.sort()).toEqual([...open, ...own].sort());
  });

  it('is closed to a broker’s key, but for what everybody may and its scopes name', async () => {
    const { schema } = world.app.get(GraphQLSchemaHost);
    const key = through(world, await issue(await broker(world)));
    const passed: string[] = [];
    for (const [kind, type] of [
      ['query', schema.getQueryType()],
      ['mutation', schema.getMutationType()],
    ] as const) {
      for (const field of Object.values(type?.getFields() ?? {})) {
        const { errors } = await key.send(call(kind, field));
        if (errors?.[0]?.extensions.code !== 'FORBIDDEN') passed.push(`${type?.name}.${field.name}`);
      }
    }
    expect(passed.sort()).toEqual([...open, 'Mutation.registerEmployer', 'Query.requests'].sort());
  });

  it.each([
    ['nonsense', 'nonsense'],
    [
      'a token that somebody else signed',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwZXJzb25fMDAifQ.5mhBHqs5_DTLdINd9p5m7ZJ6XD0Xc55kIaCRY5r6HRA',
    ],
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJwZXJzb25fMDAifQ.'],
  ])('refuses %s, on open operations too', async (_what, token) => {
    const { Client } = await import('../support/client.js');
    expect(await new Client(world.url, token).refusal('{ sectors { code } }')).toBe('UNAUTHENTICATED');
  });
});

@Resolver()
class Careless {
  @Query(() => String, { description: 'Somebody forgot to say who may.' })
  careless(): string {
    return 'seen';
  }
}

describe('an operation that says nothing about access', () => {
  it('is refused to everybody', async () => {
    const careless = await startTestApp({}, { providers: [Careless] });
    try {
      const operator = await careless.given.person({ operator: true });
      expect(await careless.anyone.refusal('{ careless }')).toBe('FORBIDDEN');
      expect(await operator.refusal('{ careless }')).toBe('FORBIDDEN');
    } finally {
      await careless.stop();
    }
  });
});

describe('node(id)', () => {
  it('finds every type that has an id', () => {
    const { schema } = world.app.get(GraphQLSchemaHost);
    const node = schema.getType('Node');
    if (!isInterfaceType(node)) throw new Error('There is no interface Node');
    const named: Record<string, string> = {
      EmployerSite: 'site',
      EmailDomain: 'domain',
      SchoolRequest: 'request',
      ApiKey: 'api_key',
      PupilGroup: 'group',
      SlotRule: 'rule',
      JobProfile: 'job_profile',
      SavedSearch: 'saved_search',
    };
    const nounOf = (name: string) => named[name] ?? (name.endsWith('Slot') ? 'slot' : name.toLowerCase());
    const nouns = schema.getPossibleTypes(node).map(({ name }) => nounOf(name));
    expect(world.app.get(Nodes).nouns.sort()).toEqual([...new Set(nouns)].sort());
  });
});
