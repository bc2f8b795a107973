import { Holds, NONE } from './clear.holds.js';
import { type Network, numberOf, scoreOf } from './clear.network.js';

/**
 * Units on their way through a network, and a potential for each place. All is in whole points.
 *
 * A place of the asking side has the potential of what one more unit there would bring; one of the offering side that of
 * what a unit costs, taken negative. What moving a unit along an arc loses, potentials counted in, is its slack. Where no
 * arc that has room has a slack below 0, nothing better exists.
 */
export class Flow {
  readonly potential: Float64Array;
  /** Units between each place and the next one up. */
  readonly through: Int32Array;
  readonly holds: Holds;
  /** Units that come into a place and do not go on; below 0 where more go on than come. */
  readonly excess: Int32Array;
  /** Of each person the first slot, and one past the last. */
  readonly firstSlotOf: Int32Array;
  private readonly personMark: Int32Array;
  private readonly laneMark: Int32Array;
  private readonly laneHold: Int32Array;
  private mark = 0;

  constructor(readonly network: Network) {
    const { places, lanes, columns } = network;
    this.potential = new Float64Array(places);
    this.through = new Int32Array(places);
    this.excess = new Int32Array(places);
    this.holds = new Holds(lanes.count, columns.slots.count);
    this.personMark = new Int32Array(columns.persons.length);
    this.laneMark = new Int32Array(lanes.count);
    this.laneHold = new Int32Array(lanes.count);
    this.firstSlotOf = firstSlots(columns.slots.person, columns.persons.length);
  }

  /** Points of the k-th unit through a place. */
  worth(place: number, k: number): number {
    const { worth, worthStart } = this.network;
    const at = worthStart[place]! + k - 1;
    return at < worthStart[place + 1]! ? worth[at]! : 0;
  }

  /** The potential of the place above; that of the hub is 0. */
  above(place: number): number {
    const up = this.network.parent[place]!;
    return up < 0 ? 0 : this.potential[up]!;
  }

  /** Marks the people of whom a lane has a unit. @returns whether it has one of a person */
  markPeople(lane: number): (person: number) => boolean {
    const { holds, personMark } = this;
    const { person } = this.network.columns.slots;
    this.mark += 1;
    const mark = this.mark;
    for (let hold = holds.ofLane[lane]!; hold !== NONE; hold = holds.nextOfLane[hold]!) {
      const whose = person[holds.slot[hold]!]!;
      if (whose >= 0) personMark[whose] = mark;
    }
    return (whose) => personMark[whose] === mark;
  }

  /** Marks the lanes that have a unit of a person. @returns the hold by which a lane has; NONE for others and for nobody */
  markLanes(person: number): (lane: number) => number {
    if (person < 0) return () => NONE;
    const { holds, laneMark, laneHold } = this;
    this.mark += 1;
    const mark = this.mark;
    for (let slot = this.firstSlotOf[person]!; slot < this.firstSlotOf[person + 1]!; slot += 1)
      for (let hold = holds.ofSlot[slot]!; hold !== NONE; hold = holds.nextOfSlot[hold]!) {
        laneMark[holds.lane[hold]!] = mark;
        laneHold[holds.lane[hold]!] = hold;
      }
    return (lane) => (laneMark[lane] === mark ? laneHold[lane]! : NONE);
  }

  /** The score of a lane with a slot; −1 where they do not fit. */
  scoreOf(lane: number, slot: number): number {
    const { pairStart, pairs } = this.network;
    let [low, high] = [pairStart[lane]!, pairStart[lane + 1]! - 1];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const found = numberOf(pairs[middle]!);
      if (found === slot) return scoreOf(pairs[middle]!);
      if (found < slot) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

function firstSlots(person: Int32Array, persons: number): Int32Array {
  const first = new Int32Array(persons + 1);
  for (const whose of person) if (whose >= 0) first[whose + 1]! += 1;
  for (let whose = 1; whose <= persons; whose += 1) first[whose]! += first[whose - 1]!;
  return first;
}
