import { Forbidden } from '#platform';
import type { Viewer } from './viewer.js';

/** The domains of a school are shown to its admins, and to operators, who help a school to begin. */
export function maySeeDomains(viewer: Viewer | undefined, schoolId: string): boolean {
  return viewer !== undefined && (viewer.isOperator || viewer.isAdminOf({ schoolId, employerId: null }));
}

/** Throws FORBIDDEN unless one decides who acts for the school. */
export function requireMayDeclare(viewer: Viewer, schoolId: string): void {
  if (maySeeDomains(viewer, schoolId)) return;
  throw new Forbidden('The e-mail domains of a school are declared by its admins or an operator.');
}
