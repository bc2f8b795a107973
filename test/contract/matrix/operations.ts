import { ModulesContainer } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLField, type GraphQLSchema, getNamedType } from 'graphql';
import { ACCESS, type Access } from '#platform';
import type { TestApp } from '../../support/app.js';
import { everythingOf } from './selection.js';

/** A query or mutation, as the schema that is served has it. */
export interface Operation {
  /** `Query.offers`. */
  readonly name: string;
  readonly document: string;
  readonly access: Access | undefined;
}

/** What is served, not what is committed: an operation that somebody adds is here at once. */
export function schemaOf(app: TestApp): GraphQLSchema {
  return app.app.get(GraphQLSchemaHost).schema;
}

/** Every operation with a document that asks for everything it may answer, so far as one noun away. */
export function operationsOf(app: TestApp): Operation[] {
  const schema = schemaOf(app);
  const access = accessOf(app);
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {}).map((field) => ({
      name: `${root?.name}.${field.name}`,
      document: documentOf(schema, kind, field),
      access: access.get(field.name),
    }));
  });
}

/** Three of a list are enough. */
function documentOf(schema: GraphQLSchema, kind: string, field: GraphQLField<unknown, unknown>): string {
  const taken = field.args.filter(({ name }) => name !== 'first');
  const variables = taken.map(
    ({ name, type, defaultValue }) =>
      // What has a default may be left out.
      `$${name}: ${defaultValue === undefined ? String(type) : String(type).replace(/!$/, '')}`,
  );
  const given = [
    ...taken.map(({ name }) => `${name}: $${name}`),
    ...(taken.length < field.args.length ? ['first: 3'] : []),
  ];
  const call = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
  const declared = variables.length > 0 ? `(${variables.join(', ')})` : '';
  const type = getNamedType(field.type);
  // Every noun has cells of its own.
  const answer = type.name === 'Node' ? '{ __typename id }' : everythingOf(schema, type, 1);
  return `${kind} ${declared} { ${call} ${answer} }`;
}

/** What every operation says about who may call it, by its name. */
function accessOf(app: TestApp): Map<string, Access> {
  const found = new Map<string, Access>();
  for (const { providers } of app.app.get(ModulesContainer).values())
    for (const { metatype } of providers.values()) {
      const prototype = (metatype as { prototype?: object } | null)?.prototype ?? {};
      for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
        if (typeof value !== 'function') continue;
        const access = Reflect.getMetadata(ACCESS, value as object) as Access | undefined;
        const name =
          (Reflect.getMetadata('graphql:resolver_name', value as object) as string | undefined) ?? key;
        if (access) found.set(name, access);
      }
    }
  return found;
}
