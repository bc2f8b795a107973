import type { MigrationInterface, QueryRunner } from 'typeorm';

const SEARCHES = `
  CREATE TABLE saved_search (
    id text COLLATE "C" PRIMARY KEY,
    person_id text COLLATE "C" NOT NULL REFERENCES person,
    version integer NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    -- near, within, search and filter, as the list of offers takes them.
    criteria jsonb NOT NULL CHECK (jsonb_typeof(criteria) = 'object'),
    alerts text NOT NULL CHECK (alerts IN ('never', 'daily', 'weekly')),
    created_at timestamptz NOT NULL,
    -- Only offers that were first published after this change are new to it.
    new_since bigint NOT NULL CHECK (new_since >= 0),
    -- All changes up to this one have been looked at for a letter.
    told_to bigint NOT NULL CHECK (told_to >= 0),
    -- The day of the last look, in London.
    looked_on date NOT NULL,
    -- One of the places that a person has for searches.
    place smallint NOT NULL CHECK (place BETWEEN 1 AND 20),
    CONSTRAINT saved_search_places UNIQUE (person_id, place)
  );
  CREATE INDEX saved_search_person ON saved_search (person_id, id);
`;

const NEWS = `
  -- Offers that have been published, with the numbers of the changes that did it: the first one, 0 where it is not on
  -- record, and the last. Kept by a follower of the changes, which sees a late commit late but never misses it.
  CREATE TABLE new_offer (
    offer_id text COLLATE "C" PRIMARY KEY REFERENCES offer ON DELETE CASCADE,
    first_number bigint NOT NULL,
    number bigint NOT NULL
  );
  CREATE INDEX new_offer_number ON new_offer (number);

  -- Written in the transaction that queues the letter: told once and for all.
  CREATE TABLE told_offer (
    saved_search_id text COLLATE "C" NOT NULL REFERENCES saved_search ON DELETE CASCADE,
    offer_id text COLLATE "C" NOT NULL REFERENCES new_offer ON DELETE CASCADE,
    letter_id text COLLATE "C" NOT NULL,
    CONSTRAINT told_offer_once PRIMARY KEY (saved_search_id, offer_id)
  );
  CREATE INDEX told_offer_offer ON told_offer (offer_id);
  CREATE INDEX told_offer_letter ON told_offer (letter_id);

  CREATE TABLE alert_letter (
    id text COLLATE "C" PRIMARY KEY,
    person_id text COLLATE "C" NOT NULL REFERENCES person,
    -- In London.
    day date NOT NULL,
    CONSTRAINT alert_letter_once UNIQUE (person_id, day)
  );
  CREATE INDEX alert_letter_day ON alert_letter (day);

  -- What the link in a letter proves. Each attempt to send a letter makes one, and all of them work until one is used.
  CREATE TABLE alert_stop_link (
    -- SHA-256 of the token, which is random.
    hash bytea PRIMARY KEY,
    person_id text COLLATE "C" NOT NULL REFERENCES person,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX alert_stop_link_person ON alert_stop_link (person_id);
  CREATE INDEX alert_stop_link_expires ON alert_stop_link (expires_at);
`;

/** Searches that people save, and what they have been told of. */
export class Searches1700000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SEARCHES + NEWS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert_stop_link, alert_letter, told_offer, new_offer, saved_search');
  }
}
