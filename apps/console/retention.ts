import { localDateOf, StartupProblem, system, Tx } from '#platform';
import { applyRetention } from '#privacy';
import { RecordKind, retentionOn } from '#statutes';
import { runCommand } from '../command.js';
import { onFilledDatabase } from './database.js';

const USAGE = `Usage: npm run retention              what is kept for how long, and how much is due to go
       npm run retention -- --apply   lets it go now; the worker does so each night`;

async function main(): Promise<void> {
  const [option, ...more] = process.argv.slice(2);
  if (more.length > 0 || (option && option !== '--apply')) throw new StartupProblem(USAGE);
  const now = new Date();
  const forgotten = await onFilledDatabase(async (dataSource) => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      return await applyRetention(new Tx(runner.manager, now, system.actorId));
    } finally {
      await (option ? runner.commitTransaction() : runner.rollbackTransaction());
      await runner.release();
    }
  });
  const policy = retentionOn(localDateOf(now));
  console.log(`${policy.id}, in force since ${policy.from}. ${policy.citation}.`);
  for (const kind of Object.values(RecordKind)) {
    const { days, since, reason } = policy.keeps[kind];
    const kept = days === null ? `kept until ${since}` : `kept for ${days} days after ${since}`;
    console.log(`  ${kind}: ${kept}; ${option ? 'gone' : 'due'}: ${forgotten[kind] ?? 0}. ${reason}`);
  }
}

runCommand(main);
