import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { type CallerOrigin, Origin, Public } from '#platform';
import {
  RequestPasswordResetInput,
  RequestPasswordResetResult,
  ResetPasswordInput,
  ResetPasswordResult,
} from './password.graphql.js';
import { Passwords } from './password.service.js';

@Resolver()
export class PasswordResolver {
  constructor(private readonly passwords: Passwords) {}

  @Public()
  @Mutation(() => RequestPasswordResetResult, {
    description:
      'Mails a link to choose a new password to the address, if an account has it. The answer does not tell whether one has.',
  })
  requestPasswordReset(
    @Origin() origin: CallerOrigin,
    @Args('input', { description: 'Whose.' }) input: RequestPasswordResetInput,
  ): Promise<typeof RequestPasswordResetResult> {
    return this.passwords.requestReset(input, origin);
  }

  @Public()
  @Mutation(() => ResetPasswordResult, {
    description:
      'Sets a new password by a link that was mailed, ends every sign-in of the person, and verifies the address.',
  })
  resetPassword(
    @Origin() origin: CallerOrigin,
    @Args('input', { description: 'The link and the password.' }) input: ResetPasswordInput,
  ): Promise<typeof ResetPasswordResult> {
    return this.passwords.reset(input, origin);
  }
}
