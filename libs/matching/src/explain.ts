import { ACTIVITY_RULES, Mode, SECTOR_NAMES, inWords } from '#statutes';
import { type MatchOffer, type MatchRequest, servesBenchmark, Side, stillShort, yearsAsked } from './pair.js';
import type { Match } from './rank.js';
import { benchmarkName, count, kilometres, list, years } from './words.js';

/** What is explained; whether others need it where that is known. */
type Explained = Omit<Match, 'neededElsewhere'> & Partial<Match>;

/**
 * A match in one sentence, as a careers coordinator would put it: "Careers talk (manufacturing) 4.2 km away on
 * Thursday 14 May 2026; would newly reach 25 Year 9 pupils of the 41 still short of Benchmark 5."
 * @param reader how many are still short in all is told to the school alone: its position is its own business
 */
export function explain({ offer, request, score, neededElsewhere = 0 }: Explained, reader: Side): string {
  const where = score.mode === Mode.VIRTUAL ? 'by video' : `${kilometres(score.distanceMetres)} away`;
  const short = reader === Side.SCHOOL ? ` of the ${stillShort(request)} still short of` : ' for';
  const others = neededElsewhere > 0 ? `; ${needed(offer, neededElsewhere > score.total, reader)}` : '';
  return `${what(offer, request)} ${where} ${when(offer)}; ${worth(offer, request, score.newlyReachedPupils, short)}${others}.`;
}

function what({ activityType, sectors }: MatchOffer, request: MatchRequest): string {
  const { label } = ACTIVITY_RULES[activityType];
  const shared = sectors.filter((letter) => request.sectors.length === 0 || request.sectors.includes(letter));
  return shared.length === 0 ? label : `${label} (${list(shared.map((letter) => SECTOR_NAMES[letter]))})`;
}

function when({ slot: { startsOn, endsOn, arranged, dates } }: MatchOffer): string {
  if (startsOn === endsOn) return `on ${inWords(startsOn)}`;
  const span = `from ${inWords(startsOn)} to ${inWords(endsOn)}`;
  if (arranged) return `at a time to be agreed ${span}`;
  return dates.length > 0 ? `on ${count(dates.length, 'date')} ${span}` : span;
}

function worth(offer: MatchOffer, request: MatchRequest, reached: number, short: string): string {
  const benchmark = benchmarkName(request.benchmark);
  if (!servesBenchmark(offer, request)) return `does not count for ${benchmark}`;
  if (request.need === null) return `how far the school is with ${benchmark} is not worked out yet`;
  if (reached === 0) return `nobody it is for is still short of ${benchmark}`;
  const asked = yearsAsked(request);
  const pupils =
    asked.length === 1
      ? count(reached, `${years(asked)} pupil`)
      : `${count(reached, 'pupil')} in ${years(asked)}`;
  return `would newly reach ${pupils}${short} ${benchmark}`;
}

// What is added for schools that have little is in a clearing's points and not in a score: the sentence tells of that
// clearing, and not of what would be fair today.
function needed({ personId }: MatchOffer, more: boolean, reader: Side): string {
  const others = reader === Side.SCHOOL ? 'others' : 'other requests';
  const whom = personId === null ? 'this offer' : 'this volunteer';
  return `in the last clearing ${others} needed ${whom} ${more ? 'more' : 'too'}`;
}
