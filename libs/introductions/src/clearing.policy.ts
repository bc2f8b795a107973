import type { Viewer } from '#members';

/** Clearings are for operators alone, as are those whom they concern: the two sides see what is proposed to them. */
export function maySeeClearings(viewer: Viewer | undefined): boolean {
  return viewer?.can('clearing:read') ?? false;
}
