import { type MatchOffer, type MatchRequest, whyNot } from '#matching';
import { OfferStatus, type Slot } from '#offers';
import type { LocalDate, Problem } from '#platform';
import type { RequestStatus } from '#requests';
import { RequestKind } from '#statutes';
import type { Taken } from './clearing.clashes.js';
import type { ClearedPair } from './clearing.entity.js';
import { ClearedPairOutcome } from './clearing.graphql.js';
import { freeTimes } from './clearing.openings.js';
import { spansOf } from './clearing.statements.js';
import { append, overlaps, type Promised, type Span, TRAVEL_MS } from './clearing.times.js';
import type { Times } from './proposal.pairs.js';
import { whyNotOpen, whyNotProposable, whyNotSoMany } from './proposal.rules.js';

/** What the pairs of a clearing have become, read once all of it is locked. */
export interface PresentState {
  readonly today: LocalDate;
  readonly now: Date;
  readonly isHoliday: (day: LocalDate) => boolean;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly offers: ReadonlyMap<string, MatchOffer>;
  /** Their windows cut to the days of the clearing. */
  readonly requests: ReadonlyMap<string, MatchRequest>;
  readonly offerStatus: ReadonlyMap<string, OfferStatus>;
  readonly requestStatus: ReadonlyMap<string, RequestStatus>;
  /** The groups of requests for sessions, by request. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Requests and slots that are held or booked together, as `pairKey` writes them. */
  readonly together: ReadonlySet<string>;
  readonly promised: Promised;
  readonly busy: ReadonlyMap<string, readonly Taken[]>;
}

/** A request and a slot as one text. */
export function pairKey(requestId: string, slotId: string): string {
  return `${requestId} ${slotId}`;
}

/** A pair that can be proposed, and when it would take place. */
export interface Fit {
  readonly offer: MatchOffer;
  readonly request: MatchRequest;
  readonly times: Times;
  /** Whether the time was chosen within a slot by arrangement. */
  readonly named: boolean;
}

/** Why a pair is not proposed. */
export interface Refusal {
  readonly outcome: ClearedPairOutcome;
  readonly reason: string;
}

/**
 * Judges pairs one after the other, the best first: each that can be proposed takes from what is left for those after it.
 * It knows, and waits for nothing.
 */
export class Recheck {
  private readonly given = new Map<string, number>();
  private readonly persons = new Map<string, string[]>();
  private readonly promised: Map<string, { slotId: string; spans: readonly Span[] }[]>;
  private readonly busy: Map<string, Taken[]>;

  constructor(private readonly state: PresentState) {
    this.promised = new Map([...state.promised].map(([id, list]) => [id, [...list]]));
    this.busy = new Map([...state.busy].map(([id, list]) => [id, [...list]]));
  }

  /** Whether the pair can be proposed now; if so, it is taken to be. */
  judge(pair: ClearedPair): Fit | Refusal {
    const { requestId, slotId, units } = pair;
    const [offer, request] = [this.offerOf(slotId), this.requestOf(requestId)];
    if (!offer || !request) return GONE;
    if (this.state.together.has(pairKey(requestId, slotId))) return TOGETHER;
    const problem =
      this.whyNotOpen(pair) ??
      whyNotProposable(whyNot(offer, request, this.state.today)) ??
      whyNotSoMany(offer, request, units);
    if (problem) return refusalOf(problem);
    const fit = this.timesOf(offer, request);
    if (!fit) return TAKEN;
    this.take(pair, fit);
    return fit;
  }

  private offerOf(slotId: string): MatchOffer | undefined {
    const offer = this.state.offers.get(slotId);
    if (!offer) return undefined;
    // What was fulfilled stays so until a job has looked at it, though a booking of it was cancelled.
    const isOffered = this.state.offerStatus.get(slotId) === OfferStatus.PUBLISHED;
    const remaining = isOffered ? offer.slot.remaining - (this.given.get(slotId) ?? 0) : 0;
    return { ...offer, slot: { ...offer.slot, remaining } };
  }

