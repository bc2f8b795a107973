import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HtmlPage, isFromElsewhere, sendPage } from './page.js';

/** What a form sends, as it came. */
export type Form = Readonly<Record<string, unknown>> | undefined;

/** What a form sends in a field; nothing where that is no text. */
export function textOf(form: Form, field: string): string {
  const value = form?.[field];
  return typeof value === 'string' ? value : '';
}

/** Answers a form with a page, unless it was on another site's. */
export async function answerForm(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<HtmlPage>,
): Promise<FastifyReply> {
  return sendPage(reply, isFromElsewhere(headers) ? elsewherePage() : await work());
}

/** Says that a form came from a page that is not ours. */
function elsewherePage(): HtmlPage {
  const body =
    '<p>This form was sent from another site. Open the link in the mail, and press the button there.</p>';
  return { title: 'Nothing was changed', status: 403, body };
}
