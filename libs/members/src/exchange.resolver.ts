import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type CallerOrigin, Config, Origin, Public, PublicAddress } from '#platform';
import {
  ExchangeSignInInput,
  ExchangeSignInResult,
  LinkSignInInput,
  LinkSignInResult,
  SignInProvider,
} from './exchange.graphql.js';
import { Exchange } from './exchange.service.js';

@Resolver()
export class ExchangeResolver {
  constructor(
    private readonly signIns: Exchange,
    private readonly config: Config,
    private readonly address: PublicAddress,
  ) {}

  @Public()
  @Query(() => [SignInProvider], {
    description: 'The ways to sign in beside the password; none where none is set up.',
  })
  signInProviders(): SignInProvider[] {
    const { oidcIssuer, oidcName: name, oidcProvider } = this.config;
    return oidcIssuer ? [{ name, url: this.address.of(`/sign-in/${oidcProvider}`) }] : [];
  }

  @Public()
  @Mutation(() => ExchangeSignInResult, {
    description: 'Signs you in with the code that your browser came back with from a provider.',
  })
  exchangeSignIn(
    @Origin() origin: CallerOrigin,
    @Args('input', { description: 'The code.' }) input: ExchangeSignInInput,
  ): Promise<typeof ExchangeSignInResult> {
    return this.signIns.exchange(input, origin);
  }

  @Public()
  @Mutation(() => LinkSignInResult, {
    description:
      'Links a sign-in through a provider to the account with the same e-mail address, which its password opens, and ' +
      'signs you in. Attempts are counted.',
  })
  linkSignIn(
    @Origin() origin: CallerOrigin,
    @Args('input', { description: 'The code and the password.' }) input: LinkSignInInput,
  ): Promise<typeof LinkSignInResult> {
    return this.signIns.link(input, origin);
  }
}
