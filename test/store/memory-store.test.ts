import { expect, test, vi } from 'vitest';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { describeStore } from './contract/describe-store.ts';
import { makeEntry } from './fixtures.ts';

describeStore('The store in memory', async () => new MemoryStore(Date.now));

test('takes the time from the clock it was given', async () => {
  let nowMs = 1_795_465_522_312;
  const store = new MemoryStore(() => nowMs);
  expect(await store.nowSeconds()).toBe(1_795_465_522.312);
  nowMs += 1000;
  expect((await store.read(3, 1)).nowSeconds).toBe(1_795_465_523.312);
});

test('wakes once for all that was written in one turn, and never within the write itself', async () => {
  const store = new MemoryStore(() => 0);
  const wake = vi.fn();
  await store.wakeOn([3], wake);
  const writes = [1, 2, 3].map((second) => store.write([{ patient: 3, entries: [makeEntry(second)] }]));
  expect(wake).not.toHaveBeenCalled();
  await Promise.all(writes);
  await Promise.resolve();
  expect(wake.mock.calls).toEqual([[3]]);
});
