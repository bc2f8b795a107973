import { firstOpening, type MatchOffer, type MatchRequest, whyNot } from '#matching';
import { agreedTimes, type Slot } from '#offers';
import { instantOf, type LocalDate, localTimeOf } from '#platform';
import { addDays, RequestKind } from '#statutes';
import { heldAt, type Times } from './proposal.pairs.js';

/** The hours of school between which something by arrangement is set where its window leaves the choice, by the clock in England. */
const [FROM, TO] = ['09:00', '15:30'];

/** How far apart the times are that are tried. */
const STEP_MINUTES = 30;

/** What a time is looked for under. */
export interface OpeningTerms {
  readonly today: LocalDate;
  readonly now: Date;
  readonly isHoliday: (day: LocalDate) => boolean;
  /** Whether nobody who would be there has something else then. */
  readonly isFree: (times: Times) => boolean;
}

/**
 * The first time within a slot by arrangement that suits its request and at which everybody is free; undefined where there
 * is none. The sides can name another when they talk.
 */
export function freeTimes(
  slot: Slot,
  offer: MatchOffer,
  request: MatchRequest,
  { today, now, isHoliday, isFree }: OpeningTerms,
): Times | undefined {
  let { windows } = request;
  for (;;) {
    const days = firstOpening(offer.slot, { ...request, windows }, today);
    if (!days) return undefined;
    for (const startsAt of timesOn(slot, days.from)) {
      const times = agreedTimes(slot, startsAt, { path: 'startsAt', now, isHoliday });
      if ('path' in times || !isFree(times)) continue;
      if (whyNot(heldAt(offer, times), request, today).fits) return times;
    }
    windows = after(days.from, windows);
  }
}

/** The times of a day at which a slot may begin: a placement when its days begin, a session in school hours where it can. */
function timesOn(slot: Slot, day: LocalDate): Date[] {
  const [opens, closes] = [localTimeOf(slot.startsAt), localTimeOf(slot.endsAt)];
  if (slot.kind === RequestKind.PLACEMENT) return [instantOf(day, opens)];
  const minutes = slot.minutes ?? 0;
  const [first, last] = [later(opens, FROM), earlier(closes, TO)];
  const within = between(first, last, minutes);
  // A window that opens in the evening, or closes in the morning of another day, leaves no school hours: then its own.
  const found = within.length > 0 ? within : between(opens, closes, minutes);
  return (found.length > 0 ? found : [opens]).map((time) => instantOf(day, time));
}

function between(first: string, last: string, minutes: number): string[] {
  const times: string[] = [];
  for (let at = minutesOf(first); at + minutes <= minutesOf(last); at += STEP_MINUTES) times.push(timeOf(at));
  return times;
}

function after(day: LocalDate, windows: MatchRequest['windows']): MatchRequest['windows'] {
  const next = addDays(day, 1);
  return windows
    .filter(({ to }) => to >= next)
    .map(({ from, to }) => ({ from: from > next ? from : next, to }));
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
