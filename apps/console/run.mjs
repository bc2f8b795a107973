import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, isBuilt } from './build.mjs';
import { during } from './progress.mjs';

// node apps/console/run.mjs <command> [arguments]: builds what has changed, then runs a command of this folder.

const projectDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(projectDir);
const command = process.argv[2];
try {
  if (!isBuilt(projectDir)) await during('Building', () => build(projectDir));
  const script = `${projectDir}/dist/apps/console/${command}.js`;
  process.argv.splice(1, 2, script); // the command finds its own arguments where it expects them
  await import(pathToFileURL(script).href);
} catch (error) {
  console.error(error.name === 'StartupProblem' ? error.message : error);
  process.exitCode = 1;
}
