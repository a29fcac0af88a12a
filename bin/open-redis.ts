import type { Settings } from '../src/core/settings.ts';
import { RedisStore } from '../src/store/redis-store.ts';
import type { Store } from '../src/store/store.ts';

/** The store in Redis, as the settings say. It connects by itself, also later. */
export function openRedis(settings: Settings): Store {
  return new RedisStore({ target: settings['redis.url'], keyStyle: settings['redis.keyStyle'] });
}
