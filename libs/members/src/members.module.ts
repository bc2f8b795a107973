import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ReferenceModule } from '#reference';
import { AccountMails } from './account.mails.js';
import { AccountPages } from './account.pages.controller.js';
import { AccountResolver } from './account.resolver.js';
import { Accounts } from './account.service.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyResolver, BrokerKeysResolver } from './api-key.resolver.js';
import { ApiKeys } from './api-key.service.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { Broker } from './broker.entity.js';
import { BrokerLoader } from './broker.loader.js';
import { BrokerResolver } from './broker.resolver.js';
import { Brokers } from './broker.service.js';
import { ExchangeResolver } from './exchange.resolver.js';
import { Exchange } from './exchange.service.js';
import { EmailDomain } from './domain.entity.js';
import { EmailDomainResolver } from './domain.resolver.js';
import { EmailDomains } from './domain.service.js';
import { EmailResolver } from './email.resolver.js';
import { Emails } from './email.service.js';
import { Employer, EmployerSite } from './employer.entity.js';
import { EmployerLoader } from './employer.loader.js';
import { EmployerResolver } from './employer.resolver.js';
import { Employers } from './employer.service.js';
import { MailedLinks } from './link.service.js';
import { Membership } from './membership.entity.js';
import {
  BrokerMembersResolver,
  EmployerMembersResolver,
  SchoolMembersResolver,
} from './members-of.resolver.js';
import { MembershipLinksResolver } from './membership.links.resolver.js';
import { MembershipLoader } from './membership.loader.js';
import { MembershipMails } from './membership.mails.js';
import { MembershipResolver } from './membership.resolver.js';
import { Memberships } from './membership.service.js';
import { OidcProvider } from './oidc.provider.js';
import { SignInController } from './sign-in.controller.js';
import { SignIns } from './sign-in.service.js';
import { Attempts } from './attempts.js';
import { PasswordResolver } from './password.resolver.js';
import { Passwords } from './password.service.js';
import { Person } from './person.entity.js';
import { PersonLoader } from './person.loader.js';
import { Session } from './session.entity.js';
import { SessionJobs } from './session.jobs.js';
import { SessionResolver } from './session.resolver.js';
import { Sessions } from './session.service.js';
import { ViewerStrategy } from './viewer.strategy.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[Person, Employer, EmployerSite, Membership, Broker, ApiKey, Session, EmailDomain],
    ]),
    ReferenceModule,
  ],
  controllers: [AccountPages, SignInController],
  providers: [
    Accounts,
    AccountMails,
    MailedLinks,
    Passwords,
    PasswordResolver,
    Emails,
    EmailResolver,
    EmailDomains,
    EmailDomainResolver,
    MembershipMails,
    Attempts,
    Sessions,
    SessionJobs,
    SessionResolver,
    AccountResolver,
    Memberships,
    MembershipLoader,
    MembershipLinksResolver,
    MembershipResolver,
    SchoolMembersResolver,
    EmployerMembersResolver,
    BrokerMembersResolver,
    Brokers,
    BrokerResolver,
    ApiKeys,
    ApiKeyResolver,
    BrokerKeysResolver,
    ApiKeyStrategy,
    OidcProvider,
    SignIns,
    Exchange,
    ExchangeResolver,
    Employers,
    BrokerLoader,
    PersonLoader,
    EmployerLoader,
    EmployerResolver,
    ViewerStrategy,
  ],
  exports: [BrokerLoader, EmployerLoader],
})
export class MembersModule {}
