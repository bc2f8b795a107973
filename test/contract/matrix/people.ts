import { type Role, Viewer } from '#members';
import type { Permission } from '#platform';

/** Who asks. Whoever belongs somewhere belongs to the first tenant: the second one's people are seen, never asking. */
export const personas = {
  anonymous: 'nobody is signed in',
  newcomer: 'signed in, in no school or employer',
  applicant: 'waits to be a teacher of the school',
  former: 'was a teacher of the school',
  teacher: 'a teacher of the school',
  schoolAdmin: 'decides who acts for the school',
  candidate: 'waits to be a volunteer of the employer',
  volunteer: 'a volunteer of the employer',
  employerAdmin: 'decides who acts for the employer',
  founder: 'registered an employer that nobody has approved',
  brokerAdmin: 'decides about the keys of the broker',
  operator: 'runs the product',
} as const;

/** The name of somebody who asks. */
export type Persona = keyof typeof personas;

/** All who ask. */
export const everybody = Object.keys(personas) as Persona[];

/** The role that somebody has and that counts. */
const counts: Partial<Record<Persona, Role>> = {
  teacher: 'teacher' as Role,
  schoolAdmin: 'school_admin' as Role,
  volunteer: 'volunteer' as Role,
  employerAdmin: 'employer_admin' as Role,
  brokerAdmin: 'broker_admin' as Role,
};

/** Whether somebody has a permission, by the grants alone; ownership is another matter. */
export function can(persona: Persona, permission: Permission): boolean {
  const role = counts[persona];
  const roles = role ? [{ role, schoolId: '', employerId: '', brokerId: null }] : [];
  return persona !== 'anonymous' && new Viewer('', persona === 'operator', roles).can(permission);
}

const browsers = everybody.filter((persona) => can(persona, 'request:browse'));

/** Who sees something of the first tenant. A new audience is one line here. */
export const audiences = {
  everyone: everybody,
  nobody: [],
  signedIn: everybody.filter((persona) => persona !== 'anonymous'),
  /** Whoever may look for open requests. */
  browsers,
  operator: ['operator'],
  school: ['teacher', 'schoolAdmin'],
  schoolAdmins: ['schoolAdmin'],
  employer: ['volunteer', 'employerAdmin'],
  employerAdmins: ['employerAdmin'],
  /** Both sides of a proposal or booking. */
  parties: ['teacher', 'schoolAdmin', 'volunteer', 'employerAdmin'],
  /** A person and the admins of their school or employer. */
  ...{ applicant: ['applicant', 'schoolAdmin'], candidate: ['candidate', 'employerAdmin'] },
  ...{ former: ['former', 'schoolAdmin'], volunteers: ['volunteer', 'employerAdmin'] },
  founders: ['founder', 'operator'],
  /** Whoever reads what happened to what they lead, with the names of their own people. */
  leads: ['schoolAdmin', 'employerAdmin'],
  /** Whoever declares the e-mail domains of the school: of every school the operator. */
  declarers: ['schoolAdmin', 'operator'],
} as const satisfies Record<string, readonly Persona[]>;

/** The name of those who see something. */
export type Audience = keyof typeof audiences | `only:${Persona}`;

/** The same of the second tenant: nobody who asks belongs to it, so what is not for strangers is for none. */
const forStrangers: readonly Audience[] = ['everyone', 'signedIn', 'browsers', 'operator'];

/** Whose object it is: of the tenant that most who ask belong to, or of one that none of them belongs to. */
export type Tenant = 'own' | 'foreign';

/** Whether somebody is of those who see something of a tenant. */
export function isOf(audience: Audience, persona: Persona, tenant: Tenant): boolean {
  if (tenant === 'foreign' && audience === 'declarers') return persona === 'operator';
  if (tenant === 'foreign' && !forStrangers.includes(audience)) return false;
  if (audience.startsWith('only:')) return audience === `only:${persona}`;
  return (audiences[audience as keyof typeof audiences] as readonly Persona[]).includes(persona);
}
