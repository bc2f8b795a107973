import type { MatchOffer, MatchRequest } from '#matching';

/** What would be different of some offers. */
export interface WhatIfOffers {
  /** Which ones; all of the area, or of the whole clearing, where absent. */
  readonly offerIds?: readonly string[] | null;
  /** The code of the area that they set out from, or take place in. */
  readonly area?: string | null;
  /** Sessions or places that each of their slots would have besides. */
  readonly moreSessions: number;
  /** Kilometres that they would travel besides. */
  readonly moreKm: number;
}

/** What would be different of some requests. */
export interface WhatIfRequests {
  /** Which ones; all of the clearing where absent. */
  readonly requestIds?: readonly string[] | null;
  /** Sessions or places that each of them would look for besides. */
  readonly moreSessions: number;
  /** Kilometres that their pupils would travel to a workplace besides. */
  readonly moreKm: number;
}

/** What a clearing is to suppose. Changes of one and the same noun add up. */
export interface WhatIf {
  readonly offers: readonly WhatIfOffers[];
  readonly requests: readonly WhatIfRequests[];
}

/** Which offers set out from an area, by the area's code. */
export type OffersByArea = ReadonlyMap<string, ReadonlySet<string>>;

/** The slot as it would be. */
export function supposedOffer(offer: MatchOffer, { offers }: WhatIf, inArea: OffersByArea): MatchOffer {
  const meant = offers.filter(
    ({ offerIds, area }) =>
      (offerIds?.includes(offer.offerId) ?? true) && (!area || inArea.get(area)?.has(offer.offerId) === true),
  );
  const { slot } = offer;
  return {
    ...offer,
    travelKm: offer.travelKm + sum(meant, ({ moreKm }) => moreKm),
    slot: { ...slot, remaining: slot.remaining + sum(meant, ({ moreSessions }) => moreSessions) },
  };
}

/** The request as it would be. */
export function supposedRequest(request: MatchRequest, { requests }: WhatIf): MatchRequest {
  const meant = requests.filter(({ requestIds }) => requestIds?.includes(request.requestId) ?? true);
  return {
    ...request,
    outstanding: request.outstanding + sum(meant, ({ moreSessions }) => moreSessions),
    travelKm: request.travelKm + sum(meant, ({ moreKm }) => moreKm),
  };
}

/** How much farther at most anybody would travel. */
export function mostKmMore({ offers, requests }: WhatIf): { offers: number; requests: number } {
  return { offers: sum(offers, ({ moreKm }) => moreKm), requests: sum(requests, ({ moreKm }) => moreKm) };
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
