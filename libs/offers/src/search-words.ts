import type { EntityManager } from 'typeorm';
import { BadInput, readNamed, shorten, type Tx } from '#platform';

/**
 * What was typed, each word as the words that it may stand for: itself, or where no listing has it, those most like it.
 * All of these must be found, one of each.
 */
export type Words = readonly (readonly string[])[];

/** How many words of a search count. */
const MOST = 12;

/** How many words that there are a misspelt one may stand for. */
const ALTERNATIVES = 4;

/** Of short words little is left after one slip: *nurce* shares a third of its groups of letters with *nurse*. */
const ALIKE = 0.3;

/** How much less like it than the likest one another may be: beside *veterinary* nobody means *vet nearby*. */
const WORSE = 0.1;

const LOOK_UP = `
  SELECT coalesce(array_agg(likest.word ORDER BY likest.alike DESC, likest.word) FILTER (WHERE likest.word IS NOT NULL),
    ARRAY[typed.word]) AS words
  FROM unnest($1::text[]) WITH ORDINALITY AS typed (word, nth)
  LEFT JOIN LATERAL (
    SELECT word, alike FROM (
      SELECT there.word, similarity(there.word, typed.word) AS alike, max(similarity(there.word, typed.word)) OVER () AS most
      FROM search_word there
      WHERE there.word % typed.word AND similarity(there.word, typed.word) >= ${ALIKE}
        AND NOT EXISTS (SELECT FROM search_word known WHERE known.lexeme = (ts_lexize('english_stem', typed.word))[1])) close
    WHERE alike >= most - ${WORSE} ORDER BY alike DESC, word LIMIT ${ALTERNATIVES}) likest ON true
  WHERE ts_lexize('english_stem', typed.word) <> '{}'
  GROUP BY typed.nth, typed.word ORDER BY typed.nth`;

/**
 * Finds what typed words may stand for. A word that occurs nowhere stands for those that share three in ten of the groups
 * of three letters that either has (pg_trgm), and about as many as the likest one does.
 * @param path of the field they came in, for the error
 * @throws BadInput where every word is one such as "the", which every text has
 */
async function lookUpWords(manager: EntityManager, text: string, path: string): Promise<Words> {
  const typed = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 0 && word.length <= 40);
  const rows = await readNamed<{ words: string[] }>(manager, LOOK_UP, [typed.slice(0, MOST)]);
  if (rows.length === 0)
    throw new BadInput([{ path, expected: 'a word that not every text has', got: shorten(text) }]);
  return rows.map(({ words }) => words);
}

/** The words as the text of a PostgreSQL query for `to_tsquery`. */
export function queryOf(words: Words): string {
  return words.map((alternatives) => `(${alternatives.join(' | ')})`).join(' & ');
}

/** The words as a part of a cursor, so that each page looks for what the first one did. */
export function written(words: Words): string {
  return words.map((alternatives) => alternatives.join(' ')).join('+');
}

/** The words of a cursor, or undefined where it holds anything else: whoever reads a cursor can also forge one. */
function readWritten(text: string): Words | undefined {
  if (text.length > 2500 || !/^[\p{L}\p{M}\p{N}]+([ +][\p{L}\p{M}\p{N}]+)*$/u.test(text)) return undefined;
  const words = text.split('+').map((alternatives) => alternatives.split(' '));
  return words.length <= MOST && words.every(({ length }) => length <= ALTERNATIVES) ? words : undefined;
}

/**
 * What the words typed may stand for; on a later page, what they stood for on the first.
 * @param looked the words as the cursor has them, where there is one
 * @throws BadInput for a cursor that was forged, and for words that every text has
 */
export async function wordsOf(manager: EntityManager, search: string, looked: unknown): Promise<Words> {
  const kept = looked === undefined ? undefined : readWritten(String(looked));
  if (looked !== undefined && !kept)
    throw new BadInput([{ path: 'after', expected: 'a cursor of this list', got: 'another one' }]);
  return kept ?? lookUpWords(manager, search, 'search');
}

