import { setImmediate as othersFirst } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import {
  BY_SCORE_ALONE,
  type Market,
  type MatchOffer,
  MatchRanking,
  type MatchRequest,
  type Moment,
  nearestMiss,
  type NearestMiss,
  Side,
  weigh,
  type Weighed,
} from '#matching';
import type { Viewer } from '#members';
import { BadInput, Clock, localDateOf, NotFound, type PageArgs, perRequest } from '#platform';
import { readPrices } from './clearing.prices.js';
import { OfferMarket } from './market.service.js';
import type { OffersForRequestArgs } from './match.input.js';
import { fromWeighed, matchPage, type MatchPage, type MatchSource } from './match.page.js';
import { maySeeMatchesFor, maySeeMatchesOf, sidesSeen } from './match.policy.js';
import { byVideo, candidateLimit, Candidates, type Near } from './match.search.js';

/** The matches of how many requests and offers one operation may ask for: each may weigh a thousand candidates. */
export const nodesAtOnce = 10;

/** Which offers and requests suit each other, and why not. */
@Injectable()
export class Matches {
  constructor(
    private readonly manager: EntityManager,
    private readonly candidates: Candidates,
    private readonly market: OfferMarket,
    private readonly clock: Clock,
  ) {}

  private readonly ofRequests: Readonly<Record<MatchRanking, PerRequest>> = {
    [MatchRanking.BY_SCORE]: perRequest((ids) => this.sources(ids, MatchRanking.BY_SCORE)),
    [MatchRanking.BEST_FOR_ALL]: perRequest((ids) => this.sources(ids, MatchRanking.BEST_FOR_ALL)),
  };
  private readonly ofOffers = perRequest<string, MatchSource>(async (ids) =>
    (await this.weighOffers(ids)).map((weighed) => fromWeighed(weighed, MatchRanking.BY_SCORE)),
  );
  private readonly asked = new WeakMap<object, Set<string>>();

  /**
   * The best offers for a request; null for whoever does not act for its school. Seven statements at most for a ranking,
   * however many requests of one operation are asked. Throws BAD_USER_INPUT where those are too many.
   */
  async forRequest(
    context: object,
    viewer: Viewer | undefined,
    { id, schoolId }: { id: string; schoolId: string },
    { ranking, ...page }: OffersForRequestArgs,
  ): Promise<MatchPage | null> {
    if (!maySeeMatchesOf(viewer, { schoolId })) return null;
    this.count(context, `${id} ${ranking}`);
    return matchPage(id, await this.ofRequests[ranking](context).load(id), page, {
      reader: Side.SCHOOL,
      today: this.clock.today(),
      ranking,
    });
  }

  /**
   * The best requests for an offer, each by the slot that suits it best; null for whoever does not act for its employer.
   * Seven statements, however many offers of one operation are asked. Throws BAD_USER_INPUT where those are too many.
   */
  async forOffer(
    context: object,
    viewer: Viewer | undefined,
    { id, employerId }: { id: string; employerId: string },
    page: PageArgs,
  ): Promise<MatchPage | null> {
    if (!maySeeMatchesFor(viewer, { employerId })) return null;
    this.count(context, id);
    return matchPage(id, await this.ofOffers(context).load(id), page, {
      reader: Side.OFFERER,
      today: this.clock.today(),
      ranking: MatchRanking.BY_SCORE,
    });
  }

  /** Why a request and an offer do not fit, by the slot that comes nearest. Throws NOT_FOUND to whoever is neither side. */
  async whyNot(viewer: Viewer, requestId: string, offerId: string): Promise<NearestMiss> {
    const today = this.clock.today();
    const statuses = await this.candidates.statuses(this.manager, offerId, requestId);
    const seen = statuses && sidesSeen(viewer, statuses);
    const [request] = seen?.request ? await this.candidates.requests(this.manager, [requestId], today) : [];
    if (!seen?.party || !seen.offer || !request)
      throw new NotFound('pair of request and offer', `${requestId}, ${offerId}`);
    return nearestMiss(await this.candidates.slots(this.manager, offerId), request, today);
  }

