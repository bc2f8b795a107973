import type { Network } from './clear.network.js';

/** A unit of a slot that a person has sold to a lane. */
export interface Sale {
  slot: number;
  readonly lane: number;
  score: number;
}

/** What has been sold in an auction: how much of each limit of the offering side is used, and what each person sold. */
export class Sales {
  private readonly used: Int32Array;
  private readonly sold: Sale[][];

  constructor(private readonly network: Network) {
    this.used = new Int32Array(network.places);
    this.sold = network.columns.persons.map(() => []);
  }

  /** What a person has sold. */
  of(person: number): readonly Sale[] {
    return this.sold[person]!;
  }

  /** Whether a person has sold to a lane's request, which then takes nothing more of them. */
  has(person: number, lane: number): boolean {
    const { request } = this.network.lanes;
    for (const sale of this.sold[person]!) if (request[sale.lane] === request[lane]) return true;
    return false;
  }

  hasRoom(slot: number): boolean {
    const { parent, firstSlot, capacity } = this.network;
    for (let place = firstSlot + slot; place >= 0; place = parent[place]!)
      if (this.used[place]! >= capacity[place]!) return false;
    return true;
  }

  add(slot: number, lane: number, score: number): void {
    this.use(slot, 1);
    const person = this.network.columns.slots.person[slot]!;
    if (person >= 0) this.sold[person]!.push({ slot, lane, score });
  }

  remove(slot: number, lane: number): void {
    this.use(slot, -1);
    const person = this.network.columns.slots.person[slot]!;
    if (person < 0) return;
    const sold = this.sold[person]!;
    sold.splice(
      sold.findIndex((sale) => sale.slot === slot && sale.lane === lane),
      1,
    );
  }

  /** Another slot of the same person takes a sale over. */
  relay(sale: Sale, slot: number, score: number): void {
    this.use(sale.slot, -1);
    this.use(slot, 1);
    [sale.slot, sale.score] = [slot, score];
  }

  private use(slot: number, units: number): void {
    const { parent, firstSlot } = this.network;
    for (let place = firstSlot + slot; place >= 0; place = parent[place]!) this.used[place]! += units;
  }
}
