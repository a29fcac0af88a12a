import { expect, test } from 'vitest';
import { WatchOverLink } from './watch-over-link.ts';

const LINKS = [960, 3000, 10_000].flatMap((bytesPerSecond) =>
  [0, 40, 300, 1500].flatMap((latencyMs) => [1, 2].map((seed) => [bytesPerSecond, latencyMs, seed] as const)),
);

test.each(LINKS)(
  'at %i B/s, %i ms away, LIVE is never old nor of somebody else, whatever is pressed in minutes (%i)',
  async (bytesPerSecond, latencyMs, seed) => {
    const watch = new WatchOverLink({ bytesPerSecond, latencyMs, seed });
    await watch.pass(180_000);
    expect(watch.untruths.slice(0, 3)).toEqual([]);
    expect(watch.link.queuedBytes).toBeLessThan(20_000);
  },
);
