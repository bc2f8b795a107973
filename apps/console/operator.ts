import type { DataSource, EntityManager } from 'typeorm';
import { StartupProblem, system, Tx } from '#platform';
import { runCommand } from '../command.js';
import { onFilledDatabase } from './database.js';

const USAGE = 'Usage: npm run operator -- <e-mail>   makes a person who has signed up an operator.';

interface Found {
  id: string;
  is_operator: boolean;
  signed_up: boolean;
}

/** @returns what was done, in one line */
function makeOperator(dataSource: DataSource, email: string): Promise<string> {
  return dataSource.transaction((manager) => promote(manager, email));
}

async function promote(manager: EntityManager, email: string): Promise<string> {
  const tx = new Tx(manager, new Date(), system.actorId);
  const [person] = await tx.query<Found>(
    `SELECT id, is_operator, password_hash IS NOT NULL AS signed_up
     FROM person WHERE lower(email) = lower($1) FOR UPDATE`,
    [email],
  );
  if (!person?.signed_up) {
    throw new StartupProblem(`Nobody has signed up as ${email}: sign up with the mutation signUp first.`);
  }
  if (person.is_operator) return `${email} is an operator already.`;
  await tx.query('UPDATE person SET is_operator = true WHERE id = $1', [person.id]);
  await tx.record(person, 'made_operator', { before: { operator: false }, after: { operator: true } });
  return `${email} is an operator now.`;
}

async function main(): Promise<void> {
  const [email, ...more] = process.argv.slice(2);
  if (!email || more.length > 0 || !email.includes('@')) throw new StartupProblem(USAGE);
  console.log(await onFilledDatabase((dataSource) => makeOperator(dataSource, email)));
}

runCommand(main);
