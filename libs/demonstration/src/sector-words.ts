import type { SectorLetter } from '#statutes';

/** Words that make offers of a sector sound like it. */
export interface SectorWords {
  /** How firms of it end their names. */
  readonly trades: readonly string[];
  /** Who works there, to stand after "a" or "an". */
  readonly roles: readonly string[];
  /** Where they work, to stand after "our". */
  readonly workplace: string;
  /** What they might set pupils to do. */
  readonly task: string;
}

function words(trades: string, roles: string, workplace: string, task: string): SectorWords {
  return { trades: trades.split(', '), roles: roles.split(', '), workplace, task };
}

/** The words of every section of the classification. */
export const SECTOR_WORDS: Readonly<Record<SectorLetter, SectorWords>> = {
  A: words(
    'Farm, Growers, Forestry',
    'farm manager, forester, agronomist, herd manager',
    'farm',
    'plan a year of crops',
  ),
  B: words(
    'Quarries, Aggregates, Minerals',
    'quarry manager, geologist, plant operator',
    'quarry',
    'reopen a quarry as a nature reserve',
  ),
  C: words(
    'Engineering, Works, Castings, Foods, Textiles, Precision',
    'production engineer, toolmaker, design engineer, quality technician, food technologist',
    'works',
    'improve a product that comes back broken',
  ),
  D: words(
    'Energy, Power, Renewables',
    'wind-turbine technician, grid engineer, energy analyst',
    'control room',
    'keep the lights on when the wind drops',
  ),
  E: words(
    'Water, Recycling, Environmental',
    'water engineer, recycling manager, ecologist',
    'treatment works',
    'cut what a school throws away',
  ),
  F: words(
    'Builders, Construction, Joinery, Roofing, Electrical',
    'site manager, bricklayer, joiner, quantity surveyor, electrician',
    'building site',
    'price and plan an extension',
  ),
  G: words(
    'Stores, Motors, Trading, Bakery, Books',
    'store manager, buyer, vehicle technician, merchandiser',
    'store',
    'lay out a shop for a new neighbourhood',
  ),
  H: words(
    'Logistics, Haulage, Couriers, Coaches',
    'transport planner, train driver, warehouse manager, pilot',
    'depot',
    'route fifty parcels through the rush hour',
  ),
  I: words(
    'Kitchen, Hotel, Catering, Café',
    'chef, hotel manager, events manager, baker',
    'kitchen',
    'cost a menu for two hundred guests',
  ),
  J: words(
    'Software, Digital, Studios, Media',
    'software developer, games designer, journalist, network engineer, data analyst',
    'studio',
    'design an app that your town needs',
  ),
  K: words(
    'Finance, Insurance, Mutual',
    'mortgage adviser, actuary, accountant in training, fraud analyst',
    'branch',
    'decide which of three firms gets the loan',
  ),
  L: words(
    'Property, Estates, Lettings',
    'surveyor, housing officer, facilities manager',
    'office',
    'find a use for an empty high-street shop',
  ),
  M: words(
    'Consulting, Architects, Laboratories, Design, Legal',
    'architect, solicitor, civil engineer, laboratory scientist, market researcher, vet',
    'practice',
    'design a footbridge that fits the budget',
  ),
  N: words(
    'Services, Recruitment, Gardens, Travel, Security',
    'recruiter, landscape gardener, travel adviser, project manager',
    'office',
    'organise a trip for sixty people',
  ),
  O: words(
    'Civic Office, Fire and Rescue, Borough Services',
    'planning officer, firefighter, police officer, civil servant, army engineer',
    'station',
    'spend a town budget fairly',
  ),
  P: words(
    'Learning, Tuition, Training',
    'teacher, nursery manager, sports coach, lecturer',
    'classrooms',
    'teach ten-year-olds one idea of science',
  ),
  Q: words(
    'Care, Clinic, Health, Dental Practice',
    'nurse, paramedic, physiotherapist, care manager, radiographer',
    'clinic',
    'plan a week of care for one patient',
  ),
  R: words(
    'Theatre, Leisure, Gallery, Sports',
    'stage manager, curator, sports analyst, lighting technician',
    'theatre',
    'fill a hall on a wet Tuesday',
  ),
  S: words(
    'Repairs, Salon, Trust, Association',
    'hairdresser, charity fundraiser, repair technician',
    'workshop',
    'raise a thousand pounds for a cause',
  ),
  T: words(
    'Household Services, Home Help',
    'housekeeper, nanny, head gardener',
    'household',
    'run a house for a week on a budget',
  ),
  U: words(
    'International Institute, Liaison Office',
    'interpreter, policy adviser, aid worker',
    'office',
    'settle a dispute between two neighbours',
  ),
};

/** First words of firms' names. */
export const FIRM_NAMES =
  'Harlow Ashby Brennick Calder Dunmore Eastwell Farrow Garside Hollin Ingleby Jarrold Kestrel Lathom Marlow Netherby Oakham Pendle Quarry Rushton Selby Thornby Ullswater Varley Wexcombe Yarrow Aldine Birkett Coppice Denholm Elmstead Foxley Greave Hartwick Ivor Kirkby Linton Milburn Norland Orton Padley Rokeby Stanmere Tarrant Underhill Verity Wharton'.split(
    ' ',
  );

/** Second words of firms' names. */
export const PARTNER_NAMES =
  'Pike Bell Crane Drew Ellis Frost Gill Hale Ives Keane Lowe Moss Nash Okoro Patel Reyes Shaw Tran Usman Voss Webb Young Abara Begum Cho Dias Evans Flint Gray Hussain'.split(
    ' ',
  );

/** Given names of people. */
export const GIVEN_NAMES =
  'Aisha Ben Chidi Dina Ewan Farah George Hana Imran Joyce Kofi Leila Mark Nadia Owen Priya Quentin Rosa Sam Tariq Una Viktor Wendy Xin Yusuf Zara Alice Bilal Carys Dev Erin Femi Grace Hugo Isla Jamal'.split(
    ' ',
  );
