import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import 'reflect-metadata';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readConfig, contractText } from '#platform';
import { AppModule } from './app.module.js';

/** The contract as text, made from the code without a database. */
export async function schemaText(): Promise<string> {
  const config = readConfig({ JOBS: 'off' });
  const app = await NestFactory.create(AppModule.forRoot(config, false), new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  await app.init();
  const text = contractText(app.get(GraphQLSchemaHost));
  await app.close();
  return text;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = process.argv[2] ?? fileURLToPath(new URL('../../../apps/api/schema.graphql', import.meta.url));
  await writeFile(file, await schemaText());
  console.log(`Wrote ${file}`);
}
