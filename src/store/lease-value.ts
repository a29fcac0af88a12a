import type { HeldLease, Lease } from './store.ts';

/** The text of a lease as the store keeps it: the holder, and after a blank the digest of the API that it polls. */
export function formatLease({ holder, api }: Pick<Lease, 'holder' | 'api'>): string {
  return api === undefined ? holder : `${holder} ${api}`;
}

/** Whether both tell what they poll, and it is not the same API. */
export function isOfOtherApi(held: HeldLease, lease: Lease): boolean {
  return held.api !== null && lease.api !== undefined && held.api !== lease.api;
}

/** Reads a lease of the store: what wrote it may tell no API, or be another program. */
export function parseLease(text: string): HeldLease {
  const [, holder = '', api] = /^([^ ]*)(?: (.+))?$/s.exec(text) ?? [];
  return { holder, api: api ?? null };
}
