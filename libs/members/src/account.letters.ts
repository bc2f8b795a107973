import type { Letter } from '#platform';
import { LINK_MINUTES, LinkPurpose } from './link.service.js';

// No name in these: whoever signs up with somebody else's address chooses the name, and would be writing to them.

/** What a link for a purpose is mailed with, and the page that it opens. */
export const linkLetters: Readonly<
  Record<LinkPurpose, { readonly path: string; readonly letter: (url: string) => Letter }>
> = {
  [LinkPurpose.RESET_PASSWORD]: {
    path: '/account/reset-password',
    letter: (url) => ({
      subject: 'Choose a new password for Firsthand',
      before: [
        'Somebody asked for a new password for the Firsthand account with this e-mail address.',
        `If it was you, choose one on the page below. The link works once, for ${LINK_MINUTES[LinkPurpose.RESET_PASSWORD]} minutes. If you have several of these mails, only the newest works.`,
      ],
      link: { words: 'Choose a new password', url },
      after: ['If it was not you, do nothing: your password stays as it is.'],
    }),
  },
  [LinkPurpose.VERIFY_EMAIL]: {
    path: '/account/verify-email',
    letter: (url) => ({
      subject: 'Confirm your e-mail address for Firsthand',
      before: [
        'There is a Firsthand account with this e-mail address.',
        `If you made it, confirm on the page below that the address is yours. The link works once, for ${LINK_MINUTES[LinkPurpose.VERIFY_EMAIL] / 1440} days. If you have several of these mails, only the newest works.`,
      ],
      link: { words: 'Confirm my e-mail address', url },
      after: [
        'If you did not make an account, do not confirm: somebody else used your address, and would act in your name.',
      ],
    }),
  },
};

/** Tells a person that their password is another. @param url where to ask for a new one */
export function passwordChanged(url: string): Letter {
  return {
    subject: 'Your password for Firsthand was changed',
    before: [
      'The password of your Firsthand account was changed with a link that we mailed to this address. Everywhere you were signed in, you have been signed out.',
      'If it was you, there is nothing more to do.',
    ],
    link: { words: 'If it was not you, choose a new password now', url },
    after: ['Then also change the password of your mailbox: somebody else can read your mail.'],
  };
}

/** Tells whoever looks after a school that somebody acts for it from now on. */
export function memberJoined(school: string, member: { name: string; email: string }): Letter {
  return {
    subject: 'A colleague has joined your school on Firsthand',
    before: [
      `${member.name} (${member.email}) has joined ${school} as a teacher. Nobody had to approve it: they showed that the address is theirs, and it is at an e-mail domain that was declared for the school.`,
      'If you do not know them, or they are a pupil, end their membership at once (endMembership), and withdraw the domain if pupils have addresses there (withdrawEmailDomain).',
    ],
  };
}
