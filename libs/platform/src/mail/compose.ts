import { escapeHtml } from '../pages/html.js';

/** What a mail says. It is told as text and as HTML from the same words. */
export interface Letter {
  /** One line; nothing personal, as it shows on locked screens. */
  readonly subject: string;
  /** What there is to know, before the link. */
  readonly before: readonly string[];
  /** Where to go: the words of the link say what happens there. */
  readonly link?: { readonly words: string; readonly url: string };
  /** What else there is to know: what to do if one did not ask for it. */
  readonly after?: readonly string[];
}

/** A letter as it is sent. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const SIGNED = 'Firsthand: encounters of schools with the world of work';

/** Writes a letter twice: as plain text, and as HTML that a screen reader reads in the same order. */
export function compose({ subject, before, link, after = [] }: Letter): Composed {
  const text = [...before, ...(link ? [`${link.words}:\n${link.url}`] : []), ...after, `-- \n${SIGNED}`];
  const paragraph = (words: string) => `<p>${escapeHtml(words)}</p>`;
  const anchor = link && [
    `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.words)}</a></p>`,
    `<p>If that does not open, copy this address into your browser: ${escapeHtml(link.url)}</p>`,
  ];
  const body = [...before.map(paragraph), ...(anchor ?? []), ...after.map(paragraph)];
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(subject)}</title></head>
<body style="font-family: sans-serif; font-size: 1rem; line-height: 1.5; max-width: 40rem;">
<h1 style="font-size: 1.25rem;">${escapeHtml(subject)}</h1>
${body.join('\n')}
<p>${escapeHtml(SIGNED)}</p>
</body>
</html>
`;
  return { subject, text: `${text.join('\n\n')}\n`, html };
}
