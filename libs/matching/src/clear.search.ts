import type { Flow } from './clear.flow.js';
import { NearestFirst } from './clear.queue.js';
import { HUB, type Reached } from './clear.steps.js';

/**
 * A search for the way that loses least, from one place on: forth, to where a unit too many could go, or back, to where a
 * missing unit could come from. It ends at the hub or at a place whose excess is of the other sign.
 */
export class Search implements Reached {
  /** The place before each on the way that was found. */
  readonly via: Int32Array;
  /** Where one slot of a person takes over from another, the hold that changes; −1 for all other steps. */
  readonly swapped: Int32Array;
  /** How far the end is. */
  distance = Infinity;
  /** Where the way ends. */
  end = HUB;
  /** The last place before the end. */
  last = HUB;
  private readonly far: Float64Array;
  private readonly seen: Int32Array;
  private readonly settled: Int32Array;
  private round = 0;
  private readonly queue = new NearestFirst();
  /** The places whose distance is sure, in the order of their distances. */
  private readonly order: Int32Array;
  private count = 0;

  constructor(private readonly flow: Flow) {
    const { places } = flow.network;
    const ints = () => new Int32Array(places);
    [this.via, this.swapped, this.seen] = [ints(), ints(), ints()];
    [this.settled, this.order] = [ints(), ints()];
    this.far = new Float64Array(places);
  }

  /**
   * Looks for the nearest end. @param expand tells of a place how far those beyond it are, by `reach` and `reachHub`
   * @param sign of the excess at which a way may end: −1 or 1
   */
  run(from: number, sign: number, expand: (place: number, far: number) => void): void {
    const { queue, far, settled } = this;
    this.round += 1;
    this.count = 0;
    [this.distance, this.end, this.last, this.sign] = [Infinity, HUB, HUB, sign];
    queue.clear();
    far[from] = 0;
    this.seen[from] = this.round;
    queue.add(from, 0);
    for (let place = queue.take(); place >= 0; place = queue.take()) {
      if (queue.now >= this.distance) break;
      if (settled[place] === this.round) continue;
      settled[place] = this.round;
      this.order[this.count] = place;
      this.count += 1;
      expand(place, far[place]!);
    }
  }

  private sign = -1;

  /** A place can be reached, so far away, from another that is settled. */
  reach(place: number, far: number, from: number, swapped = -1): void {
    if (far >= this.distance) return;
    if (this.seen[place] === this.round && this.far[place]! <= far) return;
    this.seen[place] = this.round;
    this.far[place] = far;
    this.via[place] = from;
    this.swapped[place] = swapped;
    if (this.flow.excess[place]! * this.sign > 0) {
      this.distance = far;
      this.end = place;
      this.last = from;
    } else this.queue.add(place, far);
  }

  /** The hub can be reached, so far away, from a place that is settled. */
  reachHub(far: number, from: number): void {
    if (far >= this.distance) return;
    this.distance = far;
    this.end = HUB;
    this.last = from;
  }

  /** Moves the potentials of all that is nearer than the end, so that the way found loses nothing and no other less. */
  movePotentials(direction: number): void {
    const { potential } = this.flow;
    for (let at = 0; at < this.count; at += 1) {
      const place = this.order[at]!;
      const short = this.distance - this.far[place]!;
      if (short > 0) potential[place]! -= direction * short;
    }
  }
}
