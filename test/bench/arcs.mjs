/** The arcs of a network, one by one, as any solver takes them: what is implicit in the product's engine is written out. */
export function arcsOf(network) {
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
