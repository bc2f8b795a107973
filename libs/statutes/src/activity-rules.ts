import { ActivityType, Benchmark, Mode, RequestKind } from './vocabulary.js';
import type { YearGroup } from './years.js';

/** Where an activity takes place, which decides who travels: the volunteer, the pupils, or nobody. */
export enum Venue {
  SCHOOL = 'school',
  WORKPLACE = 'workplace',
  REMOTE = 'remote',
}

/** When an activity may count for a benchmark. */
export enum CountsWhen {
  YES = 'yes',
  /** The offerer is a provider of further or higher education or training. */
  IF_PROVIDER = 'if_provider',
  /** Each pupil's own interaction is recorded, as attendance at a fair alone proves none. */
  IF_INTERACTION_RECORDED = 'if_interaction_recorded',
  /** The visitor is employed, as an apprentice is and a full-time student is not. */
  IF_EMPLOYED = 'if_employed',
  /** The task was set at a workplace. */
  IF_AT_WORKPLACE = 'if_at_workplace',
  /** It happened inside subject lessons. */
  IF_IN_LESSONS = 'if_in_lessons',
  /** As what the visitor comes: for Benchmark 5 as somebody employed, for Benchmark 7 on behalf of a provider. */
  BY_ROLE = 'by_role',
  /** It counts by the days each pupil completed. */
  IN_DAYS = 'in_days',
  /** It helps, yet never stands for the criterion by itself: virtual does not replace in person. */
  CONTRIBUTES = 'contributes',
  NO = 'no',
}

/** What the statutes say of one activity type. */
export interface ActivityRule {
  /** The name people read, in sentence case. */
  readonly label: string;
  readonly venue: Venue;
  /** The modes in which it can be held at all; a workplace visit by video is another activity type. */
  readonly mode: Mode;
  /** Whether its slots hold sessions for groups or places for single pupils. */
  readonly kind: RequestKind;
  /** The youngest year group that may take part. */
  readonly minimumYear: YearGroup;
  /** For each benchmark, on what condition a delivery may count once its points are recorded. */
  readonly counts: Readonly<Record<Benchmark, CountsWhen>>;
}

/** What a delivery's record says that a condition may ask for; absent means not recorded, so not met. */
export interface CountingEvidence {
  readonly byProvider?: boolean;
  readonly interactionRecorded?: boolean;
  readonly employed?: boolean;
  readonly atWorkplace?: boolean;
  readonly inLessons?: boolean;
}

const { YES, NO, IF_PROVIDER, BY_ROLE } = CountsWhen;
const { B1, B2, B3, B4, B5, B6, B7, B8 } = Benchmark;

type Counts = Partial<Record<Benchmark, CountsWhen>>;

function rule(label: string, venue: Venue, counts: Counts): ActivityRule {
  const none = { [B1]: NO, [B2]: NO, [B3]: NO, [B4]: NO, [B5]: NO, [B6]: NO, [B7]: NO, [B8]: NO };
  const modes = { school: Mode.BOTH, workplace: Mode.IN_PERSON, remote: Mode.VIRTUAL };
  return {
    label,
    venue,
    mode: modes[venue],
    kind: RequestKind.ENCOUNTER,
    minimumYear: 7,
    counts: { ...none, ...counts },
  };
}

