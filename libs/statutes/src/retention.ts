/** A kind of record that is kept for its own time. */
export enum RecordKind {
  SESSION = 'session',
  ATTEMPT = 'attempt',
  SIGN_IN_ATTEMPT = 'sign_in_attempt',
  SIGN_IN_CODE = 'sign_in_code',
  IDEMPOTENCY_KEY = 'idempotency_key',
  ENDED_MEMBERSHIP = 'ended_membership',
  PROPOSAL_TEXT = 'proposal_text',
  REQUEST_TEXT = 'request_text',
  OFFER_TEXT = 'offer_text',
  ALERT_LETTER = 'alert_letter',
  ALERT_STOP_LINK = 'alert_stop_link',
  SAVED_SEARCH = 'saved_search',
  PERSON = 'person',
  MEETING = 'meeting',
  CHANGE = 'change',
}

/** For how long a kind of record is kept, and why. */
export interface Keeping {
  /** Days after which it goes; null: until its person is erased, or for good where nothing personal is in it. */
  readonly days: number | null;
  /** From when the days count. */
  readonly since: string;
  readonly reason: string;
}

/** Periods that hold from a day on. */
export interface RetentionPolicy {
  readonly id: string;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** What asks for limits. It names no number of days: those are choices, and each gives its reason. */
  readonly citation: string;
  readonly keeps: Readonly<Record<RecordKind, Keeping>>;
}

const YEAR = 365;

const RETENTION_2026: RetentionPolicy = {
  id: 'RETENTION_2026',
  from: '2026-09-01',
  citation: 'UK GDPR, Article 5(1)(c) and (e): data minimisation and storage limitation; Article 17: erasure',
  keeps: {
    [RecordKind.SESSION]: {
      days: 30,
      since: 'it ended or ran out',
      reason: 'A refresh token that comes again after its use is known for a copy.',
    },
    [RecordKind.ATTEMPT]: {
      days: 0,
      since: 'it no longer counts',
      reason: 'Attempts to get in are counted for an hour at most, and under a hash.',
    },
    [RecordKind.SIGN_IN_ATTEMPT]: {
      days: 0,
      since: 'it ran out',
      reason: 'A browser that has not come back from the provider in ten minutes begins again.',
    },
    [RecordKind.SIGN_IN_CODE]: {
      days: 0,
      since: 'it ran out',
      reason:
        'What the provider said of somebody is of use until their code is exchanged, within ten minutes.',
    },
    [RecordKind.IDEMPOTENCY_KEY]: {
      days: 1,
      since: 'it was used',
      reason: 'Whoever sends a mutation again does so within a day.',
    },
    [RecordKind.ENDED_MEMBERSHIP]: {
      days: 3 * YEAR,
      since: 'it was declined or ended',
      reason: 'Who acted for a school is asked about while its pupils of then are still at school.',
    },
    [RecordKind.PROPOSAL_TEXT]: {
      days: YEAR,
      since: 'it was declined or lapsed',
      reason: 'Why a pair was proposed is asked within the school year; the figures stay.',
    },
    [RecordKind.REQUEST_TEXT]: {
      days: 2 * YEAR,
      since: 'its last day',
      reason: 'A school looks up last year’s notes for this year’s request; free text is data about people.',
    },
    [RecordKind.OFFER_TEXT]: {
      days: 2 * YEAR,
      since: 'its last slot, where it has ended',
      reason: 'An offer is repeated within a year or two; free text is data about people.',
    },
    [RecordKind.ALERT_LETTER]: {
      days: 30,
      since: 'its day',
      reason:
        'That a letter about new offers went out is asked while it is fresh; what it told is kept apart.',
    },
    [RecordKind.ALERT_STOP_LINK]: {
      days: 0,
      since: 'it ran out, half a year after its letter',
      reason: 'Whoever wants no more letters may press the button in an old one.',
    },
    [RecordKind.SAVED_SEARCH]: {
      days: null,
      since: 'its person deletes it or is erased',
      reason: 'It is kept to be come back to; what it told of goes with the offer’s end.',
    },
    [RecordKind.PERSON]: {
      days: null,
      since: 'its person is erased',
      reason: 'An account lasts as long as its person wants it.',
    },
    [RecordKind.MEETING]: {
      days: null,
      since: 'its person is erased',
      reason:
        'Bookings and deliveries carry a school’s benchmarks and who met its pupils when (Article 17(3)(d) and (e)); after ' +
        'erasure they name nobody.',
    },
    [RecordKind.CHANGE]: {
      days: null,
      since: 'it was made',
      reason: 'It holds ids and codes, nothing personal; after erasure its actor is a pseudonym.',
    },
  },
};

/** Every policy, the oldest first. */
export const RETENTION_POLICIES: readonly RetentionPolicy[] = [RETENTION_2026];

/** The policy in force on a day. Throws RangeError for a day before the first. */
export function retentionOn(day: string): RetentionPolicy {
  const policy = RETENTION_POLICIES.findLast(({ from }) => from <= day);
  if (!policy) throw new RangeError(`No retention policy is in force on ${day}`);
  return policy;
}
