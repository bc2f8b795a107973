import { AmbassadorKind, GivenBy, OfferStatus } from '#offers';
import {
  ACTIVITY_RULES,
  ActivityType,
  Mode,
  ProviderKind,
  SECTOR_LETTERS,
  SizeBand,
  type YearGroup,
} from '#statutes';
import { Chance, Draw, type Weighted } from './chance.js';
import { type Firm } from './employers.js';
import { descriptionOf, titleOf } from './offer-words.js';
import type { People } from './people.js';
import type { BrokerRow, OfferPlaceRow, OfferRow, SlotRow } from './rows.js';
import { type Scheme, schemeOfOffer } from './schemes.js';
import type { Setting } from './setting.js';
import { slotsOf } from './slots.js';

/** How many offers there are. */
export const OFFERS = 7_000;

/** Offers with what belongs to them. */
export interface MadeOffers {
  readonly offers: OfferRow[];
  readonly slots: SlotRow[];
  readonly places: OfferPlaceRow[];
}

/** How many offers come from an employer of each size, relative to the others. */
const GENEROSITY: Readonly<Record<SizeBand, number>> = {
  [SizeBand.SELF_EMPLOYED]: 1.5,
  [SizeBand.MICRO]: 2,
  [SizeBand.SMALL]: 4,
  [SizeBand.MEDIUM]: 8,
  [SizeBand.LARGE]: 12,
};

const { CAREERS_TALK, CAREERS_FAIR, SPEED_NETWORKING, MOCK_INTERVIEW, MENTORING } = ActivityType;
const { AMBASSADOR_VISIT, ALUMNI_VISIT, WORKPLACE_VISIT, WORK_SHADOWING, GUIDANCE_INTERVIEW } = ActivityType;

const AT_SCHOOL: readonly Weighted<ActivityType>[] = [
  [CAREERS_TALK, 24],
  [SPEED_NETWORKING, 9],
  [MOCK_INTERVIEW, 11],
  [MENTORING, 6],
  [ActivityType.ENTERPRISE_CHALLENGE, 7],
  [ActivityType.CURRICULUM_CO_DELIVERY, 4],
  [ALUMNI_VISIT, 4],
];
const BY_FIRMS: readonly Weighted<ActivityType>[] = [
  ...AT_SCHOOL,
  [CAREERS_FAIR, 6],
  [WORKPLACE_VISIT, 9],
  [WORK_SHADOWING, 4],
  [ActivityType.WORK_EXPERIENCE_PLACEMENT, 12],
  [ActivityType.VIRTUAL_WORK_EXPERIENCE, 3],
  [AMBASSADOR_VISIT, 7],
  [ActivityType.TEACHER_EXTERNSHIP, 2],
  [ActivityType.EMPLOYER_GOVERNOR, 2],
];
const BY_PROVIDERS: readonly Weighted<ActivityType>[] = [
  [CAREERS_TALK, 6],
  [CAREERS_FAIR, 5],
  [AMBASSADOR_VISIT, 8],
  [WORKPLACE_VISIT, 5],
  [GUIDANCE_INTERVIEW, 5],
  [ActivityType.LABOUR_MARKET_SESSION, 4],
];

const YEARS: readonly Weighted<readonly [from: YearGroup, to: YearGroup]>[] = [
  [[7, 9], 4],
  [[7, 11], 5],
  [[8, 10], 2],
  [[9, 11], 4],
  [[10, 11], 3],
  [[9, 13], 3],
  [[7, 13], 3],
  [[12, 13], 2],
];

/** All offers of a demonstration's employers. */
export function makeOffers(
  setting: Setting,
  firms: readonly Firm[],
  people: People,
  brokers: ReadonlyMap<Scheme, BrokerRow>,
): MadeOffers {
  const made: MadeOffers = { offers: [], slots: [], places: [] };
  const chance = new Chance(setting.seed, 'offers');
  const draw = new Draw(firms.map((one) => [one, GENEROSITY[one.employer.size_band]] as const));
  const taken = new Set<string>();
  while (made.offers.length < OFFERS) {
    const from = draw.next(chance);
    const offer = makeOffer(setting, chance, from, people);
    const key = [offer.employer_id, offer.person_id, offer.activity_type, offer.title.toLowerCase()].join(
      '|',
    );
    if (taken.has(key)) continue; // The same offer twice is refused by the database.
    taken.add(key);
    const scheme = schemeOfOffer(chance, offer, from.employer);
    offer.broker_id = (scheme && brokers.get(scheme)?.id) ?? null;
    made.offers.push(offer);
    made.slots.push(...slotsOf(setting, chance, offer));
    made.places.push(...placesOf(offer));
  }
  return made;
}

