import { escapeHtml, type HtmlPage } from '#platform';

// What people read who come through a link in a mail. Addresses are relative: the product may sit below a path.

const ASK = 'forgotten-password';

/** One labelled field of a form with its button. */
interface Asked {
  readonly action: string;
  readonly field: string;
  readonly label: string;
  readonly type: 'email' | 'password';
  readonly complete: string;
  readonly hint: string;
  readonly button: string;
  /** What else the form sends. */
  readonly token?: string;
  /** What was typed, where it may be shown again. */
  readonly typed?: string;
  /** What is wrong with what was typed, and what to do. */
  readonly problem?: string;
}

const hidden = (token: string) => `<input type="hidden" name="token" value="${escapeHtml(token)}">`;

function form({ action, field, label, hint, button, token, typed = '', problem, ...input }: Asked): string {
  const summary = problem
    ? `<div class="problem" role="alert"><h2>There is a problem</h2><p><a href="#${field}">${escapeHtml(problem)}</a></p></div>\n`
    : '';
  const error = problem ? `<p class="error" id="${field}-error">Error: ${escapeHtml(problem)}</p>\n` : '';
  const described = `${field}-hint${problem ? ` ${field}-error` : ''}`;
  const state = problem ? ' aria-invalid="true"' : '';
  return `${summary}<form method="post" action="${action}" novalidate>
${token === undefined ? '' : hidden(token)}
<label for="${field}">${label}</label>
<p class="hint" id="${field}-hint">${hint}</p>
${error}<input id="${field}" name="${field}" type="${input.type}" autocomplete="${input.complete}" required value="${escapeHtml(typed)}" aria-describedby="${described}"${state}>
<button type="submit">${button}</button>
</form>`;
}

const failure = (problem?: string) => (problem ? { status: 400, failed: true } : {});

/** Asks for the address to mail a link to. */
export function askPage(typed = '', problem?: string): HtmlPage {
  const body = form({
    ...{ action: ASK, field: 'email', label: 'Your e-mail address', type: 'email', complete: 'email' },
    hint: 'The one you signed up with. We mail a link to it.',
    ...{ button: 'Mail me a link', typed, problem },
  });
  return { title: 'Forgotten password', body, ...failure(problem) };
}

/** Says what was done, in the same words whether or not somebody has the address. */
export function askedPage(message: string): HtmlPage {
  return { title: 'Look into your mailbox', body: `<p>${escapeHtml(message)}</p>` };
}

/** Asks for a new password. */
export function resetPage(token: string, problem?: string): HtmlPage {
  const body = form({
    ...{ action: 'reset-password', field: 'password', label: 'New password', type: 'password' },
    ...{ complete: 'new-password', button: 'Save the new password', token, problem },
    hint: 'At least 10 characters. A few words are better than one with signs in it.',
  });
  return { title: 'Choose a new password', body, ...failure(problem) };
}

/** Says that the password is the new one. */
export function resetDonePage(): HtmlPage {
  const body =
    '<p>Sign in with it from now on. You have been signed out everywhere else.</p>\n<p>You can close this page.</p>';
  return { title: 'Your new password is saved', body };
}

/** Asks whether the address is to be confirmed. */
export function verifyPage(token: string): HtmlPage {
  const body = `<p>Press the button only if you made a Firsthand account with this e-mail address.</p>
<form method="post" action="verify-email">
${hidden(token)}
<button type="submit">Confirm my e-mail address</button>
</form>
<p>If somebody else used your address, close this page: it stays unconfirmed.</p>`;
  return { title: 'Confirm your e-mail address', body };
}

/** Says that the address is confirmed. */
export function verifiedPage(): HtmlPage {
  const body = '<p>You can close this page and go on where you signed up.</p>';
  return { title: 'Your e-mail address is confirmed', body };
}

/** Says that a link to choose a password opens nothing any more, and what to do. */
export function resetGonePage(message: string): HtmlPage {
  const body = `<p>${escapeHtml(message)}</p>\n<p><a href="${ASK}">Ask for a new link</a></p>`;
  return { title: 'This link does not work', status: 410, body };
}

/** The same of a link to confirm an address. */
export function verifyGonePage(message: string): HtmlPage {
  const body = `<p>${escapeHtml(message)}</p>
<p>If you have confirmed your address before, there is nothing more to do.</p>
<p>Otherwise ask for a new link where you are signed in. If you cannot sign in, <a href="${ASK}">choose a new password</a>: that confirms the address as well.</p>`;
  return { title: 'This link does not work', status: 410, body };
}
