import type { Audience, Persona, Tenant } from './people.js';
import type { Objects } from './world.js';

/**
 * How one operation is called and what comes of it. Who may at all is read from its `@Allow`; an entry says the rest.
 * A new operation needs one line here: what is sent (`with`), for whom it is (`by`), what they get (`gives`) and, where
 * it is not NOT_FOUND, what others get who have the permission (`else`).
 */
export interface Entry {
  /** The variables; what stands behind an object is the tenant's; `email` is the persona's own. */
  readonly with?: (objects: Objects, email: string) => Record<string, unknown>;
  /** For whom it is, of those who have the permission. */
  readonly by: Audience;
  /**
   * What they get: `value`, the name of a success, or the code of a problem. An operation that would change the world for the
   * cells after it is called so that its own problem comes of it: with a version that is past.
   */
  readonly gives: string;
  /** What those get who have the permission and whose it is not. */
  readonly else?: string;
  /** Where a persona gets something else, and why. */
  readonly except?: readonly { who: readonly Persona[]; tenant?: Tenant; gives: string; because: string }[];
  /** It ends the session that it comes through, so each cell has a session of its own. */
  readonly ends?: true;
}

const past = 999;
const inAMonth = (hour: number) =>
  new Date(
    Math.floor(Date.now() / 86_400_000) * 86_400_000 + 30 * 86_400_000 + hour * 3_600_000,
  ).toISOString();
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const input = (fields: object) => ({ input: fields });
const slots = [{ startsAt: inAMonth(14), endsAt: inAMonth(15), sessions: 1, maxPupils: 30 }];
let titles = 0;
/** The same twice would be a duplicate. */
const another = () => ({ title: `Something, ${(titles += 1)}` });
const terms = { title: 'A talk', sectors: ['C'], travelKm: 30, mode: 'IN_PERSON' };
const offered = { ...terms, yearFrom: 7, yearTo: 11, postcode: 'M1 1AE' };
const asked = { ...terms, activityTypes: ['CAREERS_TALK'], windows: [{ from: day(1), to: day(60) }] };
const rule = {
  startsAt: `${day(50)}T10:00`,
  minutes: 60,
  rrule: 'FREQ=DAILY;COUNT=2',
  sessions: 1,
  maxPupils: 30,
};
const met = {
  activityType: 'CAREERS_TALK',
  deliveredOn: day(-1),
  minutes: 60,
  mode: 'IN_PERSON',
  attendance: [{ yearGroup: 9, pupils: 1 }],
};
const held = { minutes: 60, mode: 'IN_PERSON', attendance: [{ yearGroup: 9, pupils: 1 }] };

/** The variables of something that is changed in the version that was seen. */
const inVersion = (of: (objects: Objects) => { id: string }, more: object = {}) => ({
  with: (objects: Objects) => input({ id: of(objects).id, version: past, ...more }),
});
const offerInVersion = (more?: object): Entry => ({
  ...inVersion(({ offer }) => offer, more),
  ...{ by: 'employer', gives: 'OFFER_CHANGED_MEANWHILE', else: 'FORBIDDEN' },
});
const profileInVersion = (more?: object): Entry => ({
  ...inVersion(({ jobProfile }) => jobProfile, more),
  ...{ by: 'only:volunteer', gives: 'JOB_PROFILE_CHANGED_MEANWHILE' },
});
const searchInVersion = (more?: object): Entry => ({
  ...inVersion(({ savedSearch }) => savedSearch, more),
  ...{ by: 'only:teacher', gives: 'SAVED_SEARCH_CHANGED_MEANWHILE' },
});
const requestInVersion = (more?: object): Entry => ({
  ...inVersion(({ request }) => request, more),
  ...{ by: 'school', gives: 'REQUEST_CHANGED_MEANWHILE', else: 'FORBIDDEN' },
});
const proposalInVersion = (more?: object): Entry => ({
  ...inVersion(({ proposal }) => proposal, more),
  ...{ by: 'parties', gives: 'PROPOSAL_CHANGED_MEANWHILE' },
});
const decided = (of: (objects: Objects) => { id: string }): Entry => ({
  with: (objects) => input({ membershipId: of(objects).id }),
  ...{ by: 'schoolAdmins', gives: 'ALREADY_DECIDED' },
});

