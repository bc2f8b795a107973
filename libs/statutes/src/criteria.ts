import type { LocalDate } from './dates.js';
import { type BandStep, policy, PolicyId } from './policies.js';
import { Benchmark, ProviderKind } from './vocabulary.js';
import { YEAR_GROUPS, type YearGroup } from './years.js';

/** The editions whose criteria reach over several academic years. */
export enum CriteriaPolicyId {
  GATSBY_2014 = 'gatsby_2014',
  GATSBY_2025 = 'gatsby_2025',
  PROVIDER_ACCESS_2023 = 'provider_access_2023',
  WORK_EXPERIENCE_2025 = 'work_experience_2025',
}

/** What one criterion asks for. */
export enum CriterionCode {
  WORKPLACES_BY_16 = 'workplaces_by_16',
  WORKPLACE_BY_18 = 'workplace_by_18',
  SIXTH_FORM_BY_16 = 'sixth_form_by_16',
  COLLEGE_BY_16 = 'college_by_16',
  APPRENTICESHIP_PROVIDER_BY_16 = 'apprenticeship_provider_by_16',
  UNIVERSITY_BY_16 = 'university_by_16',
  FULL_RANGE_BY_16 = 'full_range_by_16',
  UNIVERSITY_VISITS_BY_18 = 'university_visits_by_18',
  INTERVIEW_BY_16 = 'interview_by_16',
  INTERVIEW_BY_18 = 'interview_by_18',
  FIRST_KEY_PHASE = 'first_key_phase',
  SECOND_KEY_PHASE = 'second_key_phase',
  THIRD_KEY_PHASE = 'third_key_phase',
  WEEK_OF_ACTIVITIES = 'week_of_activities',
  WEEK_OF_PLACEMENT = 'week_of_placement',
}

/** What may count for a criterion, and in what its target is counted. */
export type Measure =
  /** Experiences of workplaces; so many of them may be virtual, never all. */
  | { readonly of: 'workplaces'; readonly virtualAtMost: 0 | 1 }
  /** Encounters with providers of one of these kinds; with `each`, of every kind once. */
  | {
      readonly of: 'providers';
      readonly kinds: readonly ProviderKind[];
      readonly each: boolean;
      /** Whether pupils must have gone there. */
      readonly visited: boolean;
    }
  /** Personal guidance interviews by an adviser of this level at least; null where the edition names none. */
  | { readonly of: 'interviews'; readonly adviserLevel: number | null }
  /** Minutes of activities with employers. */
  | { readonly of: 'minutes' }
  /** Days of placements. */
  | { readonly of: 'days' };

/** What is asked of a cohort over several years. */
export interface Criterion {
  readonly code: CriterionCode;
  /** The criterion in one sentence. */
  readonly criterion: string;
  /** The year groups in which it may be had; it is due in the last of them. */
  readonly yearGroups: readonly YearGroup[];
  readonly measure: Measure;
  /** How many encounters, minutes or days each pupil has in all. */
  readonly target: number;
  /** Whether being offered it suffices. */
  readonly offered: boolean;
  /** Whether it is asked of every pupil; if not, it is shown and settles nothing. */
  readonly forAll: boolean;
  /** The month and day of the due year group's second calendar year after which nothing counts; null at its end. */
  readonly until: string | null;
}

/** Criteria with their dates and their source. */
export interface CriteriaEdition {
  readonly id: CriteriaPolicyId;
  readonly title: string;
  readonly citation: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  /** The share of the roll that meets a criterion, as a whole percentage compared in integers. */
  readonly thresholdPercent: number;
  readonly bands: readonly BandStep[];
  readonly criteria: readonly Criterion[];
}

/** The benchmarks that are read by criteria over several years. */
export type CriteriaBenchmark = Benchmark.B6 | Benchmark.B7 | Benchmark.B8;

const BY_16: readonly YearGroup[] = [7, 8, 9, 10, 11];
const BY_18: readonly YearGroup[] = [12, 13];
const usual = { target: 1, offered: false, forAll: true, until: null };

