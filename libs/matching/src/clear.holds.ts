/** No hold. */
export const NONE = -1;

/** Which lanes have units of which slots: each hold is in two lists, that of its lane and that of its slot. */
export class Holds {
  lane = new Int32Array(1024);
  slot = new Int32Array(1024);
  units = new Int32Array(1024);
  score = new Int32Array(1024);
  /** The next hold of the same lane. */
  nextOfLane = new Int32Array(1024);
  /** The next hold of the same slot. */
  nextOfSlot = new Int32Array(1024);
  /** The first hold of each lane, and of each slot. */
  readonly ofLane: Int32Array;
  readonly ofSlot: Int32Array;
  private used = 0;
  private free = NONE;

  constructor(lanes: number, slots: number) {
    this.ofLane = new Int32Array(lanes).fill(NONE);
    this.ofSlot = new Int32Array(slots).fill(NONE);
  }

  /** The hold of a lane on a slot. */
  find(lane: number, slot: number): number {
    let hold = this.ofLane[lane]!;
    while (hold !== NONE && this.slot[hold] !== slot) hold = this.nextOfLane[hold]!;
    return hold;
  }

  /** Adds one unit. */
  add(lane: number, slot: number, score: number): void {
    const known = this.find(lane, slot);
    if (known !== NONE) {
      this.units[known]! += 1;
      return;
    }
    const hold = this.next();
    [this.lane[hold], this.slot[hold], this.units[hold], this.score[hold]] = [lane, slot, 1, score];
    this.nextOfLane[hold] = this.ofLane[lane]!;
    this.nextOfSlot[hold] = this.ofSlot[slot]!;
    this.ofLane[lane] = hold;
    this.ofSlot[slot] = hold;
  }

  /** Takes one unit of a hold away; a hold without units is none. */
  remove(hold: number): void {
    this.units[hold]! -= 1;
    if (this.units[hold]! > 0) return;
    unlink(this.ofLane, this.nextOfLane, this.lane[hold]!, hold);
    unlink(this.ofSlot, this.nextOfSlot, this.slot[hold]!, hold);
    this.nextOfLane[hold] = this.free;
    this.free = hold;
  }

  /** Every hold there is, lane by lane. */
  *all(): Generator<number> {
    for (const first of this.ofLane)
      for (let hold = first; hold !== NONE; hold = this.nextOfLane[hold]!) yield hold;
  }

  private next(): number {
    if (this.free !== NONE) {
      const hold = this.free;
      this.free = this.nextOfLane[hold]!;
      return hold;
    }
    if (this.used === this.lane.length) this.grow();
    this.used += 1;
    return this.used - 1;
  }

  private grow(): void {
    const more = (column: Int32Array) => {
      const larger = new Int32Array(2 * column.length);
      larger.set(column);
      return larger;
    };
    [this.lane, this.slot, this.units] = [more(this.lane), more(this.slot), more(this.units)];
    [this.score, this.nextOfLane] = [more(this.score), more(this.nextOfLane)];
    this.nextOfSlot = more(this.nextOfSlot);
  }
}

function unlink(heads: Int32Array, next: Int32Array, list: number, hold: number): void {
  let at = heads[list]!;
  if (at === hold) {
    heads[list] = next[hold]!;
    return;
  }
  while (next[at] !== hold) at = next[at]!;
  next[at] = next[hold]!;
}
