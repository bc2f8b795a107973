/** The words of a text in lower case, letters and digits only: what two spellings of the same have in common. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** A word with what it is compared by. */
export interface Spelling {
  /** Without the ending of a plural. */
  readonly stem: string;
  /** Its groups of three letters, as PostgreSQL's pg_trgm cuts them. */
  readonly groups: ReadonlySet<string>;
}

/** What a word is compared by: to be kept where it is compared often. */
export function spellingOf(word: string): Spelling {
  const stem = word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
  const padded = `  ${stem} `;
  const groups = Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
  return { stem, groups: new Set(groups) };
}

/** Below this two words are not taken for each other: `plummer` and `plumber` have 0.45, `nurse` and `purse` 0.33. */
const LEAST = 0.4;

/**
 * How alike a typed word is to a word that there is, 0 to 1, by the measure of PostgreSQL's pg_trgm: the share of their
 * groups of three letters that both have. A word that begins with what was typed is nearly as good as the same; what
 * shares less than 0.4 is not alike at all.
 */
export function likeness(typed: Spelling, word: Spelling): number {
  if (typed.stem === word.stem) return 1;
  if (typed.stem.length > 2 && word.stem.startsWith(typed.stem)) return 0.95;
  let common = 0;
  for (const group of typed.groups) if (word.groups.has(group)) common += 1;
  const share = common / (typed.groups.size + word.groups.size - common);
  return share < LEAST ? 0 : share * 0.9;
}
