import { Forbidden, type Permission, type PlatformViewer } from '#platform';
import { grants, keyGrants, operatorGrants, signedInGrants } from './grants.js';
import type { Role } from './membership.graphql.js';
import { isAdmin } from './membership.rules.js';
import { type Organisation, organisationId } from './organisation.js';

/** An approved role in one organisation. */
export interface ActingRole extends Organisation {
  readonly role: Role;
}

/** Whoever asks: a person with the roles somebody has approved, or, see {@link BrokerViewer}, a broker. */
export class Viewer implements PlatformViewer {
  protected permissions: ReadonlySet<Permission>;
  /** The broker that asks through its key; null for a person. */
  readonly brokerId: string | null = null;

  constructor(
    readonly actorId: string,
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

  /** The person who asks, for what a person is written down with. Throws FORBIDDEN where it is none. */
  get personId(): string {
    return this.actorId;
  }

  /** Everything that some role grants. */
  get granted(): Permission[] {
    return [...this.permissions];
  }

  can(permission: Permission): boolean {
    return this.permissions.has(permission);
  }

  whyNot(permission: Permission): string {
    const allowed = `None of your roles that count allows this (${permission}).`;
    return `${allowed} Ask { viewer { memberships { role status } } } which you have and which wait for approval.`;
  }

  /** Whether the viewer may act for this school. */
  actsForSchool(schoolId: string): boolean {
    return this.roles.some((role) => role.schoolId === schoolId);
  }

  /** Whether the viewer may act for this employer. */
  actsForEmployer(employerId: string): boolean {
    return this.roles.some((role) => role.employerId === employerId);
  }

  /** Whether the viewer decides who else may act for this school, employer or broker. */
  isAdminOf(organisation: Partial<Organisation>): boolean {
    const id = organisationId(organisation);
    return this.roles.some((held) => isAdmin(held.role) && organisationId(held) === id);
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

/** A broker that asks through one of its keys: it may do what the key's scopes name, and nothing that only a person does. */
export class BrokerViewer extends Viewer {
  override readonly brokerId: string;

  constructor(
    brokerId: string,
    readonly keyId: string,
    scopes: readonly Permission[],
  ) {
    super(brokerId, false, []);
    this.brokerId = brokerId;
    this.permissions = new Set(scopes);
  }

  override get personId(): string {
    throw new Forbidden('This is for a person who has signed in, not for a broker’s key.');
  }

  override whyNot(permission: Permission): string {
    if (!keyGrants.some((grant) => grant === permission))
      return `No key can do this (${permission}): it is for people who have signed in.`;
    return `This key has no scope that allows this (${permission}). Scopes are chosen when a key is issued: issue another.`;
  }
}
