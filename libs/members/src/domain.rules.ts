import { domainToASCII } from 'node:url';
import mailProviders from 'company-email-validator';
import { parse } from 'tldts';
import type { Person } from './person.entity.js';
import { DomainOpenToPupils, PersonalMailDomain, SharedDomain } from './domain.graphql.js';

/** For how many days a verification shows that somebody still has the address: who has left a school has it no more. */
export const RECENT_DAYS = 30;

/** A domain as it is compared: small letters, international ones in ASCII, without an @ before it; '' where it is none. */
export function domainOf(typed: string): string {
  const domain = domainToASCII(typed.replace(/^@/, '').trim()).toLowerCase();
  const { hostname, isIp } = parse(domain);
  return hostname === domain && !isIp && domain.includes('.') ? domain : '';
}

/** What follows the last @ of an address, as it is compared. */
export function domainOfAddress(email: string): string {
  return domainToASCII(email.slice(email.lastIndexOf('@') + 1)).toLowerCase();
}

/**
 * Why a school may not declare a domain. The public suffix list tells what is shared: `manchester.sch.uk` is every
 * school's there, `trinity.manchester.sch.uk` is one's own.
 */
export function whyNotDeclarable(
  domain: string,
  onlyStaffHaveAddresses: boolean,
): PersonalMailDomain | SharedDomain | DomainOpenToPupils | undefined {
  const { domain: registered } = parse(domain, { allowPrivateDomains: true });
  if (registered === null) return new SharedDomain();
  const personal = [domain, registered].some((name) => !mailProviders.isCompanyDomain(name));
  if (personal) return new PersonalMailDomain();
  return onlyStaffHaveAddresses ? undefined : new DomainOpenToPupils();
}

/** Whether somebody has shown, not long ago, that the address is theirs. */
export function isRecentlyVerified({ emailVerifiedAt }: Pick<Person, 'emailVerifiedAt'>, now: Date): boolean {
  return emailVerifiedAt !== null && now.getTime() - emailVerifiedAt.getTime() <= RECENT_DAYS * 86_400_000;
}
