import type { Lease } from '../../store/store.ts';
import type { CacherOptions } from '../cacher-options.ts';

/** Time that a lease lasts beyond three intervals. */
const LEASE_MARGIN_MS = 1500;

/** Creates the lease that a cacher takes; null for one without a holder. Three intervals and a margin: heartbeats renew a lease within that also while the polls fail or take long. */
export function createLease({
  holder,
  apiDigest,
  intervalMs,
}: Pick<CacherOptions, 'holder' | 'apiDigest' | 'intervalMs'>): Lease | null {
  if (holder === undefined) return null;
  const ttlMs = Math.round(3 * intervalMs + LEASE_MARGIN_MS);
  return { holder, ...(apiDigest !== undefined && { api: apiDigest }), ttlMs };
}
