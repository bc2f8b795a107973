import { columns, type Holding } from './holding.js';
import { CLEARING_HOLDINGS } from './holdings.clearings.js';
import { SEARCH_HOLDINGS } from './holdings.searches.js';

const ROUGHLY = 'point(round(t.place[0] / 10000) * 10000, round(t.place[1] / 10000) * 10000)'; // within ten kilometres
const OUTWARD = "split_part(t.postcode, ' ', 1)";

/** A self-employed person's employer is that person, while nobody else acts for it. */
const soleTrader = (
  employer: string,
) => `EXISTS (SELECT FROM employer e JOIN membership m ON m.employer_id = e.id
  WHERE e.id = ${employer} AND e.size_band = 'self_employed' AND m.person_id = $1 AND m.role = 'employer_admin'
    AND NOT EXISTS (SELECT FROM membership o WHERE o.employer_id = e.id AND o.person_id <> $1 AND o.status = 'approved'))`;

/**
 * Every table of the product. Whoever adds a table or a column says here what it holds of people; what a school asks for
 * and an employer says of itself is theirs, though somebody wrote it.
 */
export const HOLDINGS: Readonly<Record<string, Holding>> = {
  person: {
    columns: columns({
      reference: 'id',
      personal: 'name email',
      secret: 'password_hash',
      nothing: 'is_operator created_at email_verified_at',
    }),
    about: 't.id = $1',
    erase: {
      name: `'Erased person'`,
      email: `t.id || '@erased.invalid'`,
      email_verified_at: 'NULL',
      password_hash: 'NULL',
      is_operator: 'false',
    },
  },
  session: {
    columns: columns({
      reference: 'person_id',
      personal: 'device',
      nothing: 'id created_at last_used_at expires_at ended_at end_reason',
    }),
    about: 't.person_id = $1',
    erase: 'row',
  },
  refresh_token: {
    columns: columns({ secret: 'hash', nothing: 'session_id issued_at used_at' }),
    about: 't.session_id IN (SELECT id FROM session WHERE person_id = $1)',
    erase: 'row',
  },
  mailed_link: {
    columns: columns({
      reference: 'person_id',
      personal: 'email',
      secret: 'hash',
      nothing: 'purpose issued_at expires_at',
    }),
    about: 't.person_id = $1',
    erase: 'row',
  },
  identity: {
    columns: columns({ reference: 'person_id', personal: 'issuer subject', nothing: 'linked_at' }),
    about: 't.person_id = $1',
    erase: 'row',
  },
  sign_in_attempt: {
    columns: columns({
      secret: 'state browser nonce code_verifier client_challenge',
      nothing: 'return_to expires_at',
    }),
    fades: 'a browser that is away for ten minutes at most, and nobody knows yet whose it is',
  },
  sign_in_code: {
    columns: columns({
      personal: 'claims',
      secret: 'hash client_challenge',
      nothing: 'needs_password expires_at',
    }),
    fades:
      'what a provider said of whoever came, for ten minutes at most; the next to sign in and each night clear it',
  },
  email_domain: {
    columns: columns({ reference: 'declared_by', nothing: 'id school_id domain declared_at' }),
    about: 't.declared_by = $1',
  },
  attempt: {
    columns: columns({ secret: 'key', nothing: 'points expire' }),
    fades: 'a hash that counts for an hour at most and belongs to nobody in particular',
  },
  idempotency_key: {
    columns: columns({
      reference: 'actor',
      personal: 'key answer',
      secret: 'fingerprint',
      nothing: 'claimed_at',
    }),
    about: 't.actor = $1',
    erase: 'row',
  },
  api_key: {
    // A program's key is its broker's, whoever asked for it: it works on, and its maker is a pseudonym.
    columns: columns({
      reference: 'created_by',
      nothing: 'id broker_id public_id hash name scopes created_at last_used_at expires_at revoked_at place',
    }),
    about: 't.created_by = $1',
  },
  membership: {
    columns: columns({
      reference: 'person_id decided_by',
      nothing: 'id school_id employer_id broker_id role status requested_at decided_at returns',
    }),
    about: 't.person_id = $1',
  },
  employer: {
    columns: columns({
      personal: 'name company_number',
      nothing: 'id size_band sectors provider_kind broker_id created_at approved_at',
    }),
    about: soleTrader('t.id'),
    erase: { name: `'Erased sole trader'`, company_number: 'NULL', approved_at: 'NULL' },
  },
  employer_site: {
    columns: columns({ personal: 'name postcode place', nothing: 'id employer_id' }),
    about: soleTrader('t.employer_id'),
    erase: { name: `'Erased'`, postcode: OUTWARD, place: ROUGHLY },
  },
  offer: {
    columns: columns({
      reference: 'person_id',
      personal: 'title description postcode place',
      nothing: `id employer_id broker_id given_by ambassador_kind status version activity_type sectors year_from year_to
        mode travel_km created_at published_at occupations occupation_words job_profile_id`,
    }),
    about: `(t.person_id = $1 OR ${soleTrader('t.employer_id')})`,
    // Withdrawn and of nobody: one title is as good as another, but two of the same are refused.
    erase: { title: `'Erased ' || t.id`, description: `''`, postcode: OUTWARD, place: ROUGHLY },
  },
  job_profile: {
    columns: columns({
      reference: 'person_id',
      personal: 'story can_ask subjects document',
      nothing: `id employer_id status version occupation created_at published_at occupation_words`,
    }),
    about: 't.person_id = $1',
    // Withdrawn: the offers that showed it are listed without its words.
    erase: { story: `'Erased'`, can_ask: `'{}'`, subjects: `'{}'`, document: 'NULL' },
  },
  offer_listing: {
    columns: columns({ personal: 'document', nothing: 'offer_id' }),
    about: `t.offer_id IN (SELECT id FROM offer o WHERE o.person_id = $1 OR ${soleTrader('o.employer_id')})`,
    erase: 'row',
  },
  ...SEARCH_HOLDINGS,
  ...CLEARING_HOLDINGS,
  slot: {
    columns: columns({
      nothing: `id offer_id kind form starts_at ends_at bookable_until minutes days dates capacity remaining max_pupils rule_id
        called_off closed`,
    }),
  },
  slot_rule: {
    columns: columns({
      nothing: 'id offer_id starts_at minutes rrule except_dates term_time_only version created_at',
    }),
  },
  school_calendar: {
    columns: columns({
      nothing: 'id scope academic_year terms inset_days open_days exams version declared_at',
    }),
  },
  request: {
    columns: columns({
      reference: 'person_id',
      personal: 'notes',
      nothing: `id school_id broker_id kind status version title activity_types sectors wanted remaining booked
        pupils_per_session windows first_day last_day mode travel_km benchmark created_at opened_at`,
    }),
    about: 't.person_id = $1',
    erase: { notes: `''` },
  },
  request_group: { columns: columns({ nothing: 'request_id group_id' }) },
  request_place: {
    columns: columns({ nothing: 'sector request_id place activity_types year_groups mode last_day' }),
  },
  pupil_group: { columns: columns({ nothing: 'id school_id academic_year year_group code size version' }) },
  roll: {
    columns: columns({
      reference: 'declared_by',
      nothing: 'id school_id academic_year year_group pupils declared_on version',
    }),
    about: 't.declared_by = $1',
  },
  hold: {
    columns: columns({
      reference: 'person_id',
      nothing: 'id slot_id request_id units starts_at ends_at hold_until status created_at',
    }),
    about: 't.person_id = $1',
  },
  booking: {
    columns: columns({
      reference: 'person_id',
      nothing: `id hold_id slot_id request_id school_id employer_id activity_type units starts_at ends_at status reason
        version created_at`,
    }),
    about: 't.person_id = $1',
  },
  delivery: {
    columns: columns({
      reference: 'recorded_by',
      nothing: `id booking_id school_id activity_type given_by by_provider employed interaction_recorded at_workplace
        in_lessons provider_kinds at_provider adviser_level delivered_on academic_year minutes mode simulated
        recorded_at withdrawn_at version`,
    }),
    about: 't.recorded_by = $1',
  },
  attendance: { columns: columns({ nothing: 'id delivery_id year_group group_id pupils days offered' }) },
  evidence: { columns: columns({ nothing: 'delivery_id side point stands' }) },
  proposal: {
    columns: columns({
      nothing: `id request_id offer_id slot_id hold_id school_id employer_id units starts_at ends_at status proposed_by score
        explanation decline_reason declined_by hold_until version created_at decided_at`,
    }),
  },
  change: {
    columns: columns({ reference: 'noun_id actor', nothing: 'id number noun kind reason before after at' }),
    about: '(t.actor = $1 OR t.noun_id = $1)',
  },
  change_cursor: { columns: columns({ nothing: 'name number' }) },
  broker: { columns: columns({ nothing: 'id name licence attribution approved_at' }) },
  school: {
    columns: columns({
      nothing: `id urn name place postcode district la_code la_ons_code la_name region phase kind gender age_low age_high pupils
        has_sixth_form trust open source_date search_text`,
    }),
  },
  area: { columns: columns({ nothing: 'code kind name districts' }) },
  area_part: { columns: columns({ nothing: 'district outline bounds' }) },
  sector: { columns: columns({ nothing: 'code level parent name' }) },
  register_import: { columns: columns({ nothing: 'register source_date imported_at' }) },
};
