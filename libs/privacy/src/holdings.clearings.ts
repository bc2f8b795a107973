import { columns, type Holding } from './holding.js';

/** Runs of the matcher, and what they propose. */
export const CLEARING_HOLDINGS: Readonly<Record<string, Holding>> = {
  clearing: {
    columns: columns({
      reference: 'started_by',
      nothing: `id area_code first_day last_day policy fairness most_per_benchmark dry_run what_if time_limit_seconds status cancel_asked progress
        stage created_at started_at finished_at applied_at result`,
    }),
    about: 't.started_by = $1',
  },
  clearing_pair: {
    columns: columns({
      nothing:
        'clearing_id place request_id slot_id units score pair_score explanation outcome reason proposal_id',
    }),
  },
  slot_price: { columns: columns({ nothing: 'slot_id clearing_id points given_to' }) },
};
