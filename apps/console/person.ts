import type { DataSource, EntityManager } from 'typeorm';
import { StartupProblem, system, Tx } from '#platform';
import { erasePerson, type Erasure, exportPerson, findPerson, HOLDINGS, STAYS } from '#privacy';
import { runCommand } from '../command.js';
import { onFilledDatabase } from './database.js';

const USAGE = `Usage: npm run --silent person -- export <e-mail or id>   prints everything held about a person, as JSON
       npm run person -- erase <e-mail or id>             says what would be erased, and what stays
       npm run person -- erase <e-mail or id> --yes       erases it, for good`;

async function idOf(dataSource: DataSource, named: string): Promise<string> {
  const id = await findPerson(dataSource.manager, named);
  if (id) return id;
  throw new StartupProblem(`There is nobody with the e-mail address or id ${named}.`);
}

async function tell(dataSource: DataSource, named: string): Promise<void> {
  const id = await idOf(dataSource, named);
  console.log(JSON.stringify(await exportPerson(dataSource.manager, id, new Date()), null, 2));
}

const indented = (lines: readonly string[]) => lines.map((line) => `\n  ${line}`).join('');

/** What is personal of somebody, by table, as long as it is there. */
async function wouldGo(manager: EntityManager, id: string): Promise<string[]> {
  const lines: string[] = [];
  for (const [table, { about, erase }] of Object.entries(HOLDINGS)) {
    if (!about || !erase) continue;
    const rows = await manager.query<unknown[]>(`SELECT FROM "${table}" t WHERE ${about}`, [id]);
    const what = erase === 'row' ? 'as a whole' : Object.keys(erase).join(', ');
    if (rows.length > 0)
      lines.push(`${table}, ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}: ${what}`);
  }
  return lines;
}

/** Erases, or finds out what it would come to and leaves everything as it is. */
async function attempt(
  dataSource: DataSource,
  id: string,
  yes: boolean,
): Promise<{ outcome: Erasure; goes: string[] }> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  let kept = false;
  try {
    const goes = await wouldGo(runner.manager, id);
    const outcome = await erasePerson(new Tx(runner.manager, new Date(), system.actorId), id);
    if (yes) await runner.commitTransaction();
    kept = yes;
    return { outcome, goes };
  } finally {
    if (!kept) await runner.rollbackTransaction();
    await runner.release();
  }
}

async function erase(dataSource: DataSource, named: string, yes: boolean): Promise<void> {
  const id = await idOf(dataSource, named);
  const { outcome, goes } = await attempt(dataSource, id, yes);
  if (outcome.done === 'refused')
    throw new StartupProblem(`${id} ${yes ? 'is not' : 'cannot be'} erased:${indented(outcome.because)}`);
  if (outcome.done === 'erased_before') return console.log(`${id} was erased before.`);
  const stays = `What stays:${indented(STAYS)}`;
  if (yes) return console.log(`${id} is erased. ${stays}`);
  console.log(`Of ${id} would be erased:${indented(goes)}\n${stays}`);
  throw new StartupProblem('Nothing is erased yet. It cannot be taken back; add --yes to do it.');
}

const COMMANDS: Record<string, typeof erase> = { export: tell, erase };

async function main(): Promise<void> {
  const typed = process.argv.slice(2);
  const [verb = '', named, ...more] = typed.filter((word) => word !== '--yes');
  const command = COMMANDS[verb];
  const yes = typed.includes('--yes');
  if (!command || !named || more.length > 0 || (yes && command !== erase)) throw new StartupProblem(USAGE);
  await onFilledDatabase((dataSource) => command(dataSource, named, yes));
}

runCommand(main);
