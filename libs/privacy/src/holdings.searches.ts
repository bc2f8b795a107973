import { columns, type Holding } from './holding.js';

/** What is looked for, and what is found by it. */
export const SEARCH_HOLDINGS: Readonly<Record<string, Holding>> = {
  search_word: {
    columns: columns({ personal: 'word lexeme' }),
    fades: 'single words out of the texts of many; each goes in the night after the last listing that has it',
  },
  offer_place: {
    columns: columns({
      personal: 'place',
      nothing: 'sector offer_id district activity_type year_from year_to mode travel_m',
    }),
    about: 't.offer_id IN (SELECT id FROM offer WHERE person_id = $1)',
    erase: 'row',
  },
  new_offer: { columns: columns({ nothing: 'offer_id first_number number' }) },
  saved_search: {
    columns: columns({
      reference: 'person_id',
      personal: 'name criteria',
      nothing: 'id version alerts created_at new_since told_to looked_on place',
    }),
    about: 't.person_id = $1',
    erase: 'row',
  },
  told_offer: {
    columns: columns({ nothing: 'saved_search_id offer_id letter_id' }),
    about: 't.saved_search_id IN (SELECT id FROM saved_search WHERE person_id = $1)',
    erase: 'row',
  },
  alert_letter: {
    columns: columns({ reference: 'person_id', nothing: 'id day' }),
    about: 't.person_id = $1',
    erase: 'row',
  },
  alert_stop_link: {
    columns: columns({ reference: 'person_id', secret: 'hash', nothing: 'expires_at' }),
    about: 't.person_id = $1',
    erase: 'row',
  },
};
