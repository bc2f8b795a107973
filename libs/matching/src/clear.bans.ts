import type { PairName } from './clearing.js';
import type { MatchOffer, MatchRequest } from './pair.js';

/** What either side, or the clearing, keeps apart: for each request the slots that it is not to have. */
export function bans(
  forbidden: readonly PairName[],
  offers: readonly MatchOffer[],
  requests: readonly MatchRequest[],
): (Set<number> | undefined)[] {
  const banned: (Set<number> | undefined)[] = requests.map(() => undefined);
  const ban = (request: number, slot: number) => (banned[request] ??= new Set()).add(slot);
  const kept = requests.map(({ excluded, personsTaken }) => [...excluded, ...personsTaken]);
  const slotsOf = numbersOf(offers, new Set(kept.flat()), ({ offerId, slotId, employerId, personId }) => [
    ...[offerId, slotId, employerId, personId],
  ]);
  kept.forEach((ids, request) =>
    ids.flatMap((id) => slotsOf.get(id) ?? []).forEach((slot) => ban(request, slot)),
  );
  const unwanted = new Set(offers.flatMap(({ excluded }) => excluded));
  const requestsOf = numbersOf(requests, unwanted, ({ requestId, schoolId }) => [requestId, schoolId]);
  offers.forEach(({ excluded }, slot) => {
    for (const id of excluded) for (const request of requestsOf.get(id) ?? []) ban(request, slot);
  });
  const slotOf = numbersOf(offers, new Set(forbidden.map(({ slotId }) => slotId)), ({ slotId }) => [slotId]);
  const requestOf = numbersOf(
    requests,
    new Set(forbidden.map(({ requestId }) => requestId)),
    ({ requestId }) => [requestId],
  );
  for (const { requestId, slotId } of forbidden)
    for (const request of requestOf.get(requestId) ?? [])
      for (const slot of slotOf.get(slotId) ?? []) ban(request, slot);
  return banned;
}

/** Which rows have one of the ids that are looked for. */
function numbersOf<Row>(
  rows: readonly Row[],
  wanted: ReadonlySet<string>,
  idsOf: (row: Row) => readonly (string | null)[],
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  if (wanted.size === 0) return found;
  rows.forEach((row, number) => {
    for (const id of idsOf(row)) if (id !== null && wanted.has(id)) append(found, id, number);
  });
  return found;
}

function append(lists: Map<string, number[]>, id: string, value: number): void {
  const known = lists.get(id);
  if (known) known.push(value);
  else lists.set(id, [value]);
}
