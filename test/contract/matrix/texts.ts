import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { PERSONAL } from '#platform';
import { schemaOf } from './operations.js';
import type { World } from './world.js';

type OfSchema = Pick<World, 'app'>;

/** A text in the schema: whose it is is said where it is declared, or here. */
interface TextField {
  readonly name: string;
  readonly personal: boolean;
}

const own = 'made by the product of registers, codes and numbers';
const register = 'of a public register';
const ofPlace = 'a place of work or a school, and public with its offer';
const secret = 'a token of whoever asks, given to nobody else';
const jobCodes = 'codes of the occupational classification';
const program = 'of a program';
const ofCalendar = 'of a term, a holiday or exams';
const sought = 'what of offers is looked for, as their list takes it';
const figures = 'figures and codes; words are never recorded';
const times = 'when something recurs';
const codes = 'codes of the industrial classification';

/**
 * The texts that tell of nobody, each with the reason. Whatever is neither marked `@Personal()` where it is declared nor
 * listed here fails the matrix.
 */
export const impersonal: Readonly<Record<string, string>> = {
  ...{ 'Area.code': register, 'Area.name': register, 'AreaInput.code': register },
  ...{ 'Occupation.code': register, 'Occupation.title': register, 'Occupation.description': register },
  ...{ 'Occupation.entryRoutes': register, 'Occupation.jobTitles': register },
  ...{ 'DraftJobProfileInput.occupation': jobCodes, 'EditJobProfileInput.occupation': jobCodes },
  ...{ 'DraftOfferInput.occupations': jobCodes, 'EditOfferInput.occupations': jobCodes },
  ...{ 'BenchmarkPolicyEdition.citation': own, 'BenchmarkPolicyEdition.criterion': own },
  ...{
    'BenchmarkPolicyEdition.title': own,
    'Broker.attribution': 'of a scheme',
    'Broker.licence': 'of a scheme',
  },
  ...{ 'Broker.name': 'of a scheme', 'Employer.companyNumber': register, 'Employer.sectors': codes },
  ...{ 'EmployerSite.postcode': ofPlace, 'LocalAuthority.code': register, 'LocalAuthority.name': register },
  ...{
    'LocalAuthority.onsCode': register,
    'Match.explanation': own,
    'Match.weights': own,
    'MissType.sentence': own,
  },
  ...{ 'Offer.postcode': ofPlace, 'Offer.sectors': codes, 'Postcode.postcode': register },
  ...{
    'Proposal.explanation': own,
    'PupilGroup.code': 'of a group; the input says never the name of a pupil',
  },
  ...{ 'RefreshSessionSuccess.accessToken': secret, 'RefreshSessionSuccess.refreshToken': secret },
  ...{ 'School.name': register, 'School.postcode': register, 'School.trust': register },
  ...{
    'SchoolRequest.sectors': codes,
    'ScorePart.because': own,
    'Sector.code': register,
    'Sector.name': register,
  },
  ...{ 'EmailDomain.domain': 'of a school', 'WithdrawEmailDomainSuccess.domain': 'of a school' },
  ...{ 'RequestPasswordResetSuccess.message': own, 'RequestEmailVerificationSuccess.message': own },
  'DeclareEmailDomainInput.domain': 'of a school',
  ...{ 'ApiKey.name': program, 'ApiKey.publicId': program, 'IssueApiKeyInput.name': program },
  ...{ 'BankHoliday.name': register, 'DayOff.name': ofCalendar, 'SchoolTerm.name': ofCalendar },
  ...{ 'ExamWindow.name': ofCalendar, 'ExamWindowInput.name': ofCalendar, 'TermInput.name': ofCalendar },
  'DeclareCalendarInput.localAuthority': register,
  ...{ 'ChangedValue.after': figures, 'ChangedValue.before': figures, 'ChangedValue.name': own },
  ...{ 'HistoryEntry.kind': own, 'HistoryEntry.noun': own, 'HistoryEntry.reason': 'a code' },
  ...{ 'Clearing.stage': own, 'ClearedPair.explanation': own, 'ClearedPair.reason': own },
  ...{ 'ClearingResult.inputsHash': own, 'ClearingResult.weights': own, 'ClearingResult.faults': own },
  ...{
    'StartClearingInput.area': register,
    'WhatIfOffersInput.area': register,
    'GroupFairness.name': register,
  },
  ...{ 'CriteriaEdition.citation': own, 'CriteriaEdition.title': own, 'CriterionPosition.criterion': own },
  ...{ 'ExchangeSignInInput.code': secret, 'ExchangeSignInInput.verifier': secret },
  ...{ 'ExchangeSignInSuccess.accessToken': secret, 'ExchangeSignInSuccess.refreshToken': secret },
  ...{ 'LinkSignInInput.code': secret, 'PasswordNeeded.linkCode': secret },
  'IssueApiKeySuccess.secret': 'shown once, to whoever issues it',
  ...{ 'RegisterBrokerInput.attribution': 'of a scheme', 'RegisterBrokerInput.licence': 'of a scheme' },
  'RegisterBrokerInput.name': 'of a scheme',
  ...{ 'SectorFacet.name': register, 'SectorFacet.sector': codes },
  ...{ 'SaveSearchInput.search': sought, 'ChangeSavedSearchInput.search': sought },
  ...{ 'SavedSearchArea.code': register, 'SavedSearchFilter.sector': codes },
  'SavedSearchNear.postcode': 'of whoever saved the search, and shown to them alone',
  ...{ 'SignInProvider.name': 'of a provider', 'SignInProvider.url': 'of a provider' },
  ...{ 'SlotRule.iCalendar': times, 'SlotRule.rrule': times, 'SlotRule.startsAt': times },
  ...{ 'SlotRuleInput.rrule': times, 'SlotRuleInput.startsAt': times },
  ...{ 'SignInSuccess.accessToken': secret, 'SignInSuccess.refreshToken': secret },

  ...{
    'DraftOfferInput.postcode': ofPlace,
    'DraftOfferInput.sectors': codes,
    'DraftRequestInput.sectors': codes,
  },
  ...{
    'EditOfferInput.postcode': ofPlace,
    'EditOfferInput.sectors': codes,
    'EditRequestInput.sectors': codes,
  },
  ...{
    'EmployerSiteInput.postcode': ofPlace,
    'NearInput.postcode': 'of whoever looks; a saved search keeps it, for them alone',
  },
  ...{
    'OfferFilter.sector': codes,
    'RequestFilter.sector': codes,
    'RegisterEmployerInput.companyNumber': register,
  },
  ...{
    'RegisterEmployerInput.sectors': codes,
    'PupilGroupInput.code': 'of a group, never the name of a pupil',
  },
};

