import { escapeHtml, type HtmlPage } from '#platform';

/** Why a sign-in through a provider does not go on. */
export enum StopReason {
  NO_PROVIDER = 'no_provider',
  RETURN_REFUSED = 'return_refused',
  TOO_MANY = 'too_many',
  DENIED = 'denied',
  OVER = 'over',
  UNTRUSTED = 'untrusted',
  UNREACHABLE = 'unreachable',
  NO_EMAIL = 'no_email',
  EMAIL_UNVERIFIED = 'email_unverified',
}

/** A sign-in that does not go on, and how to begin another. */
export class SignInStopped extends Error {
  /** @param again where to begin again as one began; null where that would not help */
  constructor(
    readonly reason: StopReason,
    readonly again: string | null = null,
  ) {
    super(`Sign-in stopped: ${reason}`);
  }
}

/** What a page says: what happened and what to do next. */
interface Words {
  readonly status: number;
  readonly title: string;
  readonly sentences: readonly string[];
}

const NOTHING_CHANGED = 'You are not signed in, and nothing was changed.';

/** `%` stands for what people call the provider. */
const WORDS: Record<StopReason, Words> = {
  [StopReason.NO_PROVIDER]: {
    status: 404,
    title: 'There is no such way to sign in',
    sentences: ['The address is not right, or this way is not set up here.', 'Sign in with your password.'],
  },
  [StopReason.RETURN_REFUSED]: {
    status: 400,
    title: 'This sign-in began at an address that is not known here',
    sentences: [
      NOTHING_CHANGED,
      'Begin again from the site you meant to use, and tell whoever runs it if this page comes again.',
    ],
  },
  [StopReason.TOO_MANY]: {
    status: 429,
    title: 'Too many sign-ins began from here',
    sentences: [NOTHING_CHANGED, 'Wait a quarter of an hour, then begin again.'],
  },
  [StopReason.DENIED]: {
    status: 403,
    title: 'The sign-in was refused or given up',
    sentences: [
      `% did not let you in, or you turned back. ${NOTHING_CHANGED}`,
      'Begin again, or sign in with your password. If you should have access, ask whoever manages accounts at your school.',
    ],
  },
  [StopReason.OVER]: {
    status: 400,
    title: 'This sign-in is over',
    sentences: [
      `It took more than ten minutes, it was used before, or it began in another browser or tab. ${NOTHING_CHANGED}`,
      'Begin again, and stay in the same browser.',
    ],
  },
  [StopReason.UNTRUSTED]: {
    status: 400,
    title: 'The answer could not be trusted',
    sentences: [
      `% sent back an answer that did not pass our checks. ${NOTHING_CHANGED}`,
      'Begin again. If this page comes again, sign in with your password, and tell us.',
    ],
  },
  [StopReason.UNREACHABLE]: {
    status: 503,
    title: 'The sign-in service does not answer',
    sentences: [
      `% cannot be reached at the moment. ${NOTHING_CHANGED}`,
      'Try again in a few minutes, or sign in with your password.',
    ],
  },
  [StopReason.NO_EMAIL]: {
    status: 403,
    title: 'Your account there has no e-mail address',
    sentences: [
      `% told us no e-mail address for you, and without one we cannot make an account. ${NOTHING_CHANGED}`,
      'Ask whoever manages accounts at your school to add it, or sign up with a password.',
    ],
  },
  [StopReason.EMAIL_UNVERIFIED]: {
    status: 403,
    title: 'Your e-mail address is not confirmed there',
    sentences: [
      `% has not confirmed your e-mail address, so it could be anybody’s. ${NOTHING_CHANGED}`,
      'Confirm it there, then begin again; or sign in here with your password.',
    ],
  },
};

/** The page for whoever's sign-in does not go on. @param name what people call the provider */
export function pageOf({ reason, again }: SignInStopped, name: string): HtmlPage {
  const { status, title, sentences } = WORDS[reason];
  const lines = sentences.map((sentence) => `<p>${escapeHtml(sentence.replace('%', () => name))}</p>`);
  if (again) lines.push(`<p><a href="${escapeHtml(again)}">Begin again</a></p>`);
  return { title, status, failed: true, body: lines.join('\n') };
}
