/** A section letter of the UK Standard Industrial Classification 2007. */
export type SectorLetter = keyof typeof SECTORS;

/** The title of every SIC 2007 section (Office for National Statistics, UK SIC 2007). */
export const SECTORS = {
  A: 'Agriculture, forestry and fishing',
  B: 'Mining and quarrying',
  C: 'Manufacturing',
  D: 'Electricity, gas, steam and air conditioning supply',
  E: 'Water supply; sewerage, waste management and remediation activities',
  F: 'Construction',
  G: 'Wholesale and retail trade; repair of motor vehicles and motorcycles',
  H: 'Transportation and storage',
  I: 'Accommodation and food service activities',
  J: 'Information and communication',
  K: 'Financial and insurance activities',
  L: 'Real estate activities',
  M: 'Professional, scientific and technical activities',
  N: 'Administrative and support service activities',
  O: 'Public administration and defence; compulsory social security',
  P: 'Education',
  Q: 'Human health and social work activities',
  R: 'Arts, entertainment and recreation',
  S: 'Other service activities',
  T: 'Activities of households as employers; undifferentiated goods- and services-producing activities of households for own use',
  U: 'Activities of extraterritorial organisations and bodies',
} as const;

/** What a careers coordinator calls each section, in lower case, to stand inside a sentence. */
export const SECTOR_NAMES: Readonly<Record<SectorLetter, string>> = {
  A: 'farming, forestry and fishing',
  B: 'mining and quarrying',
  C: 'manufacturing',
  D: 'energy',
  E: 'water and waste',
  F: 'construction',
  G: 'retail and motor trades',
  H: 'transport and logistics',
  I: 'hospitality',
  J: 'digital and media',
  K: 'finance and insurance',
  L: 'property',
  M: 'professional, scientific and engineering',
  N: 'business support services',
  O: 'public service and defence',
  P: 'education',
  Q: 'health and social care',
  R: 'arts, sport and recreation',
  S: 'other services',
  T: 'household employment',
  U: 'international organisations',
};

/** Every section letter, A to U. */
export const SECTOR_LETTERS: readonly SectorLetter[] = (Object.keys(SECTORS) as SectorLetter[]).sort();

/** Whether a text is a SIC 2007 section letter (capital A to U). */
export function isSectorLetter(text: string): text is SectorLetter {
  return Object.hasOwn(SECTORS, text);
}
