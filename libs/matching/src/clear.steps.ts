import type { Flow } from './clear.flow.js';
import { NONE } from './clear.holds.js';
import { numberOf, scoreOf } from './clear.network.js';

/** What stands above the topmost places: it takes and gives whatever is left. */
export const HUB = -1;

/** Is told what can be reached from a place. */
export interface Reached {
  /** Nothing as far as this is of interest. */
  readonly distance: number;
  /** @param swapped the hold that would go over to another slot of the same person; −1 for all other steps */
  reach(place: number, far: number, from: number, swapped?: number): void;
  reachHub(far: number, from: number): void;
}

/** Where one unit more at a place could go on to, and what each step would lose. */
export function expandForth(flow: Flow, search: Reached, place: number, far: number): void {
  const { network, through } = flow;
  if (place >= network.firstSlot) {
    if (place < network.firstBlock) slotForth(flow, search, place, far);
    else holdersForth(flow, search, place, far);
    if (through[place]! < network.capacity[place]!) up(flow, search, place, far);
    return;
  }
  if (place < network.lanes.count) laneForth(flow, search, place, far);
  else partsForth(flow, search, place, far);
  if (through[place]! > 0) up(flow, search, place, far + flow.worth(place, through[place]!));
}

/** To the place above. @param far with what of the worth is lost */
function up({ network, potential }: Flow, search: Reached, place: number, far: number): void {
  const above = network.parent[place]!;
  const away = far + potential[place]!;
  if (above === HUB) search.reachHub(away, place);
  else search.reach(above, away - potential[above]!, place);
}

/** From a lane to every slot that fits, save those of people of whom it has one. */
function laneForth(flow: Flow, search: Reached, lane: number, far: number): void {
  const { network, potential } = flow;
  const { pairStart, pairs, firstSlot } = network;
  const { person } = network.columns.slots;
  const has = flow.markPeople(lane);
  const away = far + potential[lane]!;
  for (let at = pairStart[lane]!, end = pairStart[lane + 1]!; at < end; at += 1) {
    const pair = pairs[at]!;
    const slot = numberOf(pair);
    const next = away - scoreOf(pair) - potential[firstSlot + slot]!;
    if (next >= search.distance) continue;
    const whose = person[slot]!;
    if (whose < 0 || !has(whose)) search.reach(firstSlot + slot, next, lane);
  }
}

/** From a request or a school to each of its parts that has room. */
function partsForth(flow: Flow, search: Reached, place: number, far: number): void {
  const { network, potential, through } = flow;
  const { childStart, children, capacity } = network;
  const away = far + potential[place]!;
  for (let at = childStart[place]!; at < childStart[place + 1]!; at += 1) {
    const child = children[at]!;
    const units = through[child]!;
    if (units < capacity[child]!)
      search.reach(child, away - flow.worth(child, units + 1) - potential[child]!, place);
  }
}

/** From a slot to the lanes that hold it, one of which would look elsewhere, or to another slot of the same person. */
function slotForth(flow: Flow, search: Reached, place: number, far: number): void {
  const { network, potential, holds } = flow;
  const slot = place - network.firstSlot;
  const away = far + potential[place]!;
  const whose = network.columns.slots.person[slot]!;
  for (let hold = holds.ofSlot[slot]!; hold !== NONE; hold = holds.nextOfSlot[hold]!) {
    const lane = holds.lane[hold]!;
    const back = away + holds.score[hold]!;
    search.reach(lane, back - potential[lane]!, place);
    if (whose < 0) continue;
    for (let other = flow.firstSlotOf[whose]!; other < flow.firstSlotOf[whose + 1]!; other += 1) {
      if (other === slot) continue;
      const score = flow.scoreOf(lane, other);
      const next = network.firstSlot + other;
      if (score >= 0) search.reach(next, back - score - potential[next]!, place, hold);
    }
  }
}

/** From a block, a person or an employer to each place below from which units come: one of them would be taken back. */
function holdersForth(
  { network, potential, through }: Flow,
  search: Reached,
  place: number,
  far: number,
): void {
  const { childStart, children } = network;
  for (let at = childStart[place]!; at < childStart[place + 1]!; at += 1) {
    const child = children[at]!;
    if (through[child]! > 0) search.reach(child, far + potential[place]! - potential[child]!, place);
  }
}

/** Where a unit that a place lacks could come from, and what each step would lose. */
export function expandBack(flow: Flow, search: Reached, place: number, far: number): void {
  const { network, through } = flow;
  if (place >= network.firstSlot) {
    if (place < network.firstBlock) slotBack(flow, search, place, far);
    else holdersBack(flow, search, place, far);
    if (through[place]! > 0) fromAbove(flow, search, place, far);
    return;
  }
  if (place < network.lanes.count) laneBack(flow, search, place, far);
  else partsBack(flow, search, place, far);
  const units = through[place]!;
  if (units < network.capacity[place]!) fromAbove(flow, search, place, far - flow.worth(place, units + 1));
}

function fromAbove({ network, potential }: Flow, search: Reached, place: number, far: number): void {
  const above = network.parent[place]!;
  const away = far - potential[place]!;
  if (above === HUB) search.reachHub(away, place);
  else search.reach(above, away + potential[above]!, place);
}

/** To a lane from the slots that it holds. */
function laneBack({ network, potential, holds }: Flow, search: Reached, lane: number, far: number): void {
  for (let hold = holds.ofLane[lane]!; hold !== NONE; hold = holds.nextOfLane[hold]!) {
    const slot = network.firstSlot + holds.slot[hold]!;
    search.reach(slot, far + holds.score[hold]! + potential[slot]! - potential[lane]!, lane);
  }
}

/** To a request or a school from each of its parts that has units. */
function partsBack(flow: Flow, search: Reached, place: number, far: number): void {
  const { network, potential, through } = flow;
  const { childStart, children } = network;
  for (let at = childStart[place]!; at < childStart[place + 1]!; at += 1) {
    const child = children[at]!;
    const units = through[child]!;
    if (units > 0)
      search.reach(child, far + flow.worth(child, units) + potential[child]! - potential[place]!, place);
  }
}

/** To a slot from every lane that fits or, where the lane has the same person, from the slot by which it has. */
function slotBack(flow: Flow, search: Reached, place: number, far: number): void {
  const { network, potential, holds } = flow;
  const slot = place - network.firstSlot;
  const away = far - potential[place]!;
  const holdOf = flow.markLanes(network.columns.slots.person[slot]!);
  for (let at = network.backStart[slot]!, end = network.backStart[slot + 1]!; at < end; at += 1) {
    const pair = network.back[at]!;
    const lane = numberOf(pair);
    const hold = holdOf(lane);
    const next = away - scoreOf(pair);
    if (hold === NONE) search.reach(lane, next + potential[lane]!, place);
    else if (holds.slot[hold] !== slot) {
      const other = network.firstSlot + holds.slot[hold]!;
      search.reach(other, next + holds.score[hold]! + potential[other]!, place, hold);
    }
  }
}

/** To a block, a person or an employer from each place below that has room. */
function holdersBack(
  { network, potential, through }: Flow,
  search: Reached,
  place: number,
  far: number,
): void {
  const { childStart, children, capacity } = network;
  for (let at = childStart[place]!; at < childStart[place + 1]!; at += 1) {
    const child = children[at]!;
    if (through[child]! < capacity[child]!)
      search.reach(child, far + potential[child]! - potential[place]!, place);
  }
}
