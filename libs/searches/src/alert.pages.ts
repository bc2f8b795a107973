import { escapeHtml, type HtmlPage } from '#platform';

// What people read who want no more letters. Addresses are relative: the product may sit below a path.

/** Asks whether the letters are to be stopped. */
export function stopPage(token: string): HtmlPage {
  const body = `<p>Press the button, and Firsthand no longer tells you of new offers by mail, for none of your saved searches. They are kept, and other mail still comes.</p>
<form method="post" action="stop">
<input type="hidden" name="token" value="${escapeHtml(token)}">
<button type="submit">Stop these letters</button>
</form>
<p>If you want to go on, close this page.</p>`;
  return { title: 'Stop letters about new offers', body };
}

/** Says that the letters are stopped. */
export function stoppedPage(): HtmlPage {
  const body =
    '<p>No more of them come. Where you sign in, you can choose for each saved search to be told again.</p>\n<p>You can close this page.</p>';
  return { title: 'The letters are stopped', body };
}

/** Says that a link opens nothing any more, and what to do. */
export function stopGonePage(): HtmlPage {
  const body = `<p>It was used before, or it is too old.</p>
<p>If you have stopped the letters, there is nothing more to do.</p>
<p>If they still come, use the link in the newest one.</p>`;
  return { title: 'This link does not work', status: 410, body };
}
