/** What a school asked for and what it got, in sessions and places. */
export interface ServedSchool {
  readonly id: string;
  /** Sessions and places that it looks for, those it has among them. A school that asks for none is left out. */
  readonly asked: number;
  /** Of these, how many it has; more than it asked for counts as all. */
  readonly served: number;
  /** Where it lies; absent or null where that is not known. */
  readonly region?: string | null;
  /** What kind of school it is; absent or null where that is not known. */
  readonly type?: string | null;
}

/** How evenly some schools are served. Shares are parts of what a school asked for, 0–1; null without schools. */
export interface FairnessFigures {
  /** Schools that ask for something. */
  readonly schools: number;
  /** Of these, how many have nothing at all. */
  readonly withNothing: number;
  /** The share that all schools but the worst-served 5% reach, by nearest rank. */
  readonly share5: number | null;
  /** The same of the worst-served 10%. */
  readonly share10: number | null;
  /** The share in the middle; of an even number of schools the mean of the two in the middle. */
  readonly median: number | null;
}

/** The figures of a group of schools; its name is null where the group of a school is not known. */
export interface GroupFairness extends FairnessFigures {
  readonly name: string | null;
}

/** How evenly schools are served: all together, and by region and by type. */
export interface FairnessReport {
  readonly overall: FairnessFigures;
  /** By name, the unknown last. */
  readonly byRegion: readonly GroupFairness[];
  /** By name, the unknown last. */
  readonly byType: readonly GroupFairness[];
}

/** How evenly schools are served. The order of the schools does not matter. */
export function fairnessOf(schools: readonly ServedSchool[]): FairnessReport {
  const asking = schools.filter(({ asked }) => asked > 0);
  return {
    overall: figuresOf(asking),
    byRegion: groupsOf(asking, ({ region }) => region ?? null),
    byType: groupsOf(asking, ({ type }) => type ?? null),
  };
}

/** The share of what it asked for that a school has, 0–1; 1 where it asked for nothing. */
export function shareServed({ asked, served }: Pick<ServedSchool, 'asked' | 'served'>): number {
  return asked > 0 ? Math.min(1, served / asked) : 1;
}

function figuresOf(schools: readonly ServedSchool[]): FairnessFigures {
  const shares = schools.map(shareServed).sort((one, other) => one - other);
  return {
    schools: shares.length,
    withNothing: schools.filter(({ served }) => served <= 0).length,
    share5: atPercent(shares, 5),
    share10: atPercent(shares, 10),
    median: medianOf(shares),
  };
}

/** The value at the nearest rank, ⌈n · percent / 100⌉, of rising values. Whole numbers keep the rank exact. */
function atPercent(rising: readonly number[], percent: number): number | null {
  return rising[Math.ceil((rising.length * percent) / 100) - 1] ?? null;
}

function medianOf(rising: readonly number[]): number | null {
  const [low, high] = [rising[(rising.length - 1) >> 1], rising[rising.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function groupsOf(
  schools: readonly ServedSchool[],
  nameOf: (school: ServedSchool) => string | null,
): GroupFairness[] {
  const groups = new Map<string | null, ServedSchool[]>();
  for (const school of schools) {
    const name = nameOf(school);
    const group = groups.get(name);
    if (group) group.push(school);
    else groups.set(name, [school]);
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...figuresOf(group) }))
    .sort((one, other) => byName(one.name, other.name));
}

function byName(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : Number(one > other);
}
