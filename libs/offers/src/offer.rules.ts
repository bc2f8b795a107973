import { type FieldFault, shorten } from '#platform';
import { ACTIVITY_RULES, ActivityType, Mode } from '#statutes';
import { GivenBy, OfferStatus } from './offer.graphql.js';
import type { DraftOfferInput } from './offer.input.js';
import { OfferChangedMeanwhile, OfferHasNoFutureSlot, OfferNotInRightStatus } from './offer.outcome.js';
import type { Offer } from './offer.entity.js';
import type { Slot } from './slot.entity.js';
import { faultsOfMoreSlots, faultsOfSlots } from './slot.rules.js';

/**
 * From which statuses an offer may come into each. Draft is where it begins; bookings fulfil it and, when cancelled,
 * publish it again; expired comes by itself.
 */
export const mayBecome: Readonly<Record<OfferStatus, readonly OfferStatus[]>> = {
  [OfferStatus.DRAFT]: [],
  [OfferStatus.PUBLISHED]: [OfferStatus.DRAFT, OfferStatus.PAUSED, OfferStatus.FULFILLED],
  [OfferStatus.PAUSED]: [OfferStatus.PUBLISHED],
  [OfferStatus.FULFILLED]: [OfferStatus.PUBLISHED],
  [OfferStatus.EXPIRED]: [OfferStatus.PUBLISHED, OfferStatus.PAUSED],
  [OfferStatus.WITHDRAWN]: [
    OfferStatus.DRAFT,
    OfferStatus.PUBLISHED,
    OfferStatus.PAUSED,
    OfferStatus.FULFILLED,
  ],
};

/** The statuses in which an offer still has something to come. */
export const living: readonly OfferStatus[] = [OfferStatus.DRAFT, OfferStatus.PUBLISHED, OfferStatus.PAUSED];

/** The statuses in which slots may be added: new ones give an offer that was fulfilled something to book again. */
export const extendable: readonly OfferStatus[] = [...living, OfferStatus.FULFILLED];

/** The statuses from which somebody may publish an offer; a fulfilled one is published again by what is freed of it. */
const publishable: readonly OfferStatus[] = [OfferStatus.DRAFT, OfferStatus.PAUSED];

/** Why an offer may not be changed by somebody who saw this version of it, or come into this status. */
export function whyNotChangeable(
  offer: Offer,
  version: number,
  allowed: readonly OfferStatus[],
): OfferChangedMeanwhile | OfferNotInRightStatus | undefined {
  if (offer.version !== version) return new OfferChangedMeanwhile(offer);
  if (!allowed.includes(offer.status)) return new OfferNotInRightStatus(offer.status, allowed);
  return undefined;
}

/** Why schools may not see the offer: it would be one that nobody can book. */
export function whyNotPublishable(
  offer: Offer,
  slots: readonly Slot[],
  version: number,
  now: Date,
): OfferChangedMeanwhile | OfferNotInRightStatus | OfferHasNoFutureSlot | undefined {
  const problem = whyNotChangeable(offer, version, publishable);
  if (problem) return problem;
  if (!slots.some((slot) => slot.bookableUntil > now)) return new OfferHasNoFutureSlot();
  return undefined;
}

/**
 * The status that the bookings of an offer give it, or the one it has. Fulfilled is one whose slots to come have
 * nothing left and nobody waiting; once its last slot is over it stays as it is.
 * @param someoneWaits whether units of these slots are held without being booked: they may become free again
 */
export function statusAsBooked(
  status: OfferStatus,
  slotsToCome: readonly Pick<Slot, 'remaining'>[],
  someoneWaits: boolean,
): OfferStatus {
  if (slotsToCome.length === 0) return status;
  const free = slotsToCome.some(({ remaining }) => remaining > 0);
  if (free) return status === OfferStatus.FULFILLED ? OfferStatus.PUBLISHED : status;
  const fulfils = !someoneWaits && mayBecome[OfferStatus.FULFILLED].includes(status);
  return fulfils ? OfferStatus.FULFILLED : status;
}

/** What no state of the world would make right in a draft. */
export function faultsOfDraft(input: DraftOfferInput, now: Date): FieldFault[] {
  const { slots } = input;
  const faults = [...faultsOfTerms(input, input.activityType), ...faultsOfSlots(slots, input, now)];
  if (input.byMe && input.givenBy === GivenBy.EMPLOYER)
    faults.push({
      path: 'input.byMe',
      expected: 'false, as whoever the employer sends would come',
      got: 'true',
    });
  return [...faults, ...faultsOfMoreSlots([], slots)];
}

/** What no state of the world would make right in what an offer of an activity says, its slots apart. */
export function faultsOfTerms(
  input: Pick<DraftOfferInput, 'yearFrom' | 'yearTo' | 'mode' | 'givenBy' | 'ambassadorKind'>,
  activityType: ActivityType,
): FieldFault[] {
  const { label, minimumYear, mode } = ACTIVITY_RULES[activityType];
  const faults = faultsOfGiver(input, activityType);
  if (input.yearTo < input.yearFrom) {
    faults.push({
      path: 'input.yearTo',
      expected: `a year group from ${input.yearFrom}, the yearFrom, up`,
      got: String(input.yearTo),
    });
  }
  if (input.yearFrom < minimumYear) {
    faults.push({
      path: 'input.yearFrom',
      expected: `Year ${minimumYear} or above for: ${label}`,
      got: String(input.yearFrom),
    });
  }
  if (mode !== Mode.BOTH && input.mode !== mode) {
    faults.push({
      path: 'input.mode',
      expected: `${mode.toUpperCase()}, the only mode of: ${label}`,
      got: input.mode.toUpperCase(),
    });
  }
  return faults;
}

/** Who would come: a young ambassador has a kind, and nobody else comes as one. */
function faultsOfGiver(
  { givenBy, ambassadorKind }: Pick<DraftOfferInput, 'givenBy' | 'ambassadorKind'>,
  activityType: ActivityType,
): FieldFault[] {
  const young = givenBy === GivenBy.YOUNG_AMBASSADOR;
  if (activityType === ActivityType.AMBASSADOR_VISIT && !young) {
    const expected = `YOUNG_AMBASSADOR for: ${ACTIVITY_RULES[activityType].label}`;
    return [{ path: 'input.givenBy', expected, got: givenBy.toUpperCase() }];
  }
  if (young === (ambassadorKind !== undefined && ambassadorKind !== null)) return [];
  const expected = 'a kind where a young ambassador would come, and none otherwise';
  return [{ path: 'input.ambassadorKind', expected, got: shorten(ambassadorKind ?? null) }];
}
