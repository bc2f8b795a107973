import {
  compareStandings,
  explain,
  firstOpening,
  type Match,
  type MatchRanking,
  Side,
  type Standing,
  standing,
  type Wanted,
  type Weighed,
} from '#matching';
import { Cursors, kilometres, type LocalDate, type Page, type PageArgs } from '#platform';
import type { ObstacleTally } from './match.graphql.js';

/** A match as it is shown; its nouns are found by their ids. */
export interface ShownMatch {
  readonly offerId: string;
  readonly slotId: string;
  readonly requestId: string;
  readonly score: number;
  readonly pairScore: number;
  readonly gain: number;
  readonly neededElsewhere: number;
  readonly parts: Match['score']['parts'];
  readonly distanceKm: number;
  readonly newlyReachedPupils: number;
  readonly mode: Match['score']['mode'];
  readonly firstDay: LocalDate | null;
  readonly explanation: string;
  readonly weights: string;
}

/** The best matches, with how many candidates there were and what kept them out. */
export interface MatchPage extends Page<ShownMatch> {
  readonly considered: number;
  readonly obstacles: ObstacleTally[];
}

/** Where the matches of a noun come from. */
export interface MatchSource {
  /** Those that are looked for, the first of them first. */
  matches(wanted: Wanted): readonly Match[];
  /** How many candidates there were, and what kept them out. Asked only where somebody wants to know. */
  totals(): Pick<Weighed, 'considered' | 'tally'>;
}

/** What was weighed in one go. @param ranking by which */
export function fromWeighed(weighed: Weighed, ranking: MatchRanking): MatchSource {
  return {
    totals: () => weighed,
    matches: ({ count, after, before }) => {
      const behind = (match: Match, key: Standing) => compareStandings(standing(match, ranking), key);
      if (before === undefined)
        return weighed.matches.filter((match) => !after || behind(match, after) > 0).slice(0, count);
      const left = weighed.matches.filter((match) => before === 'end' || behind(match, before) < 0);
      return left.toReversed().slice(0, count);
    },
  };
}

/**
 * A page of the matches of a noun. A cursor names a place in the order, so that a list goes on from there though its last
 * match has gone meanwhile. Explained for the side that reads it, on the day on which it was weighed. Throws BAD_USER_INPUT for a cursor of another list.
 */
export function matchPage(
  id: string,
  source: MatchSource,
  args: PageArgs,
  { reader, today, ranking }: { reader: Side; today: LocalDate; ranking: MatchRanking },
): MatchPage {
  const cursors = new Cursors('matches', { id, ranking });
  const span = cursors.span(args, ['number', 'number', 'text', 'text']);
  const key = span.key as Standing | undefined;
  const count = span.size + 1;
  const found = source.matches(span.backwards ? { count, before: key ?? 'end' } : { count, after: key });
  const page = cursors.page(
    found,
    span,
    (match) => standing(match, ranking),
    shownMatch(reader, today),
    ({ score }) => score.distanceMetres,
  );
  let totals: ReturnType<MatchSource['totals']> | undefined;
  const asked = () => (totals ??= source.totals());
  return {
    ...page,
    get considered() {
      return asked().considered;
    },
    get obstacles() {
      return [...asked().tally];
    },
  };
}

const shownMatch =
  (reader: Side, today: LocalDate) =>
  (match: Match): ShownMatch => {
    const { offer, request, score, neededElsewhere } = match;
    const { pairScore, gain, parts, newlyReachedPupils, mode, weights } = score;
    return {
      offerId: offer.offerId,
      slotId: offer.slotId,
      requestId: request.requestId,
      score: score.total,
      ...{ pairScore, gain, parts, newlyReachedPupils, mode, weights, neededElsewhere },
      distanceKm: kilometres(score.distanceMetres),
      firstDay: firstOpening(offer.slot, request, today)?.from ?? null,
      explanation: explain(match, reader),
    };
  };
