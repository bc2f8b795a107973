import { In } from 'typeorm';
import type { Tx } from '#platform';
import type { EmailDomain } from './domain.entity.js';
import { Membership } from './membership.entity.js';
import { AlreadyAsked, type JoinResult, JoinSuccess, MembershipStatus } from './membership.graphql.js';
import { organisationsWithAdmin } from './membership.loader.js';
import { queueMemberJoined } from './membership.mails.js';
import { isAdmin, mayBecome, wish as asking } from './membership.rules.js';
import { type Organisation, organisationId } from './organisation.js';

/** Who asks to be what, where. */
type Wish = Organisation & Pick<Membership, 'personId' | 'role'>;

const { APPROVED, REQUESTED } = MembershipStatus;

/**
 * Asks for a membership unless the person has asked before; the unique index settles two asking at once.
 * @param domain the e-mail domain that lets the person join at once, if one does; not whoever comes back
 */
export async function ask(tx: Tx, wish: Wish, domain: EmailDomain | null = null): Promise<typeof JoinResult> {
  const begun = (await askFirst(tx, wish)) ?? (await askAgain(tx, wish));
  if (begun) await tx.record(begun, 'requested', { after: { role: begun.role } });
  const asked = begun ?? (await askOtherwise(tx, wish));
  const waiting = domain && (asked ?? (await stillWaiting(tx, wish)));
  if (waiting && domain && !waiting.returns) {
    await admit(tx, waiting, domain);
    return new JoinSuccess(waiting);
  }
  if (asked) return new JoinSuccess(asked);
  return new AlreadyAsked(await tx.manager.findOneByOrFail(Membership, ofPerson(wish)));
}

async function askFirst(tx: Tx, wish: Wish): Promise<Membership | null> {
  const membership = tx.manager.create(Membership, {
    ...{ ...wish, id: tx.newId('membership'), ...asking(tx.now) },
  });
  const insert = tx.manager.createQueryBuilder().insert().into(Membership).values(membership);
  const { raw } = await insert.orIgnore().returning('id').execute();
  return (raw as unknown[]).length > 0 ? membership : null;
}

/** Begins a membership anew that has ended; null where there is one that has not. */
async function askAgain(tx: Tx, wish: Wish): Promise<Membership | null> {
  const ended = await lockOwn(tx, wish, mayBecome[REQUESTED]);
  if (!ended) return null;
  await tx.save(Object.assign(ended, { role: wish.role, ...asking(tx.now), returns: true }));
  return ended;
}

/**
 * Lets a wish that waits be for another role; null where none does. It becomes one to lead only while nobody does: an admin
 * may have read it as it was, and would approve more than they saw.
 */
async function askOtherwise(tx: Tx, wish: Wish): Promise<Membership | null> {
  const waiting = await lockOwn(tx, wish, [REQUESTED]);
  if (!waiting || waiting.role === wish.role) return null;
  const led = (await organisationsWithAdmin(tx.manager, [organisationId(wish)])).size > 0;
  if (isAdmin(wish.role) && led) return null;
  const before = { role: waiting.role };
  await tx.save(Object.assign(waiting, { role: wish.role, requestedAt: tx.now }));
  await tx.record(waiting, 'requested', { before, after: { role: waiting.role } });
  return waiting;
}

/** What the person asked for before the address was verified: the same role, and nobody has decided meanwhile. */
async function stillWaiting(tx: Tx, wish: Wish): Promise<Membership | null> {
  const waiting = await lockOwn(tx, wish, [REQUESTED]);
  return waiting?.role === wish.role ? waiting : null;
}

function lockOwn(tx: Tx, wish: Wish, statuses: readonly MembershipStatus[]): Promise<Membership | null> {
  const where = { ...ofPerson(wish), status: In([...statuses]) };
  return tx.manager.findOne(Membership, { where, lock: { mode: 'pessimistic_write' } });
}

/** Lets a person join by the domain of their address, and whoever looks after the school hears of it. */
async function admit(tx: Tx, membership: Membership, { id }: EmailDomain): Promise<void> {
  const before = { status: membership.status };
  await tx.save(Object.assign(membership, { status: APPROVED, decidedAt: tx.now, decidedBy: id }));
  const after = { role: membership.role, status: APPROVED, emailDomain: id };
  await tx.record(membership, APPROVED, { reason: 'email_domain', before, after });
  await queueMemberJoined(tx, membership);
}

function ofPerson({ personId, schoolId, employerId, brokerId }: Wish) {
  if (schoolId) return { personId, schoolId };
  return employerId ? { personId, employerId } : { personId, brokerId: brokerId ?? '' };
}
