import type { DataSource } from 'typeorm';
import { StartupProblem, system, Tx } from '#platform';
import { erasePerson, exportPerson, findPerson, STAYS } from '#privacy';
import { onDatabase } from './database.js';

const USAGE = `Usage: npm run --silent person -- export <e-mail or id>   prints everything held about a person, as JSON
       npm run person -- erase <e-mail or id>             erases a person; what stays is said`;

async function idOf(dataSource: DataSource, named: string): Promise<string> {
  const id = await findPerson(dataSource.manager, named);
  if (id) return id;
  throw new StartupProblem(`There is nobody with the e-mail address or id ${named}.`);
}

async function tell(dataSource: DataSource, named: string): Promise<void> {
  const id = await idOf(dataSource, named);
  console.log(JSON.stringify(await exportPerson(dataSource.manager, id, new Date()), null, 2));
}

async function erase(dataSource: DataSource, named: string): Promise<void> {
  const id = await idOf(dataSource, named);
  const outcome = await dataSource.transaction((manager) =>
    erasePerson(new Tx(manager, new Date(), system.actorId), id),
  );
  if (outcome.done === 'refused')
    throw new StartupProblem(
      `${id} is not erased:\n${outcome.because.map((line) => `  ${line}`).join('\n')}`,
    );
  if (outcome.done === 'erased_before') return console.log(`${id} was erased before.`);
  console.log(`${id} is erased. What stays:\n${STAYS.map((line) => `  ${line}`).join('\n')}`);
}

const COMMANDS: Record<string, typeof tell> = { export: tell, erase };

async function main(): Promise<void> {
  const [verb = '', named, ...more] = process.argv.slice(2);
  const command = COMMANDS[verb];
  if (!command || !named || more.length > 0) throw new StartupProblem(USAGE);
  await onDatabase((dataSource) => command(dataSource, named));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