  private requestOf(requestId: string): MatchRequest | undefined {
    const request = this.state.requests.get(requestId);
    if (!request) return undefined;
    const outstanding = request.outstanding - (this.given.get(requestId) ?? 0);
    const personsTaken = [...request.personsTaken, ...(this.persons.get(requestId) ?? [])];
    return { ...request, outstanding, personsTaken };
  }

  private whyNotOpen({ requestId, slotId }: ClearedPair): Problem | undefined {
    const [offer, request] = [this.state.offerStatus.get(slotId), this.state.requestStatus.get(requestId)];
    if (!offer || !request) return undefined;
    return whyNotOpen({ schoolId: '', employerId: '', offer, request });
  }

  private timesOf(offer: MatchOffer, request: MatchRequest): Fit | undefined {
    const { state } = this;
    const slot = state.slots.get(offer.slotId);
    if (!slot) return undefined;
    if (slot.form !== 'arranged') {
      const free = this.isFree(offer, request, spansOf(slot));
      return free ? { offer, request, times: slot, named: false } : undefined;
    }
    const isFree = (times: Times) => this.isFree(offer, request, spansOf({ ...times, dates: null }));
    const times = freeTimes(slot, offer, request, { ...state, isFree });
    return times && { offer, request, times, named: true };
  }

  /** Whether neither whoever would come nor the pupils have promised an hour of that time to somebody else. */
  private isFree(
    { personId, slotId, slot }: MatchOffer,
    { requestId }: MatchRequest,
    spans: readonly Span[],
  ): boolean {
    const placement = slot.kind === RequestKind.PLACEMENT;
    const own = personId === null || (placement && !slot.arranged) ? [] : (this.promised.get(personId) ?? []);
    const elsewhere = own.filter((one) => one.slotId !== slotId || slot.arranged !== null);
    if (elsewhere.some((one) => overlaps(spans, one.spans, TRAVEL_MS))) return false;
    const groups = placement ? [] : (this.state.groups.get(requestId) ?? []);
    const others = groups.flatMap((group) => this.busy.get(group) ?? []);
    return !others.some((one) => one.requestId !== requestId && overlaps(spans, one.spans));
  }

  private take({ requestId, slotId, units }: ClearedPair, { offer, times, named }: Fit): void {
    for (const id of [requestId, slotId]) this.given.set(id, (this.given.get(id) ?? 0) + units);
    const slot = this.state.slots.get(slotId);
    const spans = spansOf({ ...times, dates: named ? null : (slot?.dates ?? null) });
    if (offer.personId !== null) {
      append(this.persons, requestId, offer.personId);
      if (named || offer.slot.kind === RequestKind.ENCOUNTER)
        append(this.promised, offer.personId, { slotId, spans });
    }
    if (offer.slot.kind === RequestKind.ENCOUNTER)
      for (const group of this.state.groups.get(requestId) ?? [])
        append(this.busy, group, { requestId, spans });
  }
}

const GONE: Refusal = {
  outcome: ClearedPairOutcome.NOT_ON_THE_MARKET,
  reason: 'The slot was called off or the request is gone.',
};

const TOGETHER: Refusal = {
  outcome: ClearedPairOutcome.ALREADY_PROPOSED,
  reason: 'This slot and this request are proposed or booked together already.',
};

/** Of whoever would come, or of the pupils. */
export const TAKEN: Refusal = {
  outcome: ClearedPairOutcome.TIME_TAKEN,
  reason: 'Whoever would come, or the pupils, have something else at that time.',
};

function refusalOf({ code, message }: Problem): Refusal {
  return { outcome: OUTCOMES[code] ?? ClearedPairOutcome.DOES_NOT_FIT, reason: message };
}

/** What a problem of a proposal is for a clearing. */
const OUTCOMES: Readonly<Record<string, ClearedPairOutcome>> = {
  CAPACITY_EXHAUSTED: ClearedPairOutcome.CAPACITY_EXHAUSTED,
  REQUEST_FILLED: ClearedPairOutcome.REQUEST_FILLED,
  DOES_NOT_FIT: ClearedPairOutcome.DOES_NOT_FIT,
  NOT_ON_THE_MARKET: ClearedPairOutcome.NOT_ON_THE_MARKET,
};
