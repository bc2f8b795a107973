import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentViewer, Public } from '#platform';
import {
  RequestEmailVerificationInput,
  RequestEmailVerificationResult,
  VerifyEmailInput,
  VerifyEmailResult,
} from './email.graphql.js';
import { Emails } from './email.service.js';
import { Viewer } from './viewer.js';

@Resolver()
export class EmailResolver {
  constructor(private readonly emails: Emails) {}

  @Public()
  @Mutation(() => VerifyEmailResult, {
    description: 'Verifies that an e-mail address is its person’s, by the link that was mailed to it.',
  })
  verifyEmail(
    @Args('input', { description: 'The link.' }) input: VerifyEmailInput,
  ): Promise<typeof VerifyEmailResult> {
    return this.emails.verify(input);
  }

  @Allow('account:verify')
  @Mutation(() => RequestEmailVerificationResult, {
    description: 'Mails you a link that verifies your e-mail address.',
  })
  requestEmailVerification(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whether once more.' }) input: RequestEmailVerificationInput,
  ): Promise<typeof RequestEmailVerificationResult> {
    return this.emails.requestVerification(viewer, input);
  }
}