/** Every operation. One that is missing fails the matrix. */
export const entries: Readonly<Record<string, Entry>> = {
  'Query.area': { with: () => ({ code: 'E99000001' }), by: 'everyone', gives: 'value' },
  'Query.areas': { by: 'everyone', gives: 'value' },
  'Query.bookings': { by: 'everyone', gives: 'value' },
  'Query.clearing': { with: ({ clearing }) => ({ id: clearing.id }), by: 'operator', gives: 'value' },
  'Query.clearings': { by: 'operator', gives: 'value' },
  'Query.employers': { by: 'everyone', gives: 'value' },
  'Query.history': { by: 'everyone', gives: 'value' },
  'Query.jobProfiles': { by: 'everyone', gives: 'value' },
  'Query.membersToApprove': { by: 'everyone', gives: 'value' },
  'Query.node': { with: ({ offer }) => ({ id: offer.id }), by: 'everyone', gives: 'value' },
  'Query.occupation': { with: () => ({ code: '5241' }), by: 'everyone', gives: 'value' },
  'Query.occupations': { by: 'everyone', gives: 'value' },
  'Query.offers': { by: 'everyone', gives: 'value' },
  'Query.postcode': { with: () => ({ code: 'M1 1AE' }), by: 'everyone', gives: 'value' },
  'Query.proposals': { by: 'everyone', gives: 'value' },
  'Query.requests': { by: 'everyone', gives: 'value' },
  'Query.school': { with: ({ urn }) => ({ urn }), by: 'everyone', gives: 'value' },
  'Query.schools': { by: 'everyone', gives: 'value' },
  'Query.sector': { with: () => ({ code: 'C' }), by: 'everyone', gives: 'value' },
  'Query.sectors': { by: 'everyone', gives: 'value' },
  'Query.signInProviders': { by: 'everyone', gives: 'value' },
  'Query.viewer': { by: 'everyone', gives: 'value' },
  'Query.whyNot': {
    with: ({ offer, request }) => ({ offer: offer.id, request: request.id }),
    ...{ by: 'parties', gives: 'value' },
  },

  'Mutation.acceptProposal': proposalInVersion(),
  'Mutation.addSlots': offerInVersion({ slots }),
  'Mutation.applyClearing': {
    with: ({ clearing }) => input({ id: clearing.id }),
    ...{ by: 'operator', gives: 'CLEARING_NOT_FINISHED' },
  },
  'Mutation.approveMember': decided(({ endedMembership }) => endedMembership),
  'Mutation.cancelBooking': {
    ...inVersion(({ booking }) => booking, { side: 'SCHOOL', reason: 'OTHER' }),
    ...{ by: 'school', gives: 'BOOKING_CHANGED_MEANWHILE' },
    except: [
      { who: ['volunteer', 'employerAdmin'], tenant: 'own', gives: 'FORBIDDEN', because: 'the other side' },
    ],
  },
  'Mutation.cancelClearing': {
    with: ({ clearing }) => input({ id: clearing.id }),
    ...{ by: 'operator', gives: 'CLEARING_OVER' },
  },
  'Mutation.changeSavedSearch': searchInVersion({ name: 'Mine' }),
  'Mutation.changeSlotRule': {
    ...inVersion(({ slotRule }) => slotRule, { from: day(40) }),
    ...{ by: 'employer', gives: 'SLOT_RULE_CHANGED_MEANWHILE', else: 'FORBIDDEN' },
  },
  'Mutation.confirmEvidence': {
    with: ({ delivery }) =>
      input({
        deliveryId: delivery.id,
        side: 'SCHOOL',
        points: [{ point: 'TIME_TO_REFLECT', stands: true }],
      }),
    ...{ by: 'school', gives: 'DeliverySuccess' },
    except: [
      { who: ['volunteer', 'employerAdmin'], tenant: 'own', gives: 'FORBIDDEN', because: 'the other side' },
    ],
  },
  'Mutation.correctDelivery': {
    with: ({ delivery }) => input({ deliveryId: delivery.id, version: past, ...held }),
    ...{ by: 'school', gives: 'DELIVERY_CHANGED_MEANWHILE' },
    except: [
      { who: ['volunteer', 'employerAdmin'], tenant: 'own', gives: 'FORBIDDEN', because: 'the other side' },
    ],
  },
  'Mutation.correctEvidence': {
    with: ({ delivery }) => input({ deliveryId: delivery.id, version: past, ...met }),
    ...{ by: 'school', gives: 'EVIDENCE_OF_BOOKING' },
  },
  'Mutation.declareCalendar': {
    with: ({ school }) =>
      input({ schoolId: school.id, academicYear: new Date().getFullYear(), version: past }),
    // An operator declares the terms of authorities, not of schools.
    ...{ by: 'school', gives: 'CALENDAR_CHANGED_MEANWHILE', else: 'FORBIDDEN' },
  },
  'Mutation.declareEmailDomain': {
    with: ({ urn }) => input({ urn, domain: 'manchester.sch.uk', onlyStaffHaveAddresses: true }),
    ...{ by: 'declarers', gives: 'SHARED_DOMAIN', else: 'FORBIDDEN' },
  },
  'Mutation.declareGroups': {
    with: ({ school }) => input({ schoolId: school.id, groups: [{ yearGroup: 9, code: 'new', size: 900 }] }),
    ...{ by: 'school', gives: 'ROLL_BELOW_GROUPS', else: 'FORBIDDEN' },
  },
  'Mutation.declareRoll': {
    with: ({ school }) => input({ schoolId: school.id, yearGroup: 9, pupils: 0 }),
    ...{ by: 'school', gives: 'ROLL_CHANGED_MEANWHILE', else: 'FORBIDDEN' },
  },
  'Mutation.declineMember': decided(({ endedMembership }) => endedMembership),
  'Mutation.declineProposal': proposalInVersion({ reason: 'OTHER' }),
  'Mutation.deleteSavedSearch': searchInVersion(),
  'Mutation.draftJobProfile': {
    with: ({ employer }) => input({ employerId: employer.id, occupation: '1111', story: 'What I do.' }),
    ...{ by: 'employer', gives: 'JobProfileSuccess', else: 'FORBIDDEN' },
  },
  'Mutation.draftOffer': {
    with: ({ employer }) =>
      input({
        employerId: employer.id,
        activityType: 'CAREERS_TALK',
        slots,
        byMe: false,
        ...offered,
        ...another(),
      }),
    ...{ by: 'employer', gives: 'OfferSuccess', else: 'FORBIDDEN' },
  },
  'Mutation.draftRequest': {
    with: ({ school, group }) =>
      input({
        ...{
          schoolId: school.id,
          kind: 'ENCOUNTER',
          groupIds: [group.id],
          sessions: 1,
          pupilsPerSession: 30,
        },
        ...{ ...asked, ...another() },
      }),
    ...{ by: 'school', gives: 'RequestSuccess', else: 'FORBIDDEN' },
  },
  'Mutation.editJobProfile': profileInVersion({ occupation: '5241', story: 'What I do.' }),
  'Mutation.editOffer': offerInVersion(offered),
  'Mutation.editRequest': {
    with: ({ request, group }) =>
      input({
        id: request.id,
        version: past,
        ...asked,
        groupIds: [group.id],
        sessions: 1,
        pupilsPerSession: 30,
      }),
    ...{ by: 'school', gives: 'REQUEST_CHANGED_MEANWHILE', else: 'FORBIDDEN' },
  },
  'Mutation.endMembership': { ...decided(({ endedMembership }) => endedMembership), by: 'former' },
  'Mutation.endSession': {
    with: ({ session }) => input({ sessionId: session.id }),
    ...{ by: 'only:teacher', gives: 'EndSessionSuccess' },
  },
  'Mutation.exchangeSignIn': {
    with: () => input({ code: 'nobody was given this' }),
    ...{ by: 'everyone', gives: 'SIGN_IN_CODE_REFUSED' },
  },
  'Mutation.issueApiKey': {
    with: ({ broker }) => input({ brokerId: broker.id, name: 'A third', scopes: ['REQUEST_BROWSE'] }),
    ...{ by: 'only:brokerAdmin', gives: 'TOO_MANY_API_KEYS', else: 'FORBIDDEN' },
  },
  'Mutation.joinBroker': {
    with: ({ neutralBroker }) => input({ brokerId: neutralBroker.id }),
    ...{ by: 'signedIn', gives: 'JoinSuccess' },
  },
  'Mutation.joinEmployer': {
    with: ({ neutral }) => input({ employerId: neutral.id, role: 'VOLUNTEER' }),
    ...{ by: 'signedIn', gives: 'JoinSuccess' },
  },
  'Mutation.joinSchool': {
    with: ({ neutralUrn }) => input({ urn: neutralUrn, role: 'TEACHER' }),
    ...{ by: 'signedIn', gives: 'JoinSuccess' },
  },
  'Mutation.linkSignIn': {
    with: () => input({ code: 'nobody was given this', password: 'four words or so' }),
    ...{ by: 'everyone', gives: 'SIGN_IN_CODE_REFUSED' },
  },
  'Mutation.openRequest': requestInVersion(),
  'Mutation.pauseOffer': offerInVersion(),
  'Mutation.proposeMatch': {
    with: ({ request, slot }) => input({ requestId: request.id, slotId: slot.id }),
    // Both are on the market, so whoever may propose sees them.
    ...{ by: 'parties', gives: 'ALREADY_PROPOSED', else: 'FORBIDDEN' },
  },
  'Mutation.publishJobProfile': profileInVersion(),
  'Mutation.publishOffer': offerInVersion(),
  'Mutation.recordDelivery': {
    with: ({ deliveredBooking }) => input({ bookingId: deliveredBooking.id, points: [], ...held }),
    ...{ by: 'school', gives: 'ALREADY_DELIVERED' },
    except: [
      { who: ['volunteer', 'employerAdmin'], tenant: 'own', gives: 'FORBIDDEN', because: 'the other side' },
    ],
  },
  'Mutation.recordEvidence': {
    with: ({ school }) => input({ schoolId: school.id, another: true, ...met }),
    ...{ by: 'school', gives: 'DeliverySuccess', else: 'FORBIDDEN' },
  },
  'Mutation.recordNoShow': {
    ...inVersion(({ booking }) => booking, { absent: 'OFFERER' }),
    ...{ by: 'parties', gives: 'BOOKING_CHANGED_MEANWHILE' },
  },
  'Mutation.refreshSession': {
    with: () => input({ refreshToken: 'nobody has been given this' }),
    ...{ by: 'everyone', gives: 'REFRESH_REFUSED' },
  },
  'Mutation.registerBroker': {
    with: () => input({ name: 'A scheme', licence: 'OGL', attribution: 'A scheme' }),
    ...{ by: 'signedIn', gives: 'BROKER_NAME_TAKEN' },
  },
  'Mutation.registerEmployer': {
    with: () =>
      input({
        name: 'Again',
        companyNumber: '00000003',
        sizeBand: 'SMALL',
        sectors: ['C'],
        sites: [{ name: 'Here', postcode: 'M1 1AE' }],
      }),
    ...{ by: 'signedIn', gives: 'EMPLOYER_ALREADY_REGISTERED' },
  },
  'Mutation.repeatSlots': offerInVersion({ rule }),
  'Mutation.requestEmailVerification': {
    with: () => input({ again: true }),
    ...{ by: 'signedIn', gives: 'RequestEmailVerificationSuccess' },
  },
  'Mutation.requestPasswordReset': {
    with: (_objects, email) => input({ email: `not.${(titles += 1)}.${email}` }),
    ...{ by: 'everyone', gives: 'RequestPasswordResetSuccess' },
  },
  'Mutation.resetPassword': {
    with: () => input({ token: 'nobody was mailed this', password: 'four words or so' }),
    ...{ by: 'everyone', gives: 'LINK_NOT_VALID' },
  },
  'Mutation.revokeApiKey': {
    with: ({ revokedKey }) => input({ apiKeyId: revokedKey.id }),
    ...{ by: 'only:brokerAdmin', gives: 'API_KEY_ALREADY_REVOKED' },
  },
  'Mutation.saveSearch': {
    with: () => input({ name: 'Another' }),
    ...{ by: 'signedIn', gives: 'SavedSearchSuccess' },
  },
  'Mutation.signIn': {
    // An address of its own for each: attempts are counted by it.
    with: (_objects, email) =>
      input({ email: `not.${(titles += 1)}.${email}`, password: 'not anybody’s at all' }),
    ...{ by: 'everyone', gives: 'SIGN_IN_REFUSED' },
  },
  'Mutation.signOut': {
    with: () => input({ everywhere: false }),
    ...{ by: 'signedIn', gives: 'EndSessionSuccess', ends: true },
  },
  'Mutation.signUp': {
    with: (_objects, email) => input({ name: 'Again', email, password: 'four words or so' }),
    ...{ by: 'everyone', gives: 'EMAIL_ALREADY_USED' },
  },
  'Mutation.startClearing': {
    with: () => input({ area: 'E99000001', firstDay: day(0), lastDay: day(60), dryRun: true }),
    ...{ by: 'operator', gives: 'CLEARING_UNDER_WAY' },
  },
  'Mutation.verifyEmail': {
    with: () => input({ token: 'nobody was mailed this' }),
    ...{ by: 'everyone', gives: 'LINK_NOT_VALID' },
  },
  'Mutation.withdrawEmailDomain': {
    // It would be gone for the cells after it: who withdraws one is told in the story of joining.
    with: () => input({ emailDomainId: 'domain_0' }),
    ...{ by: 'everyone', gives: 'NOT_FOUND' },
  },
  'Mutation.withdrawEvidence': {
    with: ({ delivery }) => input({ deliveryId: delivery.id, version: past }),
    ...{ by: 'school', gives: 'EVIDENCE_OF_BOOKING' },
  },
  'Mutation.withdrawJobProfile': profileInVersion(),
  'Mutation.withdrawOffer': offerInVersion(),
  'Mutation.withdrawRequest': requestInVersion(),
};
