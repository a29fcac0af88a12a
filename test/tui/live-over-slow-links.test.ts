import { describe, expect, test } from 'vitest';
import { WatchOverLink } from './watch-over-link.ts';

const LINKS = [
  [960, 40, 'behind'],
  [3000, 0, 'live'],
  [3000, 300, 'behind'],
  [10_000, 40, 'live'],
] as const;

describe('LIVE is never over two seconds old by its clock, nor beside the figures of somebody else', () => {
  test.each(LINKS)('at %i B/s, %i ms away, whatever is pressed', async (bytesPerSecond, latencyMs, state) => {
    const watch = new WatchOverLink({ bytesPerSecond, latencyMs, seed: 3 });
    await watch.pass(20_000, false);
    expect(watch.link.rows[0]).toMatch(state === 'live' ? / LIVE / : / [12] s BEHIND | … /);
    await watch.pass(40_000);
    expect(watch.untruths.slice(0, 3)).toEqual([]);
    // Frames that nobody has seen yet do not pile up.
    expect(watch.link.queuedBytes).toBeLessThan(12_000);
  });

  test('after a first answer that comes late', async () => {
    const watch = new WatchOverLink({ bytesPerSecond: 3000, latencyMs: 40, seed: 3 });
    watch.link.isStalled = true;
    await watch.pass(6000, false);
    watch.link.isStalled = false;
    watch.isCutOff = true;
    await watch.pass(15_000, false);
    watch.isCutOff = false;
    await watch.pass(15_000);
    expect(watch.untruths.slice(0, 3)).toEqual([]);
    expect(watch.link.rows.at(-1)).toMatch(/link < *\d+ ms/);
  });
});

test('a terminal that nobody was attached to for a while is live again, and whole, within seconds', async () => {
  const watch = new WatchOverLink({ bytesPerSecond: 100_000, latencyMs: 10, seed: 3 });
  await watch.pass(5000, false);
  const before = watch.link.rows;
  watch.isCutOff = true;
  watch.link.isDetached = true;
  await watch.pass(60_000, false);
  watch.link.isDetached = false;
  watch.link.clear();
  await watch.pass(7000, false);
  watch.isCutOff = false;
  await watch.pass(5000, false);
  const after = watch.link.rows;
  expect(after[0]).toMatch(/Lisowski .* LIVE .*21:42:\d\d$/);
  expect(after.map((row) => row.length > 0)).toEqual(before.map((row) => row.length > 0));
  expect(watch.untruths).toEqual([]);
});
