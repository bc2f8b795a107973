/** Places by how far they are, the nearest first. Those as near as the last that was taken wait in a stack of their own. */
export class NearestFirst {
  private keys = new Float64Array(1024);
  private values = new Int32Array(1024);
  private size = 0;
  private stack = new Int32Array(1024);
  private level = 0;
  /** How far the last that was taken is. */
  now = 0;

  clear(): void {
    this.size = 0;
    this.level = 0;
    this.now = 0;
  }

  add(value: number, key: number): void {
    if (key <= this.now) this.push(value);
    else this.sift(value, key);
  }

  /** Takes the nearest; −1 where none is left. `now` says how far it is. */
  take(): number {
    if (this.level > 0) {
      this.level -= 1;
      return this.stack[this.level]!;
    }
    if (this.size === 0) return -1;
    this.now = this.keys[0]!;
    const value = this.values[0]!;
    this.sink();
    return value;
  }

  private push(value: number): void {
    if (this.level === this.stack.length) {
      const larger = new Int32Array(2 * this.level);
      larger.set(this.stack);
      this.stack = larger;
    }
    this.stack[this.level] = value;
    this.level += 1;
  }

  private sift(value: number, key: number): void {
    if (this.size === this.keys.length) this.grow();
    const { keys, values } = this;
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (keys[up]! <= key) break;
      keys[at] = keys[up]!;
      values[at] = values[up]!;
      at = up;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** Fills the hole at the top with the last. */
  private sink(): void {
    const { keys, values } = this;
    this.size -= 1;
    const [key, value] = [keys[this.size]!, values[this.size]!];
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= this.size) break;
      if (down + 1 < this.size && keys[down + 1]! < keys[down]!) down += 1;
      if (keys[down]! >= key) break;
      keys[at] = keys[down]!;
      values[at] = values[down]!;
      at = down;
    }
    keys[at] = key;
    values[at] = value;
  }

  private grow(): void {
    const [keys, values] = [new Float64Array(2 * this.size), new Int32Array(2 * this.size)];
    keys.set(this.keys);
    values.set(this.values);
    [this.keys, this.values] = [keys, values];
  }
}
