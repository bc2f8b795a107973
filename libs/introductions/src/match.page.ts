import {
  compareStandings,
  explain,
  firstOpening,
  type Match,
  Side,
  type Standing,
  standing,
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

/**
 * A page of what was weighed for a noun. A cursor names a place in the order, so that a list goes on from there though
 * its last match has gone meanwhile. Explained for the side that reads it, on the day on which it was weighed. Throws BAD_USER_INPUT for a cursor of another list.
 */
export function matchPage(
  id: string,
  weighed: Weighed,
  args: PageArgs,
  { reader, today }: { reader: Side; today: LocalDate },
): MatchPage {
  const cursors = new Cursors('matches', id);
  const span = cursors.span(args, ['number', 'number', 'text', 'text']);
  const key = span.key as Standing | undefined;
  const way = span.backwards ? -1 : 1;
  const matches = span.backwards ? weighed.matches.toReversed() : weighed.matches;
  const left = key ? matches.filter((match) => compareStandings(standing(match), key) * way > 0) : matches;
  const page = cursors.page(
    left,
    span,
    standing,
    shownMatch(reader, today),
    ({ score }) => score.distanceMetres,
  );
  return { ...page, considered: weighed.considered, obstacles: [...weighed.tally] };
}

const shownMatch =
  (reader: Side, today: LocalDate) =>
  (match: Match): ShownMatch => {
    const { offer, request, score } = match;
    const { pairScore, gain, parts, newlyReachedPupils, mode, weights } = score;
    return {
      offerId: offer.offerId,
      slotId: offer.slotId,
      requestId: request.requestId,
      score: score.total,
      ...{ pairScore, gain, parts, newlyReachedPupils, mode, weights },
      distanceKm: kilometres(score.distanceMetres),
      firstDay: firstOpening(offer.slot, request, today)?.from ?? null,
      explanation: explain(match, reader),
    };
  };
