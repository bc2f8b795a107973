import { GivenBy } from '#offers';
import { ActivityType } from '#statutes';
import { type Chance, type Weighted } from './chance.js';
import type { BrokerRow, EmployerRow, OfferRow } from './rows.js';
import type { Setting } from './setting.js';

/** How every name that a person might take for a real one ends. */
export const LABEL = '(demonstration)';

/** The schemes that bring offers and requests in. */
export enum Scheme {
  STEM_AMBASSADORS = 'STEM Ambassadors',
  INSPIRING_THE_FUTURE = 'Inspiring the Future',
  BUSINESS_CLASS = 'Business Class',
  CAREER_ACADEMIES = 'Career Academies',
  FUTURE_FIRST = 'Future First',
  CHAMBER = 'A chamber of commerce',
  LOCAL_PARTNERSHIP = 'A local partnership',
  AREA_CONTRACTOR = 'A National Careers Service area contractor',
}

/** The scheme whose presence says that the demonstration was made. */
export const FIRST_SCHEME = brokerName(Scheme.STEM_AMBASSADORS);

/** What a scheme is called in the demonstration. */
export function brokerName(scheme: Scheme): string {
  return `${scheme} ${LABEL}`;
}

/** The broker of every scheme. */
export function makeBrokers({ ids, now }: Setting): Map<Scheme, BrokerRow> {
  const rows = Object.values(Scheme).map((scheme) => {
    const broker: BrokerRow = {
      id: ids.next('broker', now),
      name: brokerName(scheme),
      licence: 'Demonstration data, made up; free to use.',
      attribution: `Demonstration data: made up as ${scheme} might bring it. The scheme has no part in it.`,
      approved_at: now,
    };
    return [scheme, broker] as const;
  });
  return new Map(rows);
}

const SCIENTIFIC = ['C', 'D', 'E', 'F', 'J', 'M'];
const EVERYDAY: readonly Weighted<Scheme | null>[] = [
  [null, 5],
  [Scheme.CHAMBER, 2],
  [Scheme.LOCAL_PARTNERSHIP, 2],
  [Scheme.INSPIRING_THE_FUTURE, 1],
];

/** The scheme that brings an offer, or null where it was written here. */
export function schemeOfOffer(chance: Chance, offer: OfferRow, employer: EmployerRow): Scheme | null {
  const { MENTORING, ENTERPRISE_CHALLENGE, WORK_EXPERIENCE_PLACEMENT } = ActivityType;
  const activity = offer.activity_type;
  if (activity === ActivityType.ALUMNI_VISIT) return Scheme.FUTURE_FIRST;
  if ([ActivityType.GUIDANCE_INTERVIEW, ActivityType.LABOUR_MARKET_SESSION].includes(activity))
    return Scheme.AREA_CONTRACTOR;
  const likely: Weighted<Scheme | null>[] = [...EVERYDAY];
  if (offer.given_by !== GivenBy.EMPLOYER) likely.push([Scheme.INSPIRING_THE_FUTURE, 6]);
  if (employer.sectors.some((letter) => SCIENTIFIC.includes(letter)))
    likely.push([Scheme.STEM_AMBASSADORS, 7]);
  if ([MENTORING, ENTERPRISE_CHALLENGE].includes(activity)) likely.push([Scheme.BUSINESS_CLASS, 8]);
  if ([MENTORING, WORK_EXPERIENCE_PLACEMENT].includes(activity)) likely.push([Scheme.CAREER_ACADEMIES, 8]);
  return chance.weighted(likely);
}

/** The scheme through which a school asks, or null where it asks here. */
export function schemeOfRequest(chance: Chance): Scheme | null {
  return chance.weighted<Scheme | null>([
    [null, 12],
    [Scheme.BUSINESS_CLASS, 2],
    [Scheme.CAREER_ACADEMIES, 1],
    [Scheme.LOCAL_PARTNERSHIP, 2],
    [Scheme.AREA_CONTRACTOR, 1],
  ]);
}
