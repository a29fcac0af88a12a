import { digestApi } from '../cacher/lease/api-digest.ts';
import type { LeaseFacts } from '../core/diagnosis/diagnose-leases.ts';
import { RedisStore } from '../store/redis/redis-store.ts';
import type { RedisTarget } from '../store/redis/target.ts';
import { StoreUnavailable } from '../store/store.ts';
import { selectPolledPatients } from './compose-cacher.ts';
import type { LoadedSettings } from './load-settings.ts';
import { resolveKeyNaming } from './open-redis.ts';

/** Finds out whose cachers poll the configured patients; null without an API to compare with, and where the leases cannot be read. */
export async function inspectLeases(loaded: LoadedSettings, target: RedisTarget): Promise<LeaseFacts | null> {
  const baseUrl = loaded.settings['api.baseUrl'];
  if (baseUrl === null) return null;
  const digest = digestApi(baseUrl);
  const { style, prefix } = resolveKeyNaming(loaded);
  const store = new RedisStore({ target, keyStyle: style, keyPrefix: prefix });
  try {
    const holders = await store.holders(selectPolledPatients(loaded.settings));
    const leases = [...holders.values()].flatMap((held) => (held === null ? [] : [held]));
    const others = leases.filter(({ api }) => api !== null && api !== digest);
    return { polled: leases.length, ofOtherApi: others.length };
  } catch (error) {
    // What keeps Redis from answering, other findings tell.
    if (error instanceof StoreUnavailable) return null;
    throw error;
  } finally {
    await store.close();
  }
}
