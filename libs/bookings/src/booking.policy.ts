import { Side } from '#matching';
import type { Viewer } from '#members';
import { Forbidden } from '#platform';

/** The school and the employer that take part; null for an employer that is not on record. */
export interface Participants {
  readonly schoolId: string;
  readonly employerId: string | null;
}

/** A booking is seen by those who act for its school or its employer. Operators have no part in it and see none. */
export function maySee(viewer: Viewer | undefined, booking: Participants): boolean {
  return actsFor(viewer, Side.SCHOOL, booking) || actsFor(viewer, Side.OFFERER, booking);
}

/** The same as SQL over a table or alias `booking`; its two parameters are the viewer's schools and employers. */
export function visibleTo(viewer: Viewer): {
  sql: (schools: string, employers: string) => string;
  values: [string[], string[]];
} {
  return {
    sql: (schools, employers) =>
      `(booking.school_id = ANY(${schools}) OR booking.employer_id = ANY(${employers}))`,
    values: [viewer.schoolIds, viewer.employerIds],
  };
}

/** Throws FORBIDDEN unless the viewer acts for this side of the booking. */
export function requireActsForSide(viewer: Viewer, side: Side, booking: Participants): void {
  if (actsFor(viewer, side, booking)) return;
  throw new Forbidden(`You do not act for the ${side} of this booking.`);
}

function actsFor(viewer: Viewer | undefined, side: Side, { schoolId, employerId }: Participants): boolean {
  if (!viewer) return false;
  if (side === Side.SCHOOL) return viewer.actsForSchool(schoolId);
  return employerId !== null && viewer.actsForEmployer(employerId);
}
