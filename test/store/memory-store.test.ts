import { expect, test, vi } from 'vitest';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { describeStore } from './contract/describe-store.ts';
import { AT, makeEntry } from './fixtures.ts';

describeStore('The store in memory', async () => new MemoryStore(Date.now));

test('tells the time of the clock that it was given', async () => {
  let nowMs = 1_795_465_522_312;
  const store = new MemoryStore(() => nowMs);
  expect(await store.nowSeconds()).toBe(1_795_465_522.312);
  nowMs += 1000;
  expect((await store.read(3, 1)).nowSeconds).toBe(1_795_465_523.312);
});

test('sends one wake-up for all writes of one turn, and never within a write', async () => {
  const store = new MemoryStore(() => 0);
  const wake = vi.fn();
  await store.wakeOn([3], wake);
  const writes = [1, 2, 3].map((second) => store.write([{ patient: 3, entries: [makeEntry(second)] }]));
  expect(wake).not.toHaveBeenCalled();
  await Promise.all(writes);
  await Promise.resolve();
  expect(wake.mock.calls).toEqual([[3]]);
});

test('does not know a patient who has nothing but kept walks', async () => {
  const store = new MemoryStore(() => 0);
  await store.write([{ patient: 3, entries: [makeEntry(0)] }]);
  const walk = {
    patient: 3,
    sinceSeconds: AT,
    untilSeconds: AT + 1,
    note: null,
    marks: [],
    keptAtSeconds: AT,
  };
  await store.keep(walk, 1000);
  await store.trim(AT + 10);
  expect(await store.patients()).toEqual([]);
  expect(await store.read(3, 1)).toMatchObject({ known: false });
  expect(await store.keptPatients()).toEqual([3]);
});
