import type { Viewer } from '#members';
import { seesOwn } from './group.policy.js';
import type { Request } from './request.entity.js';
import { seeking } from './request.rules.js';

/** Every approved member sees what is open or part-matched; the rest is seen by those who act for its school. */
export function maySee(viewer: Viewer | undefined, request: Request): boolean {
  if (seesOwn(viewer, request.schoolId)) return true;
  return seeking.includes(request.status) && (viewer?.can('request:browse') ?? false);
}
