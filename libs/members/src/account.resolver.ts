import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, type CallerOrigin, CurrentViewer, Origin, Public } from '#platform';
import { SignInInput, SignInResult, SignUpInput, SignUpResult, ViewerType } from './account.graphql.js';
import { Accounts } from './account.service.js';
import { MembershipType } from './membership.graphql.js';
import { Memberships } from './membership.service.js';
import { Viewer } from './viewer.js';

@Resolver(() => ViewerType)
export class AccountResolver {
  constructor(
    private readonly accounts: Accounts,
    private readonly roles: Memberships,
  ) {}

  @Allow('account:read')
  @Query(() => ViewerType, { description: 'You.' })
  viewer(@CurrentViewer() viewer: Viewer): Promise<ViewerType> {
    return this.accounts.whoIs(viewer);
  }

  @ResolveField(() => [MembershipType], { description: 'Your roles, with those that wait or were declined.' })
  memberships(@Parent() { id }: ViewerType): Promise<MembershipType[]> {
    return this.roles.of(id);
  }

  @Public()
  @Mutation(() => SignUpResult, {
    description: 'Makes an account, signs you in, and mails a link that verifies your address.',
  })
  signUp(
    @Origin() origin: CallerOrigin,
    @Args('input', { description: 'Who you are.' }) input: SignUpInput,
  ): Promise<typeof SignUpResult> {
    return this.accounts.signUp(input, origin);
  }

  @Public()
  @Mutation(() => SignInResult, {
    description: 'Signs you in and returns an access token. Attempts are counted, one by one.',
  })
  signIn(
    @Origin() origin: CallerOrigin,
    @Args('input', { description: 'Who you are.' }) input: SignInInput,
  ): Promise<typeof SignInResult> {
    return this.accounts.signIn(input, origin);
  }
}
