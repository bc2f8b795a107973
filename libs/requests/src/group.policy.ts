import type { Viewer } from '#members';
import { Forbidden } from '#platform';

/** A school's groups, rolls and drafts are its own: whoever does not act for it sees none. */
export function seesOwn(viewer: Viewer | undefined, schoolId: string): boolean {
  return viewer?.actsForSchool(schoolId) ?? false;
}

/** Throws FORBIDDEN unless the viewer acts for the school. */
export function requireActsForSchool(viewer: Viewer, schoolId: string): void {
  if (!viewer.actsForSchool(schoolId)) {
    throw new Forbidden(
      'You do not act for this school. Ask to join it with joinSchool; its admin approves.',
    );
  }
}
