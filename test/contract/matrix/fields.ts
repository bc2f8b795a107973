import type { Audience } from './people.js';

/** Whoever sees the parent sees this too. */
const asParent = 'asParent';

/** What comes of a field: whoever sees the parent sees it, or some of them do and the others see `else`. */
export type FieldEntry = typeof asParent | { readonly for: Audience; readonly else: 'null' | 'empty' };

const only = (audience: Audience, otherwise: 'null' | 'empty'): FieldEntry => ({
  for: audience,
  else: otherwise,
});

/**
 * Every field of a noun that leads to something with fields of its own. A new one needs one line here: `asParent`, or
 * `only(audience, what others see)`.
 */
export const fields: Readonly<Record<string, FieldEntry>> = {
  'Area.localAuthorities': asParent,
  'Area.partOf': asParent,
  'Booking.delivery': asParent,
  'Booking.employer': asParent,
  'Booking.offer': asParent,
  'Booking.request': asParent,
  'Booking.school': asParent,
  'Broker.apiKeys': only('only:brokerAdmin', 'empty'),
  'Broker.members': only('only:brokerAdmin', 'empty'),
  ...{ 'Clearing.area': asParent, 'Clearing.pairs': asParent, 'Clearing.result': asParent },
  'Delivery.attendance': asParent,
  'Delivery.booking': asParent,
  'Delivery.evidence': asParent,
  'Delivery.meaningful': asParent,
  'Delivery.pupils': asParent,
  'Delivery.school': asParent,
  'Employer.broker': asParent,
  'Employer.members': only('employerAdmins', 'empty'),
  'Employer.offers': asParent,
  'Employer.sites': asParent,
  'JobProfile.employer': asParent,
  'JobProfile.occupation': asParent,
  'Membership.applicant': asParent,
  'Membership.broker': asParent,
  'Membership.employer': asParent,
  'Membership.school': asParent,
  'Occupation.children': asParent,
  'Occupation.parent': asParent,
  'Offer.broker': asParent,
  'Offer.employer': asParent,
  'Offer.jobProfile': asParent,
  'Offer.matches': only('employer', 'null'),
  'Offer.occupations': asParent,
  'Offer.slotRules': asParent,
  'Offer.slots': asParent,
  'Proposal.offer': asParent,
  'Proposal.request': asParent,
  'Proposal.slot': asParent,
  'RecurringSlot.rule': asParent,
  ...{ 'SavedSearch.filter': asParent, 'SavedSearch.near': asParent, 'SavedSearch.offers': asParent },
  'School.benchmarks': only('school', 'null'),
  'School.calendar': asParent,
  'School.deliveries': only('school', 'null'),
  'School.emailDomains': only('declarers', 'empty'),
  'School.groups': only('school', 'empty'),
  'School.localAuthority': asParent,
  'School.members': only('schoolAdmins', 'empty'),
  'School.place': asParent,
  'School.positions': only('school', 'null'),
  'School.providerAccess': only('school', 'null'),
  'School.requests': only('school', 'empty'),
  'School.rolls': only('school', 'empty'),
  'School.workExperience': only('school', 'null'),
  'SchoolRequest.broker': asParent,
  'SchoolRequest.groups': asParent,
  'SchoolRequest.matches': only('school', 'null'),
  'SchoolRequest.need': only('school', 'null'),
  'SchoolRequest.school': asParent,
  'SchoolRequest.windows': asParent,
  'Sector.children': asParent,
  'Sector.parent': asParent,
  'SeriesSlot.dates': asParent,
};

/** What is not there in this world although its parent is seen, by the thing it belongs to, and why. */
export const absent: Readonly<Record<string, 'null' | 'empty'>> = {
  ...{ 'school.localAuthority': 'null', 'draftOffer.broker': 'null', 'draftRequest.broker': 'null' },
  ...{ 'booking.delivery': 'null', 'sector.children': 'empty', 'sector.parent': 'null' },
  ...{ 'waitingMembership.employer': 'null', 'endedMembership.employer': 'null' },
  ...{ 'clearing.pairs': 'empty', 'clearing.result': 'null' },
  'unapproved.offers': 'empty',
  'savedSearch.offers': 'empty',
  ...{ 'repeatingOffer.broker': 'null', 'repeatingOffer.occupations': 'empty' },
  ...{ 'placementOffer.broker': 'null', 'placementOffer.occupations': 'empty' },
  ...{ 'repeatingOffer.jobProfile': 'null', 'placementOffer.jobProfile': 'null' },
  ...{ 'formsOffer.broker': 'null', 'formsOffer.occupations': 'empty', 'formsOffer.jobProfile': 'null' },
  ...{ 'formsOffer.slotRules': 'empty', 'formsOffer.matches': 'empty' },
  ...{ 'placementOffer.slotRules': 'empty', 'placementOffer.matches': 'empty' },
  ...{ 'employer.broker': 'null', 'unapproved.broker': 'null' },
  ...{ 'offer.slotRules': 'empty', 'draftOffer.slotRules': 'empty' },
  ...{ 'waitingMembership.broker': 'null', 'endedMembership.broker': 'null' },
  ...{ 'declinedMembership.broker': 'null', 'employersMembership.broker': 'null' },
  ...{ 'area.localAuthorities': 'empty', 'area.partOf': 'empty', 'occupation.children': 'empty' },
  ...{ 'draftOffer.occupations': 'empty', 'draftOffer.jobProfile': 'null' },
  ...{ 'declinedMembership.employer': 'null', 'employersMembership.school': 'null' },
};

/**
 * Every field of an answer that is marked `@Personal`: who reads one of the first tenant somewhere, and who one of the
 * second. A new one needs one line here, and a canary in `plant.ts` that says of each row who may see it.
 */
export const personal: Readonly<Record<string, { own: Audience; foreign: Audience }>> = {
  'ApiKey.createdBy': { own: 'only:brokerAdmin', foreign: 'nobody' },
  'Applicant.email': { own: 'signedIn', foreign: 'nobody' },
  'Applicant.name': { own: 'signedIn', foreign: 'nobody' },
  'Delivery.recordedBy': { own: 'school', foreign: 'nobody' },
  'Employer.name': { own: 'everyone', foreign: 'everyone' },
  'EmployerSite.name': { own: 'everyone', foreign: 'everyone' },
  'HistoryEntry.name': { own: 'leads', foreign: 'nobody' },
  'JobProfile.canAsk': { own: 'everyone', foreign: 'everyone' },
  'JobProfile.story': { own: 'everyone', foreign: 'everyone' },
  'JobProfile.subjects': { own: 'everyone', foreign: 'everyone' },
  'Offer.description': { own: 'everyone', foreign: 'everyone' },
  'Offer.title': { own: 'everyone', foreign: 'everyone' },
  'SavedSearch.name': { own: 'only:teacher', foreign: 'nobody' },
  'SavedSearch.search': { own: 'only:teacher', foreign: 'nobody' },
  'SchoolRequest.notes': { own: 'browsers', foreign: 'browsers' },
  'SchoolRequest.title': { own: 'browsers', foreign: 'browsers' },
  'Session.device': { own: 'signedIn', foreign: 'nobody' },
  'Viewer.email': { own: 'signedIn', foreign: 'nobody' },
  'Viewer.name': { own: 'signedIn', foreign: 'nobody' },
};
