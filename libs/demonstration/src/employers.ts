import { pointOf } from '#platform';
import type { EmployerMix, PostcodePlace, PostcodeRegister } from '#reference';
import { isSectorLetter, ProviderKind, type SectorLetter, SizeBand } from '#statutes';
import { Chance, Draw, type Weighted } from './chance.js';
import type { EmployerRow, SiteRow } from './rows.js';
import { LABEL } from './schemes.js';
import { FIRM_NAMES, PARTNER_NAMES, SECTOR_WORDS } from './sector-words.js';
import type { Setting } from './setting.js';

/** An employer with its one site. */
export interface Firm {
  readonly employer: EmployerRow;
  readonly site: SiteRow;
  /** The section it is named after. */
  readonly letter: SectorLetter;
}

/** How many of them there are, and how many are providers of education and training. */
export const FIRMS = { employers: 2_600, providers: 120 };

/**
 * Of firms with staff 81% are micro, 15% small, 3% medium and 0.6% large (business population of England). Most
 * businesses are one self-employed person; among those who offer time to schools a quarter here.
 */
const SIZES: readonly Weighted<SizeBand>[] = [
  [SizeBand.SELF_EMPLOYED, 0.25],
  [SizeBand.MICRO, 0.75 * 0.814],
  [SizeBand.SMALL, 0.75 * 0.15],
  [SizeBand.MEDIUM, 0.75 * 0.03],
  [SizeBand.LARGE, 0.75 * 0.006],
];

const PROVIDERS: Readonly<
  Record<ProviderKind, { size: SizeBand; weight: number; name: (place: string) => string }>
> = {
  [ProviderKind.SIXTH_FORM]: { size: SizeBand.MEDIUM, weight: 2, name: (place) => `${place} Sixth Form` },
  [ProviderKind.COLLEGE]: { size: SizeBand.LARGE, weight: 4, name: (place) => `${place} College` },
  [ProviderKind.APPRENTICESHIP_PROVIDER]: {
    size: SizeBand.SMALL,
    weight: 4,
    name: (place) => `${place} Apprenticeships`,
  },
  [ProviderKind.UNIVERSITY]: { size: SizeBand.LARGE, weight: 2, name: (place) => `University of ${place}` },
};

/**
 * Fictional employers, placed and spread over the sectors as the real large ones are. They have no company numbers:
 * one that is made up could be somebody's.
 */
export function makeFirms(
  setting: Setting,
  mix: readonly EmployerMix[],
  postcodes: PostcodeRegister,
): Firm[] {
  const draw = new Draw(mix.map((entry) => [entry, entry.count] as const));
  const chance = new Chance(setting.seed, 'employers');
  const firms: Firm[] = [];
  while (firms.length < FIRMS.employers) {
    const { postcodeSector, section } = draw.next(chance);
    const found = postcodes.inSector(postcodeSector);
    if (found.length === 0 || !isSectorLetter(section)) continue;
    const at = chance.pick(found);
    firms.push(
      firms.length < FIRMS.providers
        ? provider(setting, chance, at)
        : firm(setting, section, { size: chance.weighted(SIZES), at, name: undefined }),
    );
  }
  return firms;
}

/** An employer of a section at a postcode. @param what its size, place, and its name if not one drawn for it */
export function firm(
  setting: Setting,
  letter: SectorLetter,
  what: { size: SizeBand; at: PostcodePlace; name: string | undefined },
): Firm {
  const chance = new Chance(setting.seed, 'employer', letter, what.at.postcode, what.size);
  const second = chance.pick(Object.keys(SECTOR_WORDS).filter(isSectorLetter));
  const sectors = chance.happens(0.12) && second !== letter ? [letter, second].sort() : [letter];
  const name = what.name ?? firmName(chance, letter, what.size);
  return placed(setting, letter, what.at, { name, size_band: what.size, sectors, provider_kind: null });
}

function firmName(chance: Chance, letter: SectorLetter, size: SizeBand): string {
  const [first, trade] = [chance.pick(FIRM_NAMES), chance.pick(SECTOR_WORDS[letter].trades)];
  return size === SizeBand.SELF_EMPLOYED || chance.happens(0.4)
    ? `${first} ${trade}`
    : `${first} & ${chance.pick(PARTNER_NAMES)} ${trade}`;
}

function provider(setting: Setting, chance: Chance, at: PostcodePlace): Firm {
  const kind = chance.weighted(
    Object.values(ProviderKind).map((one) => [one, PROVIDERS[one].weight] as const),
  );
  const { size, name } = PROVIDERS[kind];
  const called = name(`${chance.pick(FIRM_NAMES)}${chance.pick(['ton', 'moor', 'ford', ' Vale', ' Cross'])}`);
  return placed(setting, 'P', at, { name: called, size_band: size, sectors: ['P'], provider_kind: kind });
}

function placed(
  { ids, now }: Setting,
  letter: SectorLetter,
  { postcode, place }: PostcodePlace,
  given: Pick<EmployerRow, 'name' | 'size_band' | 'sectors' | 'provider_kind'>,
): Firm {
  const id = ids.next('employer', now);
  const since = { created_at: now, approved_at: now };
  const employer = { id, ...given, name: `${given.name} ${LABEL}`, broker_id: null, ...since };
  const site = {
    id: ids.next('site', now),
    employer_id: id,
    name: 'Main site',
    postcode,
    place: pointOf(place),
  };
  return { employer, site, letter };
}
