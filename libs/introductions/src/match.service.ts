import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import {
  explain,
  feasible,
  type Match,
  type MatchOffer,
  type MatchRequest,
  rank,
  whyNot,
  type WhyNot,
} from '#matching';
import { Clock, Cursors, kilometres, type LocalDate, NotFound, type Page, type PageArgs } from '#platform';
import type { ObstacleTally } from './match.graphql.js';
import { maySeeMatchesFor, maySeeMatchesOf, sidesSeen } from './match.policy.js';
import { Candidates } from './match.search.js';

/** A match as it is shown; its nouns are found by their ids. */
export interface ShownMatch {
  readonly offerId: string;
  readonly slotId: string;
  readonly requestId: string;
  readonly score: number;
  readonly pairScore: number;
  readonly gain: number;
  readonly parts: Match['score']['parts'];
  readonly distanceKm: number;
  readonly newlyReachedPupils: number;
  readonly mode: Match['score']['mode'];
  readonly explanation: string;
  readonly weights: string;
}

/** The best matches, with how many candidates there were and what kept them out. */
export interface MatchPage extends Page<ShownMatch> {
  readonly considered: number;
  readonly obstacles: ObstacleTally[];
}

/** Which offers and requests suit each other, and why not. */
@Injectable()
export class Matches {
  constructor(
    private readonly manager: EntityManager,
    private readonly candidates: Candidates,
    private readonly clock: Clock,
  ) {}

  /** The best offers for a request; null for whoever does not act for its school. Four statements. */
  async forRequest(
    viewer: Viewer | undefined,
    asked: { id: string; schoolId: string },
    page: PageArgs,
  ): Promise<MatchPage | null> {
    if (!maySeeMatchesOf(viewer, asked)) return null;
    const today = this.clock.today();
    const [request] = await this.candidates.requests(this.manager, [asked.id], today);
    if (!request) return null;
    const offers = await this.candidates.offersFor(this.manager, request, this.clock.now());
    const matches = rank(request, offers, offers.length, today);
    return shown(
      ['matches', request.requestId],
      matches,
      page,
      offers.map((offer) => [offer, request] as const),
      today,
    );
  }

  /** The best requests for an offer, each by the slot that suits it best; null for whoever does not act for its employer. */
  async forOffer(
    viewer: Viewer | undefined,
    offered: { id: string; employerId: string },
    page: PageArgs,
  ): Promise<MatchPage | null> {
    if (!maySeeMatchesFor(viewer, offered)) return null;
    const today = this.clock.today();
    const slots = await this.candidates.slots(this.manager, offered.id);
    const [first] = slots;
    const ids = first ? await this.candidates.requestIdsNear(this.manager, first) : [];
    const requests = await this.candidates.requests(this.manager, ids, today);
    const matches = requests.flatMap((request) => rank(request, slots, 1, today)).sort(byWorth);
    const pairs = requests.flatMap((request) => slots.map((slot) => [slot, request] as const));
    return shown(['matches', offered.id], matches, page, pairs, today);
  }

  /** Why a request and an offer do not fit, by the slot that comes nearest. Throws NOT_FOUND to whoever is neither side. */
  async whyNot(
    viewer: Viewer,
    requestId: string,
    offerId: string,
  ): Promise<WhyNot & { slotId: string | null }> {
    const today = this.clock.today();
    const [request] = await this.candidates.requests(this.manager, [requestId], today);
    const slots = await this.candidates.slots(this.manager, offerId);
    const [offer] = slots;
    if (!request) throw new NotFound('request', requestId);
    if (!offer) throw new NotFound('offer with a slot', offerId);
    const statuses = await this.candidates.statuses(this.manager, offerId, requestId);
    const seen = sidesSeen(viewer, { offer, request }, statuses);
    if (!seen.party || !seen.request) throw new NotFound('request', requestId);
    if (!seen.offer) throw new NotFound('offer with a slot', offerId);
    return nearestMiss(slots, request, today);
  }
}

/** The slot with the fewest obstacles, and of those one that a change would help. */
export function nearestMiss(
  slots: readonly MatchOffer[],
  request: MatchRequest,
  today: LocalDate,
): WhyNot & { slotId: string | null } {
  const answers = slots.map((slot) => ({ ...whyNot(slot, request, today), slotId: slot.slotId }));
  const [best] = answers.sort(
    (one, other) =>
      Number(other.fitsWhenRelaxed) - Number(one.fitsWhenRelaxed) || one.misses.length - other.misses.length,
  );
  return best ?? { fits: false, misses: [], fitsWhenRelaxed: false, slotId: null };
}

function byWorth(one: Match, other: Match): number {
  return (
    other.score.total - one.score.total ||
    one.score.distanceMetres - other.score.distanceMetres ||
    (one.request.requestId < other.request.requestId ? -1 : 1)
  );
}

function shown(
  list: readonly string[],
  matches: readonly Match[],
  { first, after }: PageArgs,
  pairs: readonly (readonly [MatchOffer, MatchRequest])[],
  today: LocalDate,
): MatchPage {
  const cursors = new Cursors('matches', list);
  const key = cursors.read(after, 2);
  const keyOf = ({ offer, request }: Match) => [offer.offerId, request.requestId] as const;
  const from = key
    ? matches.findIndex((match) => keyOf(match).every((part, index) => part === key[index])) + 1
    : 0;
  const page = cursors.page(
    matches.slice(from, from + first + 1),
    first,
    keyOf,
    shownMatch,
    ({ score }) => score.distanceMetres,
  );
  return {
    ...page,
    considered: new Set(pairs.map(([offer, request]) => offer.offerId + request.requestId)).size,
    obstacles: tally(pairs, today),
  };
}

function shownMatch(match: Match): ShownMatch {
  const { offer, request, score } = match;
  const { pairScore, gain, parts, newlyReachedPupils, mode, weights } = score;
  return {
    offerId: offer.offerId,
    slotId: offer.slotId,
    requestId: request.requestId,
    score: score.total,
    ...{ pairScore, gain, parts, newlyReachedPupils, mode, weights },
    distanceKm: kilometres(score.distanceMetres),
    explanation: explain(match),
  };
}

function tally(pairs: readonly (readonly [MatchOffer, MatchRequest])[], today: LocalDate): ObstacleTally[] {
  const counts = new Map<ObstacleTally['code'], number>();
  for (const [offer, request] of pairs) {
    for (const { code } of feasible(offer, request, today)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, candidates]) => ({ code, candidates }))
    .sort((one, other) => other.candidates - one.candidates);
}
