import type { Viewer } from '#members';
import { Side } from '#matching';
import type { Proposal } from './proposal.entity.js';

/** The sides of a proposal that the viewer may speak for; none where they have nothing to do with it. */
export function sidesOf(
  viewer: Viewer,
  { schoolId, employerId }: Pick<Proposal, 'schoolId' | 'employerId'>,
): Side[] {
  return [
    ...(viewer.actsForSchool(schoolId) ? [Side.SCHOOL] : []),
    ...(viewer.actsForEmployer(employerId) ? [Side.OFFERER] : []),
  ];
}

/** Which proposals wait for an answer of the viewer's side, as SQL with the parameters of `visibleTo`. */
export const awaiting = `((proposal.status IN ('proposed', 'accepted_by_offerer') AND proposal.school_id = ANY(:schools))
  OR (proposal.status IN ('proposed', 'accepted_by_school') AND proposal.employer_id = ANY(:employers)))`;

/** Which proposals the viewer sees, as SQL over an alias `proposal` with named parameters. */
export function visibleTo(viewer: Viewer): {
  sql: string;
  parameters: { schools: string[]; employers: string[] };
} {
  return {
    sql: '(proposal.school_id = ANY(:schools) OR proposal.employer_id = ANY(:employers))',
    parameters: { schools: viewer.schoolIds, employers: viewer.employerIds },
  };
}
