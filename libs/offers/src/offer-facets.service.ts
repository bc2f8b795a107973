import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock, readNamed } from '#platform';
import { Areas, inSql, Places } from '#reference';
import { type ActivityType, Mode, SECTOR_NAMES, type SectorLetter } from '#statutes';
import type { OfferFacets } from './offer-facets.graphql.js';
import type { OffersArgs } from './offer.input.js';
import { countedBy } from './offer-facets.statement.js';
import { wordsOf } from './search-words.js';

/** How many offers are counted at most: what finds more is no search yet, and is told so. */
const MOST = 100_000;

interface Count {
  facet: 'all' | 'looked' | 'sector' | 'any_sector' | 'activity' | 'year' | 'mode';
  value: string;
  offers: number;
}

/** Counts what a search of offers finds, and would find with other filters. */
@Injectable()
export class OfferFacetCounts {
  constructor(
    private readonly manager: EntityManager,
    private readonly places: Places,
    private readonly areas: Areas,
    private readonly clock: Clock,
  ) {}

  /** One statement, and one for the words. The search itself has found that its arguments are right. */
  async of(args: OffersArgs): Promise<OfferFacets> {
    const { within, search, filter = {} } = args;
    const origin = this.places.start(args);
    const words = search === undefined ? undefined : await wordsOf(this.manager, search, undefined);
    const reach = filter.area && (await this.areas.reach(filter.area, 'filter.area'));
    const asked = {
      origin: origin && inSql(origin),
      words,
      within,
      filter,
      reach,
      now: this.clock.now(),
      most: MOST,
    };
    const { sql, values } = countedBy(asked);
    return shown(await readNamed<Count>(this.manager, sql, values));
  }
}

function shown(counts: readonly Count[]): OfferFacets {
  const of = (facet: Count['facet']) => counts.filter((count) => count.facet === facet);
  const one = (facet: Count['facet'], value = '') =>
    of(facet).find((count) => count.value === value)?.offers ?? 0;
  const both = one('mode', Mode.BOTH);
  const either = (mode: Mode) => one('mode', mode) + (mode === Mode.BOTH ? 0 : both);
  const letters = Object.keys(SECTOR_NAMES) as SectorLetter[];
  return {
    offers: one('all'),
    complete: one('looked') <= MOST,
    sectors: letters
      .map((sector) => ({
        sector,
        name: SECTOR_NAMES[sector],
        offers: one('sector', sector) + one('any_sector'),
      }))
      .filter(({ offers }) => offers > 0),
    activityTypes: of('activity')
      .map(({ value, offers }) => ({ activityType: value as ActivityType, offers }))
      .sort((a, b) => b.offers - a.offers || (a.activityType < b.activityType ? -1 : 1)),
    yearGroups: of('year')
      .map(({ value, offers }) => ({ yearGroup: Number(value), offers }))
      .sort((a, b) => a.yearGroup - b.yearGroup),
    modes: Object.values(Mode)
      .map((mode) => ({ mode, offers: either(mode) }))
      .filter(({ offers }) => offers > 0),
  };
}
