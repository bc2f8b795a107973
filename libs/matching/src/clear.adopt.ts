import type { Flow } from './clear.flow.js';
import { NONE } from './clear.holds.js';
import { refine } from './clear.refine.js';
import { numberOf, scoreOf } from './clear.network.js';

/**
 * Makes a beginning of what each lane is worth (its potential) and of the units that are held: finds potentials for all
 * other places, and lets units through so that no arc with room has a slack below 0. What does not add up is left as
 * excess, for `settle` to bring home: the better the beginning, the less there is.
 */
export function adopt(flow: Flow): void {
  flow.potential.fill(0, flow.network.firstSlot);
  priceSlots(flow);
  countHeld(flow);
  priceOffering(flow);
  refine(flow);
  priceSlots(flow);
  moveUnfit(flow);
  letThrough(flow);
}

/** A slot costs at least the most that any lane would lose nothing by; those that have its person have what they can have. */
function priceSlots(flow: Flow): void {
  const { network, potential } = flow;
  const { firstSlot, backStart, back, columns } = network;
  for (let slot = 0; slot < columns.slots.count; slot += 1) {
    const holdOf = flow.markLanes(columns.slots.person[slot]!);
    let price = -potential[firstSlot + slot]!;
    for (let at = backStart[slot]!; at < backStart[slot + 1]!; at += 1) {
      const pair = back[at]!;
      const paid = scoreOf(pair) - potential[numberOf(pair)]!;
      if (paid > price && holdOf(numberOf(pair)) === NONE) price = paid;
    }
    potential[firstSlot + slot] = -price;
  }
}

/** Nobody holds what brings less than it costs, and of each person a lane holds the slot that brings it most. */
function moveUnfit(flow: Flow): void {
  const { network, holds } = flow;
  const { person } = network.columns.slots;
  for (const hold of [...holds.all()]) {
    const [lane, slot] = [holds.lane[hold]!, holds.slot[hold]!];
    const whose = person[slot]!;
    let [best, slack] = [slot, slackOf(flow, lane, slot)];
    if (whose >= 0)
      for (let other = flow.firstSlotOf[whose]!; other < flow.firstSlotOf[whose + 1]!; other += 1) {
        const found = slackOf(flow, lane, other);
        if (found < slack) [best, slack] = [other, found];
      }
    if (best === slot && slack <= 0) continue;
    while (holds.units[hold]! > 0) holds.remove(hold);
    if (slack <= 0) holds.add(lane, best, flow.scoreOf(lane, best));
  }
}

/** What a lane would lose by a slot; infinite where they do not fit. */
function slackOf(flow: Flow, lane: number, slot: number): number {
  const score = flow.scoreOf(lane, slot);
  if (score < 0) return Infinity;
  return flow.potential[lane]! - score - flow.potential[flow.network.firstSlot + slot]!;
}

/** Lets through every place what is held below it, whatever the slack. */
function countHeld({ network, through, holds }: Flow): void {
  through.fill(0);
  for (const hold of holds.all()) {
    through[holds.lane[hold]!]! += holds.units[hold]!;
    through[network.firstSlot + holds.slot[hold]!]! += holds.units[hold]!;
  }
  for (let place = 0; place < network.places; place += 1) {
    const up = network.parent[place]!;
    if (up >= 0) through[up]! += through[place]!;
  }
}

/**
 * A place that is full costs what the dearest that is not sold out below it would; what is below a place costs no less than
 * the place.
 */
function priceOffering({ network, potential, through }: Flow): void {
  const { capacity, parent, firstBlock, firstSlot, places } = network;
  const wanted = new Float64Array(places);
  for (let place = firstSlot; place < places; place += 1) {
    if (place < firstBlock) wanted[place] = -potential[place]!;
    const isFull = through[place]! >= capacity[place]!;
    if (place >= firstBlock) potential[place] = isFull ? -wanted[place]! : 0;
    const up = parent[place]!;
    if (up >= 0 && !isFull) wanted[up] = Math.max(wanted[up]!, wanted[place]!);
  }
  for (let place = places - 1; place >= firstSlot; place -= 1) {
    const up = parent[place]!;
    if (up >= 0) potential[place] = Math.min(potential[place]!, potential[up]!);
  }
}

function letThrough(flow: Flow): void {
  const { network, potential, through, excess } = flow;
  const { parent, capacity, firstSlot } = network;
  const passed = new Int32Array(network.places);
  for (let place = 0; place < network.places; place += 1) {
    const [lanes, slots] = [place < network.lanes.count, place >= firstSlot && place < network.firstBlock];
    const wanted = lanes ? held(flow, place) : slots ? heldOf(flow, place - firstSlot) : passed[place]!;
    const asking = place < firstSlot;
    const profit = asking ? potential[place]! - flow.above(place) : flow.above(place) - potential[place]!;
    const [least, most] = asking ? bounds(flow, place, profit) : offered(profit, capacity[place]!);
    through[place] = Math.min(most, Math.max(least, wanted));
    excess[place] = asking ? through[place]! - wanted : wanted - through[place]!;
    if (parent[place]! >= 0) passed[parent[place]!]! += through[place]!;
  }
}

/** How many units have to go through a place of the asking side, and how many may, by what each brings. */
function bounds(flow: Flow, place: number, profit: number): [number, number] {
  const capacity = flow.network.capacity[place]!;
  let least = 0;
  while (least < capacity && flow.worth(place, least + 1) + profit > 0) least += 1;
  let most = least;
  while (most < capacity && flow.worth(place, most + 1) + profit >= 0) most += 1;
  return [least, most];
}

function offered(profit: number, capacity: number): [number, number] {
  if (profit === 0) return [0, capacity];
  return profit > 0 ? [capacity, capacity] : [0, 0];
}

function held({ holds }: Flow, lane: number): number {
  let units = 0;
  for (let hold = holds.ofLane[lane]!; hold !== NONE; hold = holds.nextOfLane[hold]!)
    units += holds.units[hold]!;
  return units;
}

function heldOf({ holds }: Flow, slot: number): number {
  let units = 0;
  for (let hold = holds.ofSlot[slot]!; hold !== NONE; hold = holds.nextOfSlot[hold]!)
    units += holds.units[hold]!;
  return units;
}
