import type { ProviderKind } from '#statutes';

/** What a row of `delivery` says for Benchmarks 7 and 8. */
export interface ProviderColumns {
  by_provider: boolean;
  provider_kinds: ProviderKind[];
  at_provider: boolean;
  adviser_level: number | null;
}
