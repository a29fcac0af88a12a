import { describe, expect, test, vi } from 'vitest';
import { useFakeTime } from '../fake-time.ts';
import { ScriptedStore } from '../scripted-store.ts';
import { createEntry, createTestQueue, HEALTH } from './create-test-queue.ts';

describe('a patient whose writes are refused', () => {
  test('waits alone, and is reported once', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, { refused: 1 }, { refused: 1 });
    const { queue, events, counts } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1), health: HEALTH });
    queue.add(2, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(20);
    expect(counts.stored).toBe(1);
    queue.add(1, { entry: createEntry(2) });
    await vi.advanceTimersByTimeAsync(1500);
    expect(events).toEqual(['1 refused: wrong type']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['1 refused: wrong type', '1 accepted']);
    expect((await store.readTimes(1)).samples).toEqual([1, 2]);
    expect((await store.memory.read(1, 1)).health).toEqual(HEALTH);
    expect(counts).toEqual({ stored: 3, dropped: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not delay other patients', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 });
    const { queue } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(100);
    queue.add(2, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(20);
    expect((await store.readTimes(2)).samples).toEqual([1]);
    expect((await store.readTimes(1)).samples).toEqual([]);
  });

  test('is reported again when the reason changes', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, { refused: 1, reason: 'too large' });
    const { queue, events } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(3000);
    expect(events).toEqual(['1 refused: wrong type', '1 refused: too large', '1 accepted']);
  });

  test('keeps the limit and the order of its entries', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, { refused: 1 });
    const { queue, counts } = createTestQueue(store, { maxEntriesPerPatient: 3 });
    for (let second = 1; second <= 10; second++) {
      queue.add(1, { entry: createEntry(second) });
      await vi.advanceTimersByTimeAsync(150);
    }
    await vi.advanceTimersByTimeAsync(1000);
    const { samples } = await store.readTimes(1);
    expect(samples).toEqual(samples.toSorted((a, b) => a - b));
    expect(counts).toEqual({ stored: samples.length, dropped: 10 - samples.length });
    expect(counts.dropped).toBeGreaterThan(0);
  });

  test('gets the newest health record once its writes are accepted', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 });
    const { queue } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1), health: HEALTH });
    await vi.advanceTimersByTimeAsync(20);
    queue.add(1, { health: { ...HEALTH, polls: 2 } });
    await vi.advanceTimersByTimeAsync(1500);
    expect((await store.memory.read(1, 1)).health?.polls).toBe(2);
  });

  test('keeps the health record that was added while its write was under way', async () => {
    useFakeTime();
    const store = new ScriptedStore({ lateMs: 50 });
    const { queue } = createTestQueue(store);
    const write = store.write.bind(store);
    store.write = async (writes) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      store.write = write;
      return writes.map(({ patient }) => ({ kind: 'refused', patient, reason: 'wrong type' }));
    };
    queue.add(1, { entry: createEntry(1), health: HEALTH });
    await vi.advanceTimersByTimeAsync(20);
    queue.add(1, { health: { ...HEALTH, polls: 2 } });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await store.memory.read(1, 1)).health?.polls).toBe(2);
  });

  test('counts as blocked until its writes are accepted or another cacher holds its lease', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, 'answered');
    const { queue, events } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(100);
    expect({ blocked: queue.blockedPatients, pending: [queue.isPending(1), queue.isPending(2)] }).toEqual({
      blocked: 1,
      pending: [true, false],
    });
    store.write = async (writes) => writes.map(({ patient }) => ({ kind: 'not-holder', patient }));
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['1 refused: wrong type', "1 is another's"]);
    expect({ blocked: queue.blockedPatients, pending: queue.isPending(1) }).toEqual({
      blocked: 0,
      pending: false,
    });
  });
});
