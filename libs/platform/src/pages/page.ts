import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { escapeHtml } from './html.js';

/** A page for people who come through a link in a mail: it works without script, on a phone, and with a screen reader. */
export interface HtmlPage {
  /** What the page is, in its title and first heading. */
  readonly title: string;
  /** HTML below the heading; whoever writes it escapes what others typed. */
  readonly body: string;
  /** The status it is answered with; 200 by default. */
  readonly status?: number;
  /** Whether something that was typed is to be put right; said first in the title. */
  readonly failed?: boolean;
}

const style = `
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; background: #fff; color: #111; }
a { color: #14508c; }
main { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 0; }
label { display: block; font-weight: 700; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 2px solid; min-height: 2.75rem; }
button { font: inherit; font-weight: 700; min-height: 2.75rem; padding: .5rem 1.25rem; margin-top: 1.25rem; }
:focus-visible { outline: 3px solid; outline-offset: 3px; }
.problem { border: 4px solid #b3261e; padding: 1rem; margin-bottom: 1.5rem; }
.error { border-left: 4px solid #b3261e; padding-left: .75rem; font-weight: 700; margin: .25rem 0; }
.hint { margin: .25rem 0; }
@media (prefers-color-scheme: dark) {
  body { background: #16181a; color: #f2f2f2; }
  a { color: #9cc7ff; }
  .problem, .error { border-color: #ff8a80; }
}
`;

/** Nothing is loaded and nothing runs; the one style is known by its hash; a form goes here and nowhere else. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole of a page. */
export function htmlOf({ title, body, failed = false }: HtmlPage): string {
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${failed ? 'Error: ' : ''}${name} - Firsthand</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${name}</h1>
${body}
</main>
</body>
</html>
`;
}

/** Answers with a page. Its address may hold the secret of a link: it is not stored, and not told to where one goes next. */
export function sendPage(reply: FastifyReply, page: HtmlPage): FastifyReply {
  return reply
    .status(page.status ?? 200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    })
    .send(htmlOf(page));
}

/** Whether a browser says that the form was on another site's page. What is no browser says nothing. */
export function isFromElsewhere(headers: Readonly<Record<string, unknown>>): boolean {
  const site = headers['sec-fetch-site'];
  return typeof site === 'string' && !['same-origin', 'none'].includes(site);
}