function makeOffer(setting: Setting, chance: Chance, from: Firm, people: People): OfferRow {
  const { employer, site, letter } = from;
  const activity = chance.weighted(activitiesOf(from));
  const given = giverOf(chance, activity, from);
  const { minimumYear } = ACTIVITY_RULES[activity];
  const [yearFrom, yearTo] = chance.weighted(YEARS);
  const mode = modeOf(chance, activity);
  const who = given.ambassador_kind ?? given.given_by;
  return {
    ...begun(setting, chance),
    employer_id: employer.id,
    person_id: given.given_by === GivenBy.EMPLOYER ? null : people.giverOf(employer.id, who).id,
    broker_id: null,
    ...given,
    title: titleOf(chance, activity, letter),
    description: descriptionOf(activity),
    activity_type: activity,
    sectors: chance.happens(0.06) ? [] : employer.sectors,
    year_from: Math.max(yearFrom, minimumYear),
    year_to: yearTo < minimumYear ? 11 : yearTo,
    mode,
    postcode: site.postcode,
    place: site.place,
    travel_km: mode === Mode.VIRTUAL ? 0 : chance.pick([5, 8, 10, 15, 15, 20, 25, 30, 40, 60]),
  };
}

/** Most are published, the newer the more, as a list is that people keep. */
function begun(
  { ids, now }: Setting,
  chance: Chance,
): Pick<OfferRow, 'id' | 'status' | 'version' | 'created_at' | 'published_at'> {
  const [status, version] = chance.weighted<readonly [status: OfferStatus, version: number]>([
    [[OfferStatus.PUBLISHED, 2], 93],
    [[OfferStatus.DRAFT, 1], 4],
    [[OfferStatus.PAUSED, 3], 3],
  ]);
  const publishedAt = new Date(now.getTime() - Math.floor(chance.share() ** 2 * 150 * 86_400_000));
  const createdAt = new Date(publishedAt.getTime() - chance.int(1, 72) * 3_600_000);
  return {
    id: ids.next('offer', createdAt),
    status,
    version,
    created_at: createdAt,
    published_at: status === OfferStatus.DRAFT ? null : publishedAt,
  };
}

function activitiesOf({ employer }: Firm): readonly Weighted<ActivityType>[] {
  if (employer.provider_kind) return BY_PROVIDERS;
  return employer.size_band === SizeBand.SELF_EMPLOYED ? AT_SCHOOL : BY_FIRMS;
}

const STUDENTS: Readonly<Record<ProviderKind, AmbassadorKind>> = {
  [ProviderKind.SIXTH_FORM]: AmbassadorKind.COLLEGE_STUDENT,
  [ProviderKind.COLLEGE]: AmbassadorKind.COLLEGE_STUDENT,
  [ProviderKind.APPRENTICESHIP_PROVIDER]: AmbassadorKind.APPRENTICE,
  [ProviderKind.UNIVERSITY]: AmbassadorKind.UNDERGRADUATE,
};

function giverOf(
  chance: Chance,
  activity: ActivityType,
  { employer }: Firm,
): Pick<OfferRow, 'given_by' | 'ambassador_kind'> {
  const young = (kind: AmbassadorKind) => ({ given_by: GivenBy.YOUNG_AMBASSADOR, ambassador_kind: kind });
  if (activity === ALUMNI_VISIT) return young(AmbassadorKind.ALUMNUS);
  if (activity === AMBASSADOR_VISIT)
    return young(employer.provider_kind ? STUDENTS[employer.provider_kind] : AmbassadorKind.APPRENTICE);
  const oneself = employer.size_band === SizeBand.SELF_EMPLOYED;
  const given_by = oneself || chance.happens(0.4) ? GivenBy.VOLUNTEER : GivenBy.EMPLOYER;
  return { given_by, ambassador_kind: null };
}

function modeOf(chance: Chance, activity: ActivityType): Mode {
  const { mode } = ACTIVITY_RULES[activity];
  if (mode !== Mode.BOTH) return mode;
  return chance.weighted([
    [Mode.IN_PERSON, 72],
    [Mode.BOTH, 18],
    [Mode.VIRTUAL, 10],
  ]);
}

/** What finds an offer: the same rows as publishing it writes, none for one that schools do not see. */
export function placesOf(offer: OfferRow): OfferPlaceRow[] {
  if (offer.status !== OfferStatus.PUBLISHED) return [];
  const letters = offer.sectors.length > 0 ? [...new Set(offer.sectors)] : SECTOR_LETTERS;
  return ['*', ...letters].map((sector) => ({
    sector,
    offer_id: offer.id,
    place: offer.place,
    activity_type: offer.activity_type,
    year_from: offer.year_from,
    year_to: offer.year_to,
    mode: offer.mode,
    travel_m: offer.travel_km * 1000,
  }));
}
