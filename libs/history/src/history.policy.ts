import type { Viewer } from '#members';

/** Whose nouns somebody may ask about; undefined: everybody's. */
export interface Scope {
  readonly schools: readonly string[];
  readonly employers: readonly string[];
}

/** Those that the viewer leads; an operator asks about all. */
export function scopeOf(viewer: Viewer): Scope | undefined {
  if (viewer.isOperator) return undefined;
  return {
    schools: viewer.schoolIds.filter((schoolId) => viewer.isAdminOf({ schoolId, employerId: null })),
    employers: viewer.employerIds.filter((employerId) => viewer.isAdminOf({ schoolId: null, employerId })),
  };
}

/** Of a scope, what belongs to one school or employer, where the id is one's. */
export function narrowed(scope: Scope | undefined, of: string | undefined): Scope | undefined {
  if (of?.startsWith('school_')) return { schools: within(scope?.schools, of), employers: [] };
  if (of?.startsWith('employer_')) return { schools: [], employers: within(scope?.employers, of) };
  return scope;
}

function within(ids: readonly string[] | undefined, id: string): string[] {
  return ids === undefined || ids.includes(id) ? [id] : [];
}

/**
 * The ids of all nouns of the schools `$1` and employers `$2`. What two sides share is both's. A new noun of a school or
 * employer gets a line here; without it nobody but an operator sees its history.
 */
export const OWNED = `
  SELECT unnest($1::text[]) UNION ALL SELECT unnest($2::text[])
  UNION ALL SELECT id FROM membership WHERE school_id = ANY ($1) OR employer_id = ANY ($2)
  UNION ALL SELECT id FROM pupil_group WHERE school_id = ANY ($1)
  UNION ALL SELECT id FROM email_domain WHERE school_id = ANY ($1)
  UNION ALL SELECT id FROM roll WHERE school_id = ANY ($1)
  UNION ALL SELECT id FROM request WHERE school_id = ANY ($1)
  UNION ALL SELECT id FROM offer WHERE employer_id = ANY ($2)
  UNION ALL SELECT slot_rule.id FROM slot_rule JOIN offer ON offer.id = offer_id WHERE employer_id = ANY ($2)
  UNION ALL SELECT id FROM job_profile WHERE employer_id = ANY ($2)
  UNION ALL SELECT id FROM school_calendar WHERE scope = ANY ($1)
  UNION ALL SELECT id FROM proposal WHERE school_id = ANY ($1) OR employer_id = ANY ($2)
  UNION ALL SELECT hold_id FROM proposal WHERE school_id = ANY ($1) OR employer_id = ANY ($2)
  UNION ALL SELECT id FROM booking WHERE school_id = ANY ($1) OR employer_id = ANY ($2)
  UNION ALL SELECT id FROM delivery WHERE school_id = ANY ($1)
    OR booking_id IN (SELECT id FROM booking WHERE employer_id = ANY ($2))`;
