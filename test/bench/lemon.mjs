import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arcsOf } from './arcs.mjs';

/** LEMON's network simplex, where the machine has a compiler and LEMON's headers; undefined where it has not. */
export function lemon() {
  const folder = mkdtempSync(join(tmpdir(), 'lemon-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    const program = join(folder, 'lemon');
    execFileSync('g++', ['-O2', '-o', program, '-DLEMON_ONLY_TEMPLATES', 'test/bench/lemon.cpp'], {
      stdio: 'ignore',
    });
    return (network) => {
      const file = join(folder, 'arcs');
      writeArcs(file, arcsOf(network));
      return JSON.parse(execFileSync(program, [file], { encoding: 'utf8', timeout: 900_000 }));
    };
  } catch {
    return undefined;
  }
}

function writeArcs(path, { places, columns }) {
  const file = openSync(path, 'w');
  writeSync(file, Buffer.from(Int32Array.of(places, columns[0].size).buffer));
  for (const column of columns)
    for (const piece of column.pieces()) writeSync(file, Buffer.from(piece.buffer, 0, piece.byteLength));
}
