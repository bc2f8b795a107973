import { listProfile } from '#offers';
import type { Tx } from '#platform';
import { HOLDINGS } from './holdings.js';

/** What came of an erasure. */
export type Erasure =
  | { readonly done: 'erased' | 'erased_before' }
  /** What somebody counts on, in words, with what to do about it. */
  | { readonly done: 'refused'; readonly because: readonly string[] };

/** What stays, and why; told to whoever asks for an erasure. */
export const STAYS = [
  'Bookings and deliveries, with their figures, under an id that names nobody: they carry a school’s benchmarks and show ' +
    'when its pupils were met (UK GDPR, Article 17(3)(d) and (e)).',
  'The record of changes: ids and codes, under the same id.',
  'Backups, until they are thrown away: erase again after restoring one.',
];

/** SQL: the person `$1` is the last who acts for an employer, so that nobody else could answer for it. */
const isLastOf = (employer: string) =>
  `EXISTS (SELECT FROM membership m WHERE m.employer_id = ${employer} AND m.person_id = $1 AND m.status = 'approved'
     AND NOT EXISTS (SELECT FROM membership o WHERE o.employer_id = m.employer_id AND o.person_id <> $1 AND o.status = 'approved'))`;

/** What others count on, as a question to the database: each row is one sentence. */
const COUNTED_ON = [
  `SELECT 'The booking ' || booking.id || ' on ' || to_char(booking.starts_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')
     || ' is still to come: cancel it (cancelBooking), or wait until it is over.' AS sentence
   FROM booking WHERE (person_id = $1 OR ${isLastOf('booking.employer_id')}) AND status = 'confirmed' AND ends_at > $2 ORDER BY starts_at`,
  `SELECT 'The proposal ' || proposal.id || ' waits for an answer: decline it (declineProposal).' AS sentence
   FROM proposal JOIN hold ON hold.id = proposal.hold_id JOIN slot ON slot.id = hold.slot_id
     JOIN offer ON offer.id = slot.offer_id
   WHERE (hold.person_id = $1 OR ${isLastOf('offer.employer_id')}) AND proposal.status IN ('proposed', 'accepted_by_school', 'accepted_by_offerer')
   ORDER BY proposal.id`,
  `SELECT 'The offer ' || t.id || ' is open to schools: withdraw it (withdrawOffer).' AS sentence
   FROM offer t WHERE (${HOLDINGS['offer']?.about} OR ${isLastOf('t.employer_id')})
     AND status IN ('published', 'paused') ORDER BY id`,
];

/**
 * Erases a person in the transaction: what is personal goes, from every table, and figures and the record of changes
 * stay. Refused while somebody counts on them. A second run finds nothing more to do.
 *
 * @param personId of somebody who exists
 */
export async function erasePerson(tx: Tx, personId: string): Promise<Erasure> {
  // Whoever books this person meanwhile refers to the row, and waits.
  const [person] = await tx.query<{ erased: boolean }>(
    `SELECT email = id || '@erased.invalid' AS erased FROM person WHERE id = $1 FOR UPDATE`,
    [personId],
  );
  if (person?.erased) return { done: 'erased_before' };
  await tx.query(
    `SELECT FROM offer WHERE person_id = $1
       OR employer_id IN (SELECT employer_id FROM membership WHERE person_id = $1 AND status = 'approved') FOR UPDATE`,
    [personId],
  );
  const because: string[] = [];
  for (const question of COUNTED_ON) {
    const parameters = question.includes('$2') ? [personId, tx.now] : [personId];
    because.push(...(await tx.query<{ sentence: string }>(question, parameters)).map((row) => row.sentence));
  }
  if (because.length > 0) return { done: 'refused', because };
  await end(tx, personId);
  for (const [table, { about, erase }] of Object.entries(HOLDINGS).reverse()) {
    if (!about || !erase) continue;
    const verb =
      erase === 'row'
        ? `DELETE FROM "${table}" t`
        : `UPDATE "${table}" t SET ${Object.entries(erase)
            .map(([column, value]) => `"${column}" = ${value}`)
            .join(', ')}`;
    await tx.query(`${verb} WHERE ${about}`, [personId]);
  }
  await tx.record({ id: personId }, 'erased');
  return { done: 'erased' };
}

/** Ends what would go on by itself: roles, drafts that nobody has seen, and job profiles with what is found by them. */
async function end(tx: Tx, personId: string): Promise<void> {
  const ended = await tx.query<{ id: string }>(
    `WITH ended AS (UPDATE membership SET status = 'ended', decided_at = $2
       WHERE person_id = $1 AND status IN ('requested', 'approved') RETURNING id) SELECT id FROM ended`,
    [personId, tx.now],
  );
  await tx.recordAll(ended, 'ended');
  const withdrawn = await tx.query<{ id: string }>(
    `WITH withdrawn AS (UPDATE offer t SET status = 'withdrawn', version = version + 1
       WHERE ${HOLDINGS['offer']?.about} AND status = 'draft' RETURNING id) SELECT id FROM withdrawn`,
    [personId],
  );
  await tx.recordAll(withdrawn, 'withdrawn');
  const profiles = await tx.query<{ id: string }>(
    `WITH withdrawn AS (UPDATE job_profile SET status = 'withdrawn', document = NULL, version = version + 1
       WHERE person_id = $1 AND status <> 'withdrawn' RETURNING id) SELECT id FROM withdrawn ORDER BY id`,
    [personId],
  );
  // A colleague's offer may show one, and stays: it is listed anew, without the words.
  for (const { id } of profiles) await listProfile(tx, id);
  await tx.recordAll(profiles, 'withdrawn');
}
