import { newId } from '#platform';
import type { TestApp } from './app.js';
import type { Client } from './client.js';
import { dayInDays } from './introductions.js';

const CLEARING = `fragment C on Clearing { id status progress stage dryRun firstDay lastDay policy fairness mostPerBenchmark timeLimitSeconds
  area { code } appliedAt finishedAt result { ...R } }
  fragment R on ClearingResult { inputsHash seed weights requests slots feasiblePairs pairs dual gap end certified faults
    objective { total score gain bonus units } before { ...F } after { ...F } }
  fragment F on FairnessReport { overall { ...G } byRegion { name ...H } byType { name ...H } }
  fragment G on FairnessFigures { schools withNothing share5 share10 median }
  fragment H on GroupFairness { schools withNothing share5 share10 median }`;

interface Figures {
  schools: number;
  withNothing: number;
  share5: number | null;
  median: number | null;
}

/** A clearing as the API answers it. */
export interface ShownClearing {
  id: string;
  status: string;
  progress: number;
  stage: string;
  dryRun: boolean;
  fairness: string;
  mostPerBenchmark: number | null;
  area: { code: string } | null;
  result: {
    inputsHash: string;
    seed: number;
    weights: string;
    requests: number;
    slots: number;
    feasiblePairs: number;
    pairs: number;
    dual: number;
    gap: number;
    end: string;
    certified: boolean;
    faults: string[];
    objective: { total: number; score: number; gain: number; bonus: number; units: number };
    before: { overall: Figures; byType: (Figures & { name: string | null })[] };
    after: { overall: Figures; byType: (Figures & { name: string | null })[] };
  } | null;
}

/** What a mutation of clearings answers. */
export interface ClearingAnswered {
  code?: string;
  message?: string;
  clearing?: ShownClearing;
  existing?: ShownClearing;
  proposed?: number;
  refused?: number;
}

/** A pair of a clearing as the API answers it. */
export interface ShownPair {
  place: number;
  units: number;
  score: number;
  pairScore: number;
  explanation: string;
  outcome: string;
  reason: string | null;
  proposalStatus: string | null;
  offer: { id: string };
  slot: { id: string };
  request: { id: string };
}

/** Asks for a clearing of the next two months. */
export async function start(operator: Client, more: object = {}): Promise<ClearingAnswered> {
  const query = `mutation ($input: StartClearingInput!) { startClearing(input: $input) { __typename
    ... on StartClearingSuccess { clearing { ...C } } ... on ClearingUnderWay { existing { ...C } } ... on Problem { code message } } } ${CLEARING}`;
  const input = { firstDay: dayInDays(0), lastDay: dayInDays(61), ...more };
  return (await operator.ask<{ startClearing: ClearingAnswered }>(query, { input })).startClearing;
}

/** Looks at a clearing. */
export async function look(operator: Client, id: string): Promise<ShownClearing> {
  const query = `query ($id: ID!) { clearing(id: $id) { ...C } } ${CLEARING}`;
  return (await operator.ask<{ clearing: ShownClearing }>(query, { id })).clearing;
}

/** Waits until something is so of a clearing; it is over by then. */
export async function until(
  operator: Client,
  id: string,
  so: (clearing: ShownClearing) => boolean = ({ status }) => !['QUEUED', 'RUNNING'].includes(status),
): Promise<ShownClearing> {
  for (;;) {
    const clearing = await look(operator, id);
    if (so(clearing)) return clearing;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a clearing and waits for its answer. */
export async function cleared(operator: Client, more: object = {}): Promise<ShownClearing> {
  const { clearing } = await start(operator, more);
  return until(operator, clearing?.id ?? '');
}

/** Cancels or applies a clearing. */
async function act(operator: Client, what: 'cancel' | 'apply', id: string): Promise<ClearingAnswered> {
  const [name, counts] = what === 'cancel' ? ['Cancel', ''] : ['Apply', 'proposed refused'];
  const query = `mutation ($input: ClearingIdInput!) { done: ${what}Clearing(input: $input) { __typename
    ... on ${name}ClearingSuccess { clearing { ...C } ${counts} } ... on Problem { code message } } } ${CLEARING}`;
  return (await operator.ask<{ done: ClearingAnswered }>(query, { input: { id } })).done;
}

export const cancel = (operator: Client, id: string) => act(operator, 'cancel', id);
export const apply = (operator: Client, id: string) => act(operator, 'apply', id);

/** What a clearing proposes, the best first. */
export async function pairsOf(operator: Client, id: string, outcome?: string): Promise<ShownPair[]> {
  const query = `query ($id: ID!, $outcome: ClearedPairOutcome) { clearing(id: $id) { pairs(first: 100, outcome: $outcome) { nodes {
    place units score pairScore explanation outcome reason proposalStatus offer { id } slot { id } request { id } } } } }`;
  const { clearing } = await operator.ask<{ clearing: { pairs: { nodes: ShownPair[] } } }>(query, {
    id,
    outcome,
  });
  return clearing.pairs.nodes;
}

/** A clearing that no worker knows of, in a row that the product itself would have written. */
export async function clearingRow(
  { dataSource }: TestApp,
  { areaCode = null, status = 'cancelled' }: { areaCode?: string | null; status?: 'cancelled' | 'queued' },
): Promise<string> {
  const id = newId('clearing');
  await dataSource.query(
    `INSERT INTO clearing (id, area_code, first_day, last_day, policy, fairness, dry_run, time_limit_seconds, status, stage,
       started_by, created_at)
     VALUES ($1, $2, '2026-09-01', '2026-12-31', 'gatsby_2025', 'harmonic', false, 300, $3, 'waiting', 'system', now())
     ON CONFLICT DO NOTHING`,
    [id, areaCode, status],
  );
  return id;
}
