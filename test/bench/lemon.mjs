import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** The arcs of a network, one by one, as any solver takes them: what is implicit in the product's engine is written out. */
function arcsOf(network) {
  const columns = [new Column(), new Column(), new Column(), new Column()];
  const hub = network.places;
  let places = network.places + 1;
  const arc = (from, to, capacity, points) =>
    [from, to, capacity, -points].forEach((value, at) => columns[at].push(value));
  const above = (place) => (network.parent[place] < 0 ? hub : network.parent[place]);
  for (let place = 0; place < network.firstSlot; place += 1) {
    const [first, last] = [network.worthStart[place], network.worthStart[place + 1]];
    for (let at = first; at < last; at += 1) arc(above(place), place, 1, network.worth[at]);
    if (network.capacity[place] > last - first)
      arc(above(place), place, network.capacity[place] - last + first, 0);
  }
  for (let place = network.firstSlot; place < network.places; place += 1)
    arc(place, above(place), network.capacity[place], 0);
  const { person } = network.columns.slots;
  const slotOf = (pair) => pair & ((1 << 21) - 1);
  for (let lane = 0; lane < network.lanes.count; lane += 1)
    for (let at = network.pairStart[lane]; at < network.pairStart[lane + 1];) {
      const whose = person[slotOf(network.pairs[at])];
      let end = at + 1;
      while (whose >= 0 && end < network.pairStart[lane + 1] && person[slotOf(network.pairs[end])] === whose)
        end += 1;
      const from = end - at > 1 ? places++ : lane;
      if (from !== lane) arc(lane, from, 1, 0);
      for (; at < end; at += 1) {
        const slot = network.firstSlot + slotOf(network.pairs[at]);
        const most = Math.min(network.capacity[lane], network.capacity[slot]);
        arc(from, slot, whose >= 0 ? 1 : most, network.pairs[at] >> 21);
      }
    }
  return { places, columns };
}

/** A long list of whole numbers. */
class Column {
  size = 0;
  full = [];
  last = new Int32Array(1 << 20);

  push(value) {
    const at = this.size % this.last.length;
    if (at === 0 && this.size > 0) {
      this.full.push(this.last);
      this.last = new Int32Array(1 << 20);
    }
    this.last[at] = value;
    this.size += 1;
  }

  pieces() {
    const rest = this.size - this.full.length * this.last.length;
    return [...this.full, this.last.slice(0, rest)];
  }
}