function workplaces(several: number, virtualAtMost: 0 | 1): readonly Criterion[] {
  const sentence = {
    1: 'By 16, every pupil has had at least one experience of a workplace, part-time jobs apart.',
    2: 'By 16, every pupil has had experiences of workplaces: more than one, of which one may be virtual.',
  }[several];
  return [
    {
      ...{ ...usual, code: CriterionCode.WORKPLACES_BY_16, criterion: sentence ?? '' },
      ...{ yearGroups: BY_16, measure: { of: 'workplaces', virtualAtMost }, target: several },
    },
    {
      ...{ ...usual, code: CriterionCode.WORKPLACE_BY_18, yearGroups: BY_18 },
      criterion: 'By 18, every pupil has had at least one further experience of a workplace.',
      measure: { of: 'workplaces', virtualAtMost: 0 },
    },
  ];
}

function provider(code: CriterionCode, kind: ProviderKind, words: string): Criterion {
  return {
    ...{ ...usual, code, yearGroups: BY_16, measure: providersOf([kind]) },
    criterion: `By 16, every pupil has had a meaningful encounter with ${words}.`,
  };
}

function providersOf(kinds: readonly ProviderKind[], { each = false, visited = false } = {}): Measure {
  return { of: 'providers', kinds, each, visited };
}

const PROVIDERS: readonly Criterion[] = [
  provider(CriterionCode.SIXTH_FORM_BY_16, ProviderKind.SIXTH_FORM, 'a sixth form'),
  provider(CriterionCode.COLLEGE_BY_16, ProviderKind.COLLEGE, 'a college of further education'),
  provider(
    CriterionCode.APPRENTICESHIP_PROVIDER_BY_16,
    ProviderKind.APPRENTICESHIP_PROVIDER,
    'an independent training or apprenticeship provider',
  ),
  provider(CriterionCode.UNIVERSITY_BY_16, ProviderKind.UNIVERSITY, 'a university'),
  {
    ...{ ...usual, code: CriterionCode.FULL_RANGE_BY_16, yearGroups: BY_16 },
    criterion: 'By 16, every pupil has had a meaningful encounter with each of the four kinds of provider.',
    measure: providersOf(Object.values(ProviderKind), { each: true }),
  },
  {
    ...{
      ...usual,
      code: CriterionCode.UNIVERSITY_VISITS_BY_18,
      yearGroups: YEAR_GROUPS,
      target: 2,
      forAll: false,
    },
    criterion: 'By 18, every pupil who considers university has visited universities at least twice.',
    measure: providersOf([ProviderKind.UNIVERSITY], { visited: true }),
  },
];

function interviews(adviserLevel: number | null, by18: Pick<Criterion, 'criterion' | 'offered'>) {
  const measure = { of: 'interviews', adviserLevel } as const;
  const by16 = 'By 16, every pupil has had a personal interview with a careers adviser.';
  return [
    { ...usual, code: CriterionCode.INTERVIEW_BY_16, criterion: by16, yearGroups: BY_16, measure },
    { ...usual, ...by18, code: CriterionCode.INTERVIEW_BY_18, yearGroups: BY_18, measure },
  ];
}

const CRITERIA: Readonly<Record<PolicyId, Readonly<Record<CriteriaBenchmark, readonly Criterion[]>>>> = {
  [PolicyId.GATSBY_2014]: {
    [Benchmark.B6]: workplaces(1, 0),
    [Benchmark.B7]: PROVIDERS,
    [Benchmark.B8]: interviews(null, {
      criterion: 'By 18, every pupil has had the opportunity for a further personal interview.',
      offered: true,
    }),
  },
  [PolicyId.GATSBY_2025]: {
    // "Experiences", in the plural: two is the least that it can mean; the benchmark itself gives no number.
    [Benchmark.B6]: workplaces(2, 1),
    [Benchmark.B7]: PROVIDERS,
    [Benchmark.B8]: interviews(6, {
      criterion: 'By 18, every pupil has had a further personal interview.',
      offered: false,
    }),
  },
};

