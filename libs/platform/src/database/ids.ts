import { v7 } from 'uuid';

/**
 * A new identifier: the noun, an underscore and a time-ordered UUID in hexadecimal (`offer_019b…`). The same text is
 * the primary key, the global id of the API and what people paste into an e-mail.
 */
export function newId(noun: string): string {
  return `${noun}_${v7().replaceAll('-', '')}`;
}

/** The noun an id begins with, or undefined where the text is not an id. */
export function nounOf(id: string): string | undefined {
  return /^([a-z]+(?:_[a-z]+)*)_[0-9a-z]+$/.exec(id)?.[1];
}
