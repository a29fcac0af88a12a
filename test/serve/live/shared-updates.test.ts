import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { TimedSnapshot } from '../../../src/reader/timed-snapshot.ts';
import { SharedUpdates } from '../../../src/serve/live/shared-updates.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry } from '../../store/fixtures.ts';

async function makeSnapshots(count: number): Promise<TimedSnapshot[]> {
  const store = new MemoryStore(() => (AT + 5) * 1000);
  await store.write([{ patient: 3, entries: makeEntries(5), profile: ALBERT, health: HEALTHY }]);
  const first = { ...(await store.read(3, 100)), readAtMs: 0 };
  const snapshots = [first];
  for (let index = 1; index < count; index++) {
    await store.write([{ patient: 3, entries: [makeEntry(5 + index)] }]);
    const added = (await store.read(3, 1)).samples;
    snapshots.push({ ...first, samples: [...(snapshots.at(-1)?.samples ?? []), ...added] });
  }
  return snapshots;
}

test('an update has what a client does not have yet, and clients that are as far get the same text', async () => {
  const [first, second, third] = await makeSnapshots(3);
  if (!first || !second || !third) throw new Error('no snapshots');
  const updates = new SharedUpdates();
  const count = (text: string) => JSON.parse(text).samples.length;
  expect(count(updates.write(first, null))).toBe(5);
  expect(count(updates.write(second, first))).toBe(1);
  expect(count(updates.write(third, first))).toBe(2);
  expect(count(updates.write(third, null))).toBe(7);
  // Written once: what would write it again is made to fail.
  const broken = new SharedUpdates();
  const text = broken.write(third, second);
  Object.defineProperty(second, 'samples', {
    get() {
      throw new Error('written again');
    },
  });
  expect(broken.write(third, second)).toBe(text);
});

test('holds no snapshot but the newest and those that clients of it had', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const updates = new SharedUpdates();
  const snapshots = await makeSnapshots(5);
  const early = new WeakRef(snapshots[0] ?? {});
  for (const [index, snapshot] of snapshots.entries()) updates.write(snapshot, snapshots[index - 1] ?? null);
  snapshots.splice(0);
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(early.deref()).toBeUndefined();
  expect(updates).toBeDefined();
});
