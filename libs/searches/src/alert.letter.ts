import type { Letter } from '#platform';

/** How many offers a letter lists at most; the rest is counted. */
export const MOST_LISTED = 20;

/** An offer as a letter lists it. */
export interface ListedOffer {
  /** What its person calls the search that found it. */
  readonly search: string;
  readonly title: string;
  readonly employer: string;
  /** When it can be booked first. */
  readonly startsAt: Date;
}

const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' });

/**
 * Tells of new offers, search by search.
 * @param total how many there are, listed or not
 * @param stop the page where these letters are stopped
 */
export function newOffersLetter(listed: readonly ListedOffer[], total: number, stop: string): Letter {
  const searches = [...new Set(listed.map(({ search }) => search))];
  const lines = searches.flatMap((name) => [
    `For “${name}”:`,
    ...listed
      .filter(({ search }) => search === name)
      .map(({ title, employer, startsAt }) => `* ${title}, by ${employer}, from ${day.format(startsAt)}`),
  ]);
  const rest = total - listed.length;
  const more = rest === 0 ? [] : [`And ${rest} more: look into your saved searches where you sign in.`];
  const what = total === 1 ? 'There is a new offer' : `There are ${total} new offers`;
  return {
    subject: 'New offers for your saved searches on Firsthand',
    before: [`${what} among what you look for.`, ...lines, ...more],
    link: { words: 'Stop these letters', url: stop },
    after: [
      'The page asks you once more; you need not sign in. Where you sign in, you choose for each search how often you are told.',
    ],
  };
}
