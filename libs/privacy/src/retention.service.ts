import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, JobsRunner, system, Tx } from '#platform';
import { RecordKind, type RetentionPolicy, retentionOn } from '#statutes';

/**
 * What forgets a kind of record, older than `$1`; null where nothing goes by age. Each statement finds nothing more to do
 * when it runs again.
 */
const FORGETS: Readonly<Record<RecordKind, string | null>> = {
  [RecordKind.SESSION]: 'DELETE FROM session WHERE least(expires_at, coalesce(ended_at, expires_at)) < $1',
  [RecordKind.ATTEMPT]: 'DELETE FROM attempt WHERE expire < extract(epoch FROM $1::timestamptz) * 1000',
  [RecordKind.SIGN_IN_ATTEMPT]: 'DELETE FROM sign_in_attempt WHERE expires_at < $1',
  [RecordKind.SIGN_IN_CODE]: 'DELETE FROM sign_in_code WHERE expires_at < $1',
  [RecordKind.IDEMPOTENCY_KEY]: 'DELETE FROM idempotency_key WHERE claimed_at < $1',
  [RecordKind.ENDED_MEMBERSHIP]: `DELETE FROM membership WHERE status IN ('declined', 'ended') AND decided_at < $1`,
  [RecordKind.PROPOSAL_TEXT]: `UPDATE proposal SET explanation = '' WHERE status IN ('declined', 'lapsed', 'countered')
    AND coalesce(decided_at, hold_until) < $1 AND explanation <> ''`,
  [RecordKind.REQUEST_TEXT]: `UPDATE request SET notes = '' WHERE last_day < $1 AND notes <> ''
    AND status IN ('expired', 'withdrawn', 'matched')`,
  [RecordKind.OFFER_TEXT]: `UPDATE offer SET description = '' WHERE created_at < $1 AND description <> ''
    AND status IN ('fulfilled', 'expired', 'withdrawn')
    AND NOT EXISTS (SELECT FROM slot WHERE slot.offer_id = offer.id AND slot.ends_at >= $1)`,
  [RecordKind.ALERT_LETTER]: 'DELETE FROM alert_letter WHERE day < $1::timestamptz::date',
  [RecordKind.ALERT_STOP_LINK]: 'DELETE FROM alert_stop_link WHERE expires_at < $1',
  [RecordKind.SAVED_SEARCH]: null,
  [RecordKind.PERSON]: null,
  [RecordKind.MEETING]: null,
  [RecordKind.CHANGE]: null,
};

/** How many of each kind went. */
export type Forgotten = Readonly<Partial<Record<RecordKind, number>>>;

/** Applies the policy in force on the day of the transaction; what went is recorded as figures. */
export async function applyRetention(tx: Tx): Promise<Forgotten> {
  const policy: RetentionPolicy = retentionOn(tx.today);
  const forgotten: Partial<Record<RecordKind, number>> = {};
  for (const kind of Object.values(RecordKind)) {
    const [statement, { days }] = [FORGETS[kind], policy.keeps[kind]];
    if (statement === null || days === null) continue;
    const before = new Date(tx.now.getTime() - days * 86_400_000);
    const [gone] = await tx.query<{ count: number }>(
      `WITH gone AS (${statement} RETURNING 1) SELECT count(*) AS count FROM gone`,
      [before],
    );
    forgotten[kind] = gone?.count ?? 0;
  }
  const after = Object.fromEntries(Object.entries(forgotten).filter(([, count]) => count > 0));
  const id = policy.id.toLowerCase();
  if (Object.keys(after).length > 0) await tx.record({ id }, 'applied', { after });
  return forgotten;
}

/** Forgets each day what has been kept for its time. */
@Injectable()
export class Retention implements OnModuleInit {
  constructor(
    private readonly jobs: JobsRunner,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'apply_retention',
      every: '43 3 * * *',
      run: async () => {
        const now = this.clock.now();
        await this.dataSource.transaction((manager) => applyRetention(new Tx(manager, now, system.actorId)));
      },
    });
  }
}