const plain = ['Int', 'Float', 'Boolean', 'ID', 'DateTime', 'LocalDate'];

/** Every field of such types that holds text. What every list and every problem has is no news. */
export function textsOf(world: OfSchema, isKind: (type: GraphQLNamedType) => boolean): TextField[] {
  const types = Object.values(schemaOf(world.app).getTypeMap()).filter(
    (type) => isKind(type) && !isIntrospectionType(type),
  );
  return types.flatMap((type) => {
    if (!isObjectType(type) && !isInputObjectType(type)) return [];
    if (type.name === 'PageInfo') return [];
    const problem = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Problem');
    const fields: readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(
      type.getFields(),
    );
    return fields
      .filter(({ type: of }) => isScalarType(getNamedType(of)) && !plain.includes(getNamedType(of).name))
      .filter(({ name }) => !(problem && ['code', 'message'].includes(name)))
      .filter(({ name }) => !(type.name.endsWith('Edge') && name === 'cursor'))
      .map(({ name, extensions }) => ({
        name: `${type.name}.${name}`,
        personal: extensions[PERSONAL] === true,
      }));
  });
}

/** The fields of such types that are marked `@Personal`. */
export function marked(world: OfSchema, isKind: (type: GraphQLNamedType) => boolean): string[] {
  return textsOf(world, isKind)
    .filter(({ personal }) => personal)
    .map(({ name }) => name);
}
