import { likeness, type Spelling, spellingOf, wordsOf } from './likeness.js';
import { type Occupation, OccupationLevel } from './occupation-codes.js';

/** A code with its global id: `occupation_2134`. */
export interface ListedOccupation extends Occupation {
  readonly id: string;
}

/** A title, or the title of a job in a unit group, by which it may be found. */
interface Name {
  readonly occupation: ListedOccupation;
  readonly words: readonly string[];
  /** Whether it is the group's own title. */
  readonly own: boolean;
}

/** How many words of a search count: each is compared with 2,600. */
const MOST_WORDS = 8;

/** The classification as a tree in memory: 551 codes with 2,091 job titles, read once. */
export class OccupationTree {
  private readonly byCode: Map<string, ListedOccupation>;
  private readonly names: readonly Name[];
  private readonly spellings: ReadonlyMap<string, Spelling>;

  /** @param occupations every code, in any order */
  constructor(occupations: readonly Occupation[]) {
    const sorted = [...occupations]
      .map((occupation) => ({ ...occupation, id: `occupation_${occupation.code}` }))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    this.byCode = new Map(sorted.map((occupation) => [occupation.code, occupation]));
    this.names = sorted.flatMap((occupation) => [
      { occupation, words: wordsOf(occupation.title), own: true },
      ...occupation.jobTitles.map((title) => ({ occupation, words: wordsOf(title), own: false })),
    ]);
    const words = this.names.flatMap(({ words }) => words);
    this.spellings = new Map(words.map((word) => [word, spellingOf(word)]));
  }

  get(code: string): ListedOccupation | undefined {
    return this.byCode.get(code);
  }

  /** Codes one step below, ascending: those that have one digit more. */
  childrenOf({ code }: Occupation): ListedOccupation[] {
    return [...this.byCode.values()].filter((other) => other.code.slice(0, -1) === code);
  }

  parentOf({ code }: Occupation): ListedOccupation | undefined {
    return this.byCode.get(code.slice(0, -1));
  }

  /** Every code of a level, ascending. */
  ofLevel(level: OccupationLevel): ListedOccupation[] {
    return [...this.byCode.values()].filter((occupation) => occupation.level === level);
  }

  /**
   * The groups whose title, or one of whose jobs, has a word like each word typed; the likest first. Digits find the
   * codes that begin with them.
   */
  search(text: string): ListedOccupation[] {
    const typed = wordsOf(text).slice(0, MOST_WORDS);
    if (typed.length === 0) return [];
    if (typed.length === 1 && /^\d+$/.test(typed[0] ?? ''))
      return [...this.byCode.values()].filter(({ code }) => code.startsWith(typed[0] ?? ''));
    const likes = typed.map((word) => this.likes(spellingOf(word)));
    const best = new Map<ListedOccupation, number>();
    for (const { occupation, words, own } of this.names) {
      const each = likes.map((like) => Math.max(...words.map((word) => like.get(word) ?? 0)));
      if (each.includes(0)) continue;
      // Of two that are as like, the one that says little else is meant, and a group rather than one of its jobs.
      const fit = each.reduce((sum, one) => sum + one, 0) / each.length;
      const score = fit + 0.1 * (typed.length / Math.max(words.length, typed.length)) + (own ? 0.02 : 0);
      best.set(occupation, Math.max(score, best.get(occupation) ?? 0));
    }
    const ranked = [...best].sort(([a, x], [b, y]) => y - x || (a.code < b.code ? -1 : 1));
    return ranked.map(([occupation]) => occupation);
  }

  private likes(typed: Spelling): Map<string, number> {
    return new Map([...this.spellings].map(([word, spelling]) => [word, likeness(typed, spelling)]));
  }

  /** Number of codes. */
  get size(): number {
    return this.byCode.size;
  }
}
