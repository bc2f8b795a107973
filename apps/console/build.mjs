import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const STAMP = 'dist/build.json';
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  '.config/tsconfig.build.json',
];

/**
 * Says whether `dist` was built from the sources as they are, by content: dates do not outlive a copy or a switch of
 * branches. A checkout without sources (an image that ships `dist` alone) has nothing to build.
 *
 * @param {string} projectDir
 * @returns {boolean}
 */
export function isBuilt(projectDir) {
  const files = sources(projectDir);
  return files.length === 0 || readStamp(projectDir).hash === hashOf(projectDir, files);
}

/**
 * Compiles the sources to `dist`; what is unchanged is skipped by the compiler.
 *
 * @param {string} projectDir
 * @param {{ stop?: () => void }} handle receives a way to stop the compiler
 * @throws with the name StartupProblem and what the compiler complained about
 */
export async function build(projectDir, handle = {}) {
  const files = sources(projectDir);
  const hash = hashOf(projectDir, files);
  removeLeftovers(projectDir, files);
  const nest = join(projectDir, 'node_modules/@nestjs/cli/bin/nest.js');
  if (!existsSync(nest))
    throw problem('The compiler is not installed: run npm ci (without --omit=dev) first.');
  const { code, output } = await run(nest, projectDir, handle);
  if (code !== 0) throw problem(`${output.trim()}\nThe sources do not compile: see above.`);
  writeFileSync(join(projectDir, STAMP), JSON.stringify({ hash, files }));
}

function problem(message) {
  return Object.assign(new Error(message), { name: 'StartupProblem' });
}

function sources(projectDir) {
  const found = ['apps', 'libs'].flatMap((folder) => {
    const root = join(projectDir, folder);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true }).map((name) => relative(projectDir, join(root, name)));
  });
  return found.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')).sort();
}

function hashOf(projectDir, files) {
  const hash = createHash('sha256').update(process.version);
  for (const name of [...SETTINGS, ...files]) {
    const file = join(projectDir, name);
    hash.update(`\0${name}\0`);
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function readStamp(projectDir) {
  try {
    return JSON.parse(readFileSync(join(projectDir, STAMP), 'utf8'));
  } catch {
    return { hash: '', files: [] };
  }
}

/** The compiler leaves the output of a source that is gone, and takes its own notes for proof that the rest exists. */
function removeLeftovers(projectDir, files) {
  const before = readStamp(projectDir).files;
  if (before.length === 0) rmSync(join(projectDir, 'dist'), { recursive: true, force: true });
  for (const name of before.filter((file) => !files.includes(file))) {
    const output = join(projectDir, 'dist', name.replace(/\.ts$/, '.js'));
    for (const file of [output, `${output}.map`]) rmSync(file, { force: true });
  }
}

function run(script, cwd, handle) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, 'build'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    handle.stop = () => child.kill();
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => done({ code: 1, output: error.message }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}
