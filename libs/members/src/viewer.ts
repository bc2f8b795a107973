import type { Permission, PlatformViewer } from '#platform';
import { grants, operatorGrants, signedInGrants } from './grants.js';
import type { Role } from './membership.graphql.js';

/** An approved role in one organisation. */
export interface ActingRole {
  readonly role: Role;
  readonly schoolId: string | null;
  readonly employerId: string | null;
}

/** The person who asks, with the roles somebody has approved. */
export class Viewer implements PlatformViewer {
  private readonly permissions: ReadonlySet<Permission>;

  constructor(
    readonly personId: string,
    readonly isOperator: boolean,
    readonly roles: readonly ActingRole[],
    /** The sign-in that the request came through. */
    readonly sessionId: string = '',
  ) {
    this.permissions = new Set([
      ...signedInGrants,
      ...(isOperator ? operatorGrants : []),
      ...roles.flatMap(({ role }) => grants[role]),
    ]);
  }

  get actorId(): string {
    return this.personId;
  }

  /** Everything that some role grants. */
  get granted(): Permission[] {
    return [...this.permissions];
  }

  can(permission: Permission): boolean {
    return this.permissions.has(permission);
  }

  /** Whether the viewer may act for this school. */
  actsForSchool(schoolId: string): boolean {
    return this.roles.some((role) => role.schoolId === schoolId);
  }

  /** Whether the viewer may act for this employer. */
  actsForEmployer(employerId: string): boolean {
    return this.roles.some((role) => role.employerId === employerId);
  }

  /** Whether the viewer decides who else may act for this school or employer. */
  isAdminOf({ schoolId, employerId }: { schoolId: string | null; employerId: string | null }): boolean {
    return this.roles.some(
      (held) =>
        (held.role === 'school_admin' && held.schoolId !== null && held.schoolId === schoolId) ||
        (held.role === 'employer_admin' && held.employerId !== null && held.employerId === employerId),
    );
  }

  /** The schools the viewer acts for. */
  get schoolIds(): string[] {
    return this.roles.flatMap(({ schoolId }) => schoolId ?? []);
  }

  /** The employers the viewer acts for. */
  get employerIds(): string[] {
    return this.roles.flatMap(({ employerId }) => employerId ?? []);
  }
}