const { GATSBY_2014, GATSBY_2025 } = CriteriaPolicyId;
const editionOf = { [PolicyId.GATSBY_2014]: GATSBY_2014, [PolicyId.GATSBY_2025]: GATSBY_2025 };

const SOURCES: Readonly<Record<PolicyId, string>> = {
  [PolicyId.GATSBY_2014]: 'Gatsby Foundation, Good Career Guidance (April 2014)',
  [PolicyId.GATSBY_2025]: 'Gatsby Foundation, Good Career Guidance: The Next 10 Years (November 2024)',
};

/** What a benchmark asks under a policy. */
export function criteriaOf(benchmark: CriteriaBenchmark, id: PolicyId): CriteriaEdition {
  const { title, effectiveFrom, effectiveTo, employerEncounters, bands } = policy(id);
  return {
    ...{ id: editionOf[id], title, effectiveFrom, effectiveTo, bands },
    citation: `${SOURCES[id]}, Benchmark ${benchmark.slice(1)}`,
    thresholdPercent: employerEncounters.thresholdPercent,
    criteria: CRITERIA[id][benchmark],
  };
}

/** Words for how far a year is covered: those of the 2025 benchmarks, in editions that have none of their own. */
const { bands } = policy(PolicyId.GATSBY_2025);

function keyPhase(code: CriterionCode, years: readonly [YearGroup, YearGroup], offered = false): Criterion {
  const [first, last] = years;
  const has = offered ? 'has been offered' : 'has had';
  return {
    ...{ ...usual, code, yearGroups: years, target: 2, offered, until: '02-28' },
    criterion: `Between 1 September of Year ${first} and 28 February of Year ${last}, every pupil ${has} two encounters with providers of technical education or apprenticeships.`,
    measure: providersOf([ProviderKind.COLLEGE, ProviderKind.APPRENTICESHIP_PROVIDER]),
  };
}

/** Access of providers to pupils: six encounters in three key phases. The law, not a benchmark. */
export const PROVIDER_ACCESS: CriteriaEdition = {
  id: CriteriaPolicyId.PROVIDER_ACCESS_2023,
  title: 'Provider access (2023)',
  citation:
    'Education Act 1997, section 42B, as amended by the Skills and Post-16 Education Act 2022; in force 1 January 2023',
  effectiveFrom: '2023-01-01',
  effectiveTo: null,
  thresholdPercent: 100,
  bands,
  criteria: [
    keyPhase(CriterionCode.FIRST_KEY_PHASE, [8, 9]),
    keyPhase(CriterionCode.SECOND_KEY_PHASE, [10, 11]),
    keyPhase(CriterionCode.THIRD_KEY_PHASE, [12, 13], true),
  ],
};

/** A week's worth: five days, and in activities five hours a day. The hours are this product's own reading. */
const WEEK = { days: 5, minutes: 5 * 5 * 60 };

/** The guarantee of two weeks' worth of work experience. Not a benchmark. */
export const WORK_EXPERIENCE: CriteriaEdition = {
  id: CriteriaPolicyId.WORK_EXPERIENCE_2025,
  title: 'Two weeks’ worth of work experience (2025)',
  citation:
    'Department for Education, two weeks’ worth of work experience for every pupil (2025); how many hours make a week’s worth of activities is not laid down and read here as five days of five hours',
  effectiveFrom: '2025-09-01',
  effectiveTo: null,
  thresholdPercent: 100,
  bands,
  criteria: [
    {
      ...{ ...usual, code: CriterionCode.WEEK_OF_ACTIVITIES, yearGroups: [7, 8, 9], target: WEEK.minutes },
      criterion: 'In Years 7 to 9, every pupil has had a week’s worth of activities with employers.',
      measure: { of: 'minutes' },
    },
    {
      ...{ ...usual, code: CriterionCode.WEEK_OF_PLACEMENT, yearGroups: [10, 11], target: WEEK.days },
      criterion:
        'In Years 10 and 11, every pupil has completed five days of placements, with one employer or several.',
      measure: { of: 'days' },
    },
  ],
};
