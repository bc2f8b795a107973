import type { Permission } from '#platform';
import { Role } from './membership.graphql.js';

/** What anybody who signed in may do. */
export const signedInGrants: readonly Permission[] = [
  'account:read',
  'account:verify',
  'membership:request',
  'employer:register',
  'broker:register',
  'session:end',
  'search:save',
];

/** What an operator of the product may do besides. */
export const operatorGrants: readonly Permission[] = [
  'membership:decide',
  'request:browse',
  'history:read',
  'calendar:declare',
  'clearing:read',
  'clearing:run',
];

const school: readonly Permission[] = [
  'group:write',
  'calendar:declare',
  'request:browse',
  'request:write',
  'match:read',
  'proposal:read',
  'proposal:write',
  'booking:read',
  'booking:write',
  'delivery:record',
  'evidence:record',
];

const employer: readonly Permission[] = [
  'offer:write',
  'offer:publish',
  'job_profile:write',
  'request:browse',
  'match:read',
  'proposal:read',
  'proposal:write',
  'booking:read',
  'booking:write',
  'delivery:record',
];

/** What a broker's key may be issued for: nothing that only a person does. */
export const keyGrants = ['request:browse', 'employer:register'] as const satisfies readonly Permission[];

/** What each role may do at all; whether for this very noun is said by the noun's policy. */
export const grants: Readonly<Record<Role, readonly Permission[]>> = {
  [Role.SCHOOL_ADMIN]: [...school, 'membership:decide', 'history:read'],
  [Role.TEACHER]: school,
  [Role.EMPLOYER_ADMIN]: [...employer, 'membership:decide', 'history:read'],
  [Role.VOLUNTEER]: employer,
  [Role.BROKER_ADMIN]: ['api_key:write', 'membership:decide'],
};