/** The rule of every activity type: the domain's table of what may count. */
export const ACTIVITY_RULES: Readonly<Record<ActivityType, ActivityRule>> = {
  [ActivityType.CAREERS_TALK]: rule('Careers talk', Venue.SCHOOL, { [B5]: YES, [B7]: IF_PROVIDER }),
  [ActivityType.CAREERS_FAIR]: rule('Careers fair', Venue.SCHOOL, {
    [B5]: CountsWhen.IF_INTERACTION_RECORDED,
    [B7]: YES,
  }),
  [ActivityType.SPEED_NETWORKING]: rule('Speed networking', Venue.SCHOOL, { [B5]: YES, [B7]: IF_PROVIDER }),
  [ActivityType.MOCK_INTERVIEW]: rule('Mock interviews', Venue.SCHOOL, { [B5]: YES }),
  [ActivityType.MENTORING]: rule('Mentoring', Venue.SCHOOL, { [B5]: YES, [B7]: IF_PROVIDER }),
  [ActivityType.ENTERPRISE_CHALLENGE]: rule('Enterprise challenge', Venue.SCHOOL, {
    [B4]: CountsWhen.IF_IN_LESSONS,
    [B5]: YES,
    [B6]: CountsWhen.IF_AT_WORKPLACE,
  }),
  [ActivityType.WORKPLACE_VISIT]: rule('Workplace visit', Venue.WORKPLACE, { [B5]: YES, [B6]: YES }),
  [ActivityType.WORK_SHADOWING]: rule('Work shadowing', Venue.WORKPLACE, { [B5]: YES, [B6]: YES }),
  [ActivityType.WORK_EXPERIENCE_PLACEMENT]: {
    ...rule('Work experience placement', Venue.WORKPLACE, { [B5]: YES, [B6]: CountsWhen.IN_DAYS }),
    kind: RequestKind.PLACEMENT,
    minimumYear: 10,
  },
  [ActivityType.VIRTUAL_WORK_EXPERIENCE]: rule('Virtual work experience', Venue.REMOTE, {
    [B5]: YES,
    [B6]: CountsWhen.CONTRIBUTES,
  }),
  [ActivityType.AMBASSADOR_VISIT]: rule('Young ambassador visit', Venue.SCHOOL, {
    [B5]: CountsWhen.IF_EMPLOYED,
    [B7]: YES,
  }),
  [ActivityType.ALUMNI_VISIT]: rule('Alumni visit', Venue.SCHOOL, {
    [B3]: YES,
    [B5]: BY_ROLE,
    [B7]: BY_ROLE,
  }),
  [ActivityType.CURRICULUM_CO_DELIVERY]: rule('Curriculum co-delivery', Venue.SCHOOL, {
    [B4]: YES,
    [B5]: YES,
  }),
  [ActivityType.GUIDANCE_INTERVIEW]: rule('Personal guidance interview', Venue.SCHOOL, { [B8]: YES }),
  [ActivityType.LABOUR_MARKET_SESSION]: rule('Labour market session', Venue.SCHOOL, { [B2]: YES }),
  [ActivityType.TEACHER_EXTERNSHIP]: rule('Teacher externship', Venue.WORKPLACE, { [B4]: YES }),
  [ActivityType.EMPLOYER_GOVERNOR]: rule('Employer governor', Venue.SCHOOL, {}),
};

/**
 * Whether a delivery of an activity may enter a benchmark's figures, given what its record says. An activity
 * that only contributes may not; one that counts in days may, its days being kept with it.
 */
export function mayCount(activity: ActivityType, benchmark: Benchmark, evidence: CountingEvidence): boolean {
  return verdict(ACTIVITY_RULES[activity].counts[benchmark], benchmark, evidence) === true;
}

function verdict(counts: CountsWhen, benchmark: Benchmark, evidence: CountingEvidence): boolean | undefined {
  switch (counts) {
    case CountsWhen.YES:
    case CountsWhen.IN_DAYS:
      return true;
    case CountsWhen.IF_PROVIDER:
      return evidence.byProvider;
    case CountsWhen.IF_INTERACTION_RECORDED:
      return evidence.interactionRecorded;
    case CountsWhen.IF_EMPLOYED:
      return evidence.employed;
    case CountsWhen.IF_AT_WORKPLACE:
      return evidence.atWorkplace;
    case CountsWhen.IF_IN_LESSONS:
      return evidence.inLessons;
    case CountsWhen.BY_ROLE:
      return benchmark === B7 ? evidence.byProvider : evidence.employed;
    case CountsWhen.CONTRIBUTES:
    case CountsWhen.NO:
      return false;
  }
}
