/** The words that every library, the database and the schema share. Values are what is stored. */

/** What happens between pupils (or teachers, or governors) and the world of work: the domain's 17 types. */
export enum ActivityType {
  CAREERS_TALK = 'careers_talk',
  CAREERS_FAIR = 'careers_fair',
  SPEED_NETWORKING = 'speed_networking',
  MOCK_INTERVIEW = 'mock_interview',
  MENTORING = 'mentoring',
  ENTERPRISE_CHALLENGE = 'enterprise_challenge',
  WORKPLACE_VISIT = 'workplace_visit',
  WORK_SHADOWING = 'work_shadowing',
  WORK_EXPERIENCE_PLACEMENT = 'work_experience_placement',
  VIRTUAL_WORK_EXPERIENCE = 'virtual_work_experience',
  AMBASSADOR_VISIT = 'ambassador_visit',
  ALUMNI_VISIT = 'alumni_visit',
  CURRICULUM_CO_DELIVERY = 'curriculum_co_delivery',
  GUIDANCE_INTERVIEW = 'guidance_interview',
  LABOUR_MARKET_SESSION = 'labour_market_session',
  TEACHER_EXTERNSHIP = 'teacher_externship',
  EMPLOYER_GOVERNOR = 'employer_governor',
}

/** How people meet: face to face, over a video link, or either of the two. */
export enum Mode {
  IN_PERSON = 'in_person',
  VIRTUAL = 'virtual',
  BOTH = 'both',
}

/** What a slot holds and a request asks for: sessions with groups of pupils, or places for single pupils. */
export enum RequestKind {
  ENCOUNTER = 'encounter',
  PLACEMENT = 'placement',
}

/** Employer size by people employed: micro under 10, small under 50, medium under 250, large from 250. */
export enum SizeBand {
  SELF_EMPLOYED = 'self_employed',
  MICRO = 'micro',
  SMALL = 'small',
  MEDIUM = 'medium',
  LARGE = 'large',
}

/** What an organisation that teaches or trains is: the full range that Benchmark 7 asks for. */
export enum ProviderKind {
  SIXTH_FORM = 'sixth_form',
  COLLEGE = 'college',
  APPRENTICESHIP_PROVIDER = 'apprenticeship_provider',
  UNIVERSITY = 'university',
}

/** The eight Gatsby benchmarks; their titles are in BENCHMARK_TITLES. */
export enum Benchmark {
  B1 = 'b1',
  B2 = 'b2',
  B3 = 'b3',
  B4 = 'b4',
  B5 = 'b5',
  B6 = 'b6',
  B7 = 'b7',
  B8 = 'b8',
}

/** The title of each benchmark, as in Gatsby Foundation, Good Career Guidance (2014). */
export const BENCHMARK_TITLES: Readonly<Record<Benchmark, string>> = {
  [Benchmark.B1]: 'A stable careers programme',
  [Benchmark.B2]: 'Learning from career and labour market information',
  [Benchmark.B3]: 'Addressing the needs of each pupil',
  [Benchmark.B4]: 'Linking curriculum learning to careers',
  [Benchmark.B5]: 'Encounters with employers and employees',
  [Benchmark.B6]: 'Experiences of workplaces',
  [Benchmark.B7]: 'Encounters with further and higher education',
  [Benchmark.B8]: 'Personal guidance',
};

/**
 * One thing that makes an encounter meaningful. Which benchmark asks for which is in MEANINGFUL_POINTS;
 * a point that several benchmarks share is one member here and is recorded once.
 */
export enum MeaningfulPoint {
  PURPOSE_SHARED = 'purpose_shared',
  LEARNING_OUTCOMES = 'learning_outcomes',
  TWO_WAY_INTERACTION = 'two_way_interaction',
  TIME_TO_REFLECT = 'time_to_reflect',
  EXTENSIVE_INTERACTION = 'extensive_interaction',
  RANGE_OF_PEOPLE_MET = 'range_of_people_met',
  TASK_SET_BY_EMPLOYER = 'task_set_by_employer',
  FEEDBACK_FROM_EMPLOYER = 'feedback_from_employer',
  STAFF_AND_LEARNERS_MET = 'staff_and_learners_met',
  LEARNING_THERE_SHOWN = 'learning_there_shown',
}
