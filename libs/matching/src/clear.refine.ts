import type { Flow } from './clear.flow.js';
import { NONE } from './clear.holds.js';
import { expandForth, type Reached } from './clear.steps.js';

/** Points by which a slack tells that a unit should go elsewhere, and not that a price is a little wrong. */
const FAR = 16;

/**
 * Moves potentials where an arc with room has a slack below 0, each place once (Bellman and Ford's algorithm with a queue,
 * cut short). An auction leaves prices a step too high or too low: most of its units need nothing else. More would go round
 * and round wherever units should change places.
 */
export function refine(flow: Flow): void {
  const mover = new Mover(flow);
  for (let place = 0; place < flow.network.places; place += 1) mover.look(place);
  for (const place of mover.queue) mover.look(place);
}

class Mover implements Reached {
  readonly distance = 0;
  /** The places that were moved, in their order. */
  readonly queue: number[] = [];
  private readonly moved: Uint8Array;

  constructor(private readonly flow: Flow) {
    this.moved = new Uint8Array(flow.network.places);
  }

  look(place: number): void {
    expandForth(this.flow, this, place, 0);
  }

  reach(place: number, slack: number, _from: number, swapped = NONE): void {
    if (slack >= 0 || this.moved[place] === 1) return;
    if (slack < -FAR && (swapped === NONE || !this.mayCost(place, slack))) return;
    this.flow.potential[place]! += slack;
    this.moved[place] = 1;
    this.queue.push(place);
  }

  /** Whether a slot may cost so much more, since what stands above it costs as much: nobody gains by it. */
  private mayCost(place: number, slack: number): boolean {
    return this.flow.potential[place]! + slack >= this.flow.above(place);
  }

  /** The hub stays where it is. */
  reachHub(): void {}
}
