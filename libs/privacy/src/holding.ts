/** What a column holds of people. */
export enum Holds {
  /** Figures, codes, days, and what organisations say of themselves. */
  NOTHING = 'nothing',
  /** The id of a person: once they are erased, of nobody. */
  REFERENCE = 'reference',
  /** Told to its person who asks, and erased. */
  PERSONAL = 'personal',
  /** Erased, and told to nobody. */
  SECRET = 'secret',
}

/** What a table holds of people, and what becomes of it. */
export interface Holding {
  /** Every column of the table; a test holds them against the database's catalogue. */
  readonly columns: Readonly<Record<string, Holds>>;
  /** SQL that a row `t` fulfils to be about the person `$1`. */
  readonly about?: string;
  /** At erasure: the row goes, or its columns become what these SQL expressions of `t` say. */
  readonly erase?: 'row' | Readonly<Record<string, string>>;
  /** Why what is personal here needs no erasure. */
  readonly fades?: string;
}

type Named = Partial<Record<Holds, string>>;

/** Classifies columns by name: a list of names, separated by spaces, for each kind. */
export function columns(named: Named): Record<string, Holds> {
  const kinds = Object.entries(named) as [Holds, string][];
  return Object.fromEntries(kinds.flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind])));
}

/** Whether a column goes at erasure. */
export function goes(holds: Holds): boolean {
  return holds === Holds.PERSONAL || holds === Holds.SECRET;
}

/** Why a table's entry does not hold together: each personal column is found by its person, and goes. */
export function whyNotSound({ columns: held, about, erase, fades }: Holding): string | undefined {
  const going = Object.keys(held).filter((name) => goes(held[name] ?? Holds.NOTHING));
  const concerns = going.length > 0 || Object.values(held).includes(Holds.REFERENCE);
  if (fades) return erase ? 'it fades by itself and is erased' : undefined;
  if (concerns && !about) return 'it holds something of a person, and nothing says of whom';
  if (erase === 'row') return undefined;
  const left = going.filter((name) => !(name in (erase ?? {})));
  return left.length > 0 ? `erasure leaves ${left.join(', ')}` : undefined;
}