  private count(context: object, list: string): void {
    const asked = this.asked.get(context) ?? new Set();
    this.asked.set(context, asked.add(list));
    if (asked.size <= nodesAtOnce) return;
    const expected = `the matches of at most ${nodesAtOnce} requests or offers in one operation: ask for fewer at once`;
    throw new BadInput([{ path: 'matches', expected }]);
  }

  /** From the market of this process, or from the database where it is not there: the two say the same. */
  private async sources(ids: readonly string[], ranking: MatchRanking): Promise<MatchSource[]> {
    const now = this.clock.now();
    const at = { today: localDateOf(now), now: now.getTime() };
    const [market, requests] = await Promise.all([
      this.market.current(),
      this.candidates.requests(this.manager, ids, at.today),
    ]);
    if (!market) {
      const all = await this.weighRequests(ids, requests, ranking);
      return all.map((weighed) => fromWeighed(weighed, ranking));
    }
    const request = by(requests, ({ requestId }) => requestId);
    return ids.map((id) => {
      const asked = request.get(id);
      return asked ? fromMarket(market, asked, at, ranking) : fromWeighed(NOTHING, ranking);
    });
  }

  private async weighRequests(
    ids: readonly string[],
    requests: readonly MatchRequest[],
    ranking: MatchRanking,
  ): Promise<Weighed[]> {
    const now = this.clock.now();
    const near = await this.candidates.nearSlots(this.manager, ids, now);
    const [slots, prices] = await Promise.all([
      this.candidates.slotsById(this.manager, distinct(near)),
      readPrices(this.manager, distinct(near)),
    ]);
    const [slot, request] = [by(slots, ({ slotId }) => slotId), by(requests, ({ requestId }) => requestId)];
    return oneByOne(ids, (id) =>
      weigh(found(near.get(id), slot), found([id], request), localDateOf(now), { ranking, prices }),
    );
  }

  private async weighOffers(ids: readonly string[]): Promise<Weighed[]> {
    const now = this.clock.now();
    const slots = await this.candidates.openSlots(this.manager, ids, now);
    const near = await this.candidates.nearRequests(this.manager, ids);
    const requests = await this.candidates.requests(this.manager, distinct(near), localDateOf(now));
    const request = by(requests, ({ requestId }) => requestId);
    const prices = await readPrices(
      this.manager,
      slots.map(({ slotId }) => slotId),
    );
    const order = { ...BY_SCORE_ALONE, prices };
    const slotsOf = (id: string) => slots.filter(({ offerId }) => offerId === id);
    return oneByOne(ids, (id) => weigh(slotsOf(id), found(near.get(id), request), localDateOf(now), order));
  }
}

type PerRequest = ReturnType<typeof perRequest<string, MatchSource>>;

/** What there is of a request that is gone. */
const NOTHING: Weighed = { matches: [], considered: 0, tally: [] };

/** The best are looked for among all offers; what keeps others out is told of the nearest, as it is from the database. */
function fromMarket(market: Market, request: MatchRequest, at: Moment, ranking: MatchRanking): MatchSource {
  return {
    matches: (wanted) => market.matches(request, at, wanted, ranking),
    totals: () => market.around(request, at, { nearest: candidateLimit - byVideo, byVideo }),
  };
}

function distinct(near: Near): string[] {
  return [...new Set([...near.values()].flat())];
}

function by<Row extends MatchOffer | MatchRequest>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
): Map<string, Row> {
  return new Map(rows.map((row) => [idOf(row), row]));
}

function found<Row>(ids: readonly string[] | undefined, rows: ReadonlyMap<string, Row>): Row[] {
  return (ids ?? []).flatMap((id) => rows.get(id) ?? []);
}

/** Weighing a thousand candidates holds the process up: between one and the next, whatever else waits has its turn. */
async function oneByOne<Key, Answer>(keys: readonly Key[], work: (key: Key) => Answer): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const key of keys) {
    answers.push(work(key));
    await othersFirst();
  }
  return answers;
}