/** SQL: how well a document answers a query, in tenths, so that of about as good ones the nearer comes first. */
export function rankOf(document: string, query: string): string {
  return `round(ts_rank('{0.1,0.3,0.6,1}', ${document}, ${query})::numeric, 1)::float8`;
}

/** SQL: the texts of a profile in weight D; of nothing where there is none. */
const STORY = `setweight(to_tsvector('english', coalesce(profile.story || ' ' || array_to_string(profile.can_ask || profile.subjects, ' '), '')), 'D')`;

const DOCUMENT = `setweight(to_tsvector('english', offer.title), 'A')
  || setweight(to_tsvector('english', concat_ws(' ', employer.name, offer.occupation_words, profile.occupation_words)), 'B')
  || setweight(to_tsvector('english', offer.description), 'C') || ${STORY}`;

const FROM = `offer JOIN employer ON employer.id = offer.employer_id
  LEFT JOIN job_profile profile ON profile.id = offer.job_profile_id AND profile.status = 'published'`;

/** Keeps true what published offers are found by: these, or all that are not listed yet. */
export async function listWords(manager: EntityManager, offerIds?: readonly string[]): Promise<void> {
  const which = offerIds
    ? 'offer.id = ANY($1)'
    : 'NOT EXISTS (SELECT FROM offer_listing WHERE offer_id = offer.id)';
  await manager.query(
    `INSERT INTO offer_listing (offer_id, document) SELECT offer.id, ${DOCUMENT} FROM ${FROM}
     WHERE offer.status = 'published' AND ${which}
     ON CONFLICT (offer_id) DO UPDATE SET document = excluded.document`,
    offerIds ? [offerIds] : [],
  );
  await learn(
    manager,
    `SELECT concat_ws(' ', offer.title, employer.name, offer.occupation_words, offer.description) AS text FROM ${FROM}
     WHERE offer.status = 'published' ${offerIds ? `AND ${which}` : ''}`,
    offerIds ? [offerIds] : [],
  );
}

/**
 * Keeps true what a published profile is found by, and the offers that show it. It updates listings that there are and
 * locks no offer: whoever publishes an offer locks it before the profile, and both would wait in a circle.
 */
export async function listProfile(tx: Tx, id: string): Promise<void> {
  const texts = `concat_ws(' ', occupation_words, story, array_to_string(can_ask || subjects, ' '))`;
  await tx.query(
    `UPDATE job_profile profile SET document = CASE WHEN status = 'published' THEN
       setweight(to_tsvector('english', profile.occupation_words), 'A') || ${STORY} END WHERE id = $1`,
    [id],
  );
  await tx.query(
    `UPDATE offer_listing SET document = ${DOCUMENT} FROM ${FROM} WHERE offer.job_profile_id = $1 AND offer_listing.offer_id = offer.id`,
    [id],
  );
  await learn(tx.manager, `SELECT ${texts} AS text FROM job_profile WHERE status = 'published' AND id = $1`, [
    id,
  ]);
}

/** Adds the words of some texts to those that there are, always in one order, so that no two writers wait in a circle. */
async function learn(manager: EntityManager, texts: string, values: readonly unknown[]): Promise<void> {
  await manager.query(
    `INSERT INTO search_word (word, lexeme)
     SELECT DISTINCT word COLLATE "C", (ts_lexize('english_stem', word))[1] FROM (${texts}) texts
     CROSS JOIN LATERAL regexp_split_to_table(lower(text), '[^[:alnum:]]+') AS word
     WHERE length(word) BETWEEN 3 AND 40 AND cardinality(ts_lexize('english_stem', word)) > 0
     ORDER BY 1 ON CONFLICT DO NOTHING`,
    [...values],
  );
}

/** Forgets the words that no listing and no published profile holds any more: texts that were taken back leave nothing. */
export async function forgetWords(manager: EntityManager): Promise<void> {
  await manager.query(
    `WITH held AS (SELECT word AS lexeme FROM ts_stat('SELECT document FROM offer_listing
       UNION ALL SELECT document FROM job_profile WHERE document IS NOT NULL'))
     DELETE FROM search_word WHERE NOT EXISTS (SELECT FROM held WHERE held.lexeme = search_word.lexeme)`,
  );
}
