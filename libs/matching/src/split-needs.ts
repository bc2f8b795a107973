import type { LocalDate } from '#statutes';
import { byCodePoint } from './rank.js';

/** What a request could bring its school nearer to its benchmark, before others for the same pupils are thought of. */
export interface NeedOfRequest {
  readonly requestId: string;
  /** What has to be equal for two requests to share a need: a school, an academic year and a benchmark. */
  readonly of: string;
  /** The last day that suits: the earliest goes first. */
  readonly deadline: LocalDate;
  /** Pupils short of the benchmark among those it is for. */
  readonly need: number;
  /** The groups that it names. Groups of a year are disjoint. */
  readonly groups: readonly { readonly id: string; readonly size: number }[];
  /** Pupils that what is booked for it will reach. */
  readonly booked: number;
  /** Pupils that what it still looks for could reach. */
  readonly outstanding: number;
}

/**
 * Each request's own part of the need that it shares with others which name the same groups, by request. What is booked
 * counts first, whichever request it is for; of the rest the request with the earliest deadline takes what it can serve,
 * and the later ones have what is left. Where two share only some of their groups, what the earlier one takes is thought
 * to lie in those, so that no pupil is ever counted twice. The order of the requests does not matter.
 * @param requests each once
 */
export function splitNeeds(requests: readonly NeedOfRequest[]): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  for (const sharing of bySharing(requests)) {
    for (const [request, need] of splitOne(sharing)) parts.set(request.requestId, need);
  }
  return parts;
}

function splitOne(requests: readonly NeedOfRequest[]): Map<NeedOfRequest, number> {
  const rising = [...requests].sort(
    (one, other) => byCodePoint(one.deadline, other.deadline) || byCodePoint(one.requestId, other.requestId),
  );
  const booked = new Map<NeedOfRequest, number>();
  const taken = (of: NeedOfRequest, by: ReadonlyMap<NeedOfRequest, number>) =>
    [...by].reduce(
      (sum, [other, pupils]) => sum + (other === of ? 0 : Math.min(pupils, shared(of, other))),
      0,
    );
  for (const request of rising)
    booked.set(request, Math.max(0, Math.min(request.need - taken(request, booked), request.booked)));
  const claimed = new Map(booked);
  const parts = new Map<NeedOfRequest, number>();
  for (const request of rising) {
    const left = Math.max(0, request.need - taken(request, claimed));
    parts.set(request, left);
    const own = booked.get(request) ?? 0;
    claimed.set(request, own + Math.max(0, Math.min(left - own, request.outstanding)));
  }
  return parts;
}

/** Pupils of the groups that both name. */
function shared(one: NeedOfRequest, other: NeedOfRequest): number {
  const named = new Set(other.groups.map(({ id }) => id));
  return one.groups.reduce((sum, { id, size }) => sum + (named.has(id) ? size : 0), 0);
}

function bySharing(requests: readonly NeedOfRequest[]): NeedOfRequest[][] {
  const lists = new Map<string, NeedOfRequest[]>();
  for (const request of requests) {
    const list = lists.get(request.of);
    if (list) list.push(request);
    else lists.set(request.of, [request]);
  }
  return [...lists.values()];
}
