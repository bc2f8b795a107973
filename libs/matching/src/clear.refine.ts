import type { Flow } from './clear.flow.js';
import { expandForth, type Reached } from './clear.steps.js';

/** How often a place may be moved before it is left alone: it would otherwise go round where units should change places. */
const OFTEN = 12;

/** Points by which a slack tells that a unit should go elsewhere, and not that a price is a little wrong. */
const FAR = 16;

/**
 * Moves potentials until no arc with room has a slack below 0 or, where units would have to change places for that, for
 * as long as it helps (Bellman and Ford's algorithm with a queue). An auction leaves every price a step too high or too
 * low: most of its units need nothing else.
 */
export function refine(flow: Flow): void {
  const mover = new Mover(flow);
  for (let place = 0; place < flow.network.places; place += 1) mover.look(place);
  for (let place = mover.next(); place >= 0; place = mover.next()) mover.look(place);
}

class Mover implements Reached {
  readonly distance = 0;
  private readonly queue: Int32Array;
  private readonly waits: Uint8Array;
  private readonly moved: Uint8Array;
  private head = 0;
  private count = 0;

  constructor(private readonly flow: Flow) {
    const { places } = flow.network;
    this.queue = new Int32Array(places);
    [this.waits, this.moved] = [new Uint8Array(places), new Uint8Array(places)];
  }

  look(place: number): void {
    expandForth(this.flow, this, place, 0);
  }

  next(): number {
    if (this.count === 0) return -1;
    const place = this.queue[this.head]!;
    this.head = (this.head + 1) % this.queue.length;
    this.count -= 1;
    this.waits[place] = 0;
    return place;
  }

  reach(place: number, slack: number): void {
    if (slack >= 0 || slack < -FAR * this.flow.scale || this.moved[place]! >= OFTEN) return;
    this.flow.potential[place]! += slack;
    this.moved[place]! += 1;
    if (this.waits[place] === 1) return;
    this.waits[place] = 1;
    this.queue[(this.head + this.count) % this.queue.length] = place;
    this.count += 1;
  }

  /** The hub stays where it is. */
  reachHub(): void {}
}
