import { digestApi } from '../cacher/lease/api-digest.ts';
import type { LeaseFacts } from '../core/diagnosis/diagnose-leases.ts';
import { StoreUnavailable, type StoreWriter } from '../store/store.ts';
import { findApiAddress } from './api-address.ts';
import { selectPolledPatients } from './compose-cacher.ts';
import type { LoadedSettings } from './load-settings.ts';

/** Finds out whose cachers poll the configured patients; null without an API to compare with, and where the leases cannot be read. */
export async function inspectLeases(
  loaded: LoadedSettings,
  store: Pick<StoreWriter, 'holders'>,
): Promise<LeaseFacts | null> {
  const address = findApiAddress(loaded);
  if (address === null) return null;
  const digest = digestApi(address.url);
  try {
    const holders = await store.holders(selectPolledPatients(loaded.settings));
    const leases = [...holders.values()].flatMap((held) => (held === null ? [] : [held]));
    const others = leases.filter(({ api }) => api !== null && api !== digest);
    return { polled: leases.length, ofOtherApi: others.length };
  } catch (error) {
    // What keeps Redis from answering, other findings tell.
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
}
