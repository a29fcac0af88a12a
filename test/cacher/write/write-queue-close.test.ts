import { describe, expect, test, vi } from 'vitest';
import { useFakeTime } from '../fake-time.ts';
import { ScriptedStore } from '../scripted-store.ts';
import { createEntry, createTestQueue, HEALTH } from './create-test-queue.ts';

describe('closing the write queue', () => {
  test('ends at once when nothing waits', async () => {
    useFakeTime();
    await createTestQueue(new ScriptedStore()).queue.close(5000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits for the running write, and for what was added meanwhile', async () => {
    useFakeTime();
    const store = new ScriptedStore({ lateMs: 300 });
    const { queue, counts } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(10);
    queue.add(1, { entry: createEntry(2) });
    const closed = queue.close(5000);
    await vi.advanceTimersByTimeAsync(400);
    await closed;
    expect(counts).toEqual({ stored: 2, dropped: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits for a health record that the store did not answer', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue } = createTestQueue(store);
    queue.add(1, { health: HEALTH });
    await vi.advanceTimersByTimeAsync(10);
    const closed = queue.close(5000);
    await vi.advanceTimersByTimeAsync(300);
    await closed;
    expect((await store.memory.read(1, 1)).health).toEqual(HEALTH);
  });

  test('waits for a store that comes back in time', async () => {
    useFakeTime();
    const store = new ScriptedStore('down', 'down', 'down');
    const { queue, counts } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    const closed = queue.close(5000);
    await vi.advanceTimersByTimeAsync(1000);
    await closed;
    expect(counts).toEqual({ stored: 1, dropped: 0 });
  });

  test('waits longer than its limit while the store makes progress', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    store.otherwise = { lateMs: 700 };
    const { queue, counts } = createTestQueue(store, { maxEntriesPerPatient: 10_000 });
    for (let second = 1; second <= 6000; second++) queue.add(1, { entry: createEntry(second) });
    await vi.advanceTimersByTimeAsync(10);
    const closed = queue.close(1000);
    await vi.advanceTimersByTimeAsync(20_000);
    await closed;
    expect(counts).toEqual({ stored: 6000, dropped: 0 });
  });

  test('gives up after its limit, and counts everything not known to be stored as dropped', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { queue, counts, events } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(10);
    queue.add(1, { entry: createEntry(2) });
    queue.add(2, { entry: createEntry(2) });
    let isClosed = false;
    const closed = queue.close(5000).then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(4999);
    expect(isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await closed;
    expect(counts).toEqual({ stored: 0, dropped: 3 });
    expect(events).toEqual(['down: connection refused']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('counts nothing twice when the answer comes after the limit', async () => {
    useFakeTime();
    const store = new ScriptedStore({ lateMs: 10_000 });
    const { queue, counts, events } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    const closed = queue.close(5000);
    await vi.advanceTimersByTimeAsync(5000);
    await closed;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(counts).toEqual({ stored: 0, dropped: 1 });
    expect(events).toEqual([]);
  });

  test('accepts nothing afterwards, and counts what is added as dropped', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, counts } = createTestQueue(store);
    await queue.close(5000);
    queue.add(1, { entry: createEntry(1) });
    queue.add(1, { health: HEALTH });
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.writes).toEqual([]);
    expect(counts).toEqual({ stored: 0, dropped: 1 });
  });
});
