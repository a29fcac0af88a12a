import { describe, expect, test, vi } from 'vitest';
import { useFakeTime } from '../fake-time.ts';
import { ScriptedStore } from '../scripted-store.ts';
import { createEntry, createTestQueue, HEALTH } from './create-test-queue.ts';

describe('WriteQueue', () => {
  test('never waits for a negative time when the clock goes on between two readings, of which Node would warn', async () => {
    useFakeTime();
    const wait = vi.spyOn(globalThis, 'setTimeout');
    let readings = 0;
    const { queue } = createTestQueue(new ScriptedStore('down', 'down', 'down'), {
      nowMs: () => performance.now() + ++readings,
    });
    queue.add(1, { entry: createEntry(1) });
    const closed = queue.close(5000);
    await vi.advanceTimersByTimeAsync(5000);
    await closed;
    const delays = wait.mock.calls.map(([, delayMs = 0]) => delayMs);
    expect(delays.length).toBeGreaterThan(2);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  });

  test('gathers what is added within 20 ms in one write', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, counts } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(18);
    queue.add(2, { entry: createEntry(1), health: HEALTH });
    queue.add(1, { entry: createEntry(2) });
    await vi.advanceTimersByTimeAsync(2);
    expect(store.writes).toEqual([
      [
        { patient: 1, entries: [createEntry(1), createEntry(2)] },
        { patient: 2, entries: [createEntry(1)], health: HEALTH },
      ],
    ]);
    expect(counts).toEqual({ stored: 3, dropped: 0 });
    expect(queue.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('has one write under way at a time, and gathers meanwhile', async () => {
    useFakeTime();
    const store = new ScriptedStore({ lateMs: 100 });
    const { queue, counts } = createTestQueue(store);
    for (let second = 1; second <= 20; second++) {
      queue.add(1, { entry: createEntry(second) });
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(20);
    expect(store.writes[1]?.[0]?.entries.length).toBeGreaterThan(5);
    expect(counts.stored).toBe(20);
    expect((await store.readTimes(1)).samples).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('keeps only the newest health record', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue } = createTestQueue(store);
    queue.add(1, { health: HEALTH });
    queue.add(1, { health: { ...HEALTH, polls: 2 } });
    await vi.advanceTimersByTimeAsync(20);
    expect(store.writes).toEqual([[{ patient: 1, entries: [], health: { ...HEALTH, polls: 2 } }]]);
  });

  test('repeats a write without an answer unchanged, and writes later entries after it', async () => {
    useFakeTime();
    const store = new ScriptedStore('lost', 'down', 'lost');
    const { queue, counts } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1, true), health: HEALTH });
    await vi.advanceTimersByTimeAsync(20);
    queue.add(1, { entry: createEntry(2), health: { ...HEALTH, polls: 2 } });
    queue.add(2, { entry: createEntry(2) });
    expect(queue.size).toBe(3);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.writes.slice(1, 4)).toEqual([store.writes[0], store.writes[0], store.writes[0]]);
    expect(store.writes[4]).toHaveLength(2);
    expect(await store.readTimes(1)).toEqual({ samples: [1, 2], anomalies: [1] });
    expect(counts).toEqual({ stored: 3, dropped: 0 });
  });

  test('repeats a write of an unreachable server unchanged, and writes later entries after it', async () => {
    useFakeTime();
    const others = [1, 2, 3, 4, 5];
    const store = new ScriptedStore({ unreachableFor: [...others, 9], isCarriedOut: true });
    const { queue, counts } = createTestQueue(store, { maxEntriesPerPatient: 2000 });
    for (const patient of others) queue.add(patient, { entry: createEntry(1) });
    for (let second = 1; second <= 30; second++) queue.add(9, { entry: createEntry(second) });
    await vi.advanceTimersByTimeAsync(100);
    // The others fill a write up to the last five entries, too few for those of patient 9.
    for (let second = 2; second <= 399; second++) {
      for (const patient of others) queue.add(patient, { entry: createEntry(second) });
    }
    queue.add(9, { entry: createEntry(31) });
    await vi.advanceTimersByTimeAsync(2000);
    const { samples } = await store.readTimes(9);
    expect(samples).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
    expect(counts).toEqual({ stored: 5 * 399 + 31, dropped: 0 });
  });

  test('tries a store that is down four times a second, however much is added', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { queue } = createTestQueue(store);
    for (let second = 0; second < 1000; second++) {
      queue.add(second % 50, { entry: createEntry(second) });
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(store.writes.length).toBe(4);
  });

  test('drops the oldest ordinary entries first and anomalies last when too many wait', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue, counts } = createTestQueue(store, { maxEntriesPerPatient: 4 });
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(20);
    for (const second of [2, 3, 4, 5, 6, 7])
      queue.add(1, { entry: createEntry(second, second === 2 || second === 5) });
    expect(counts.dropped).toBe(2);
    // Entry 1 is in the unanswered write. Of 2 to 7 the anomalies 2 and 5 wait, and the newest two of the others.
    expect(queue.size).toBe(5);
    for (const second of [8, 9, 10]) queue.add(1, { entry: createEntry(second, true) });
    expect(counts.dropped).toBe(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await store.readTimes(1)).toEqual({ samples: [1, 5, 8, 9, 10], anomalies: [5, 8, 9, 10] });
    expect(counts).toEqual({ stored: 5, dropped: 5 });
  });

  test('keeps the newest ordinary entries when too many wait', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue, counts } = createTestQueue(store, { maxEntriesPerPatient: 3 });
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(20);
    for (const second of [2, 3, 4, 5, 6, 7]) queue.add(1, { entry: createEntry(second) });
    await vi.advanceTimersByTimeAsync(1000);
    expect((await store.readTimes(1)).samples).toEqual([1, 5, 6, 7]);
    expect(counts).toEqual({ stored: 4, dropped: 3 });
  });

  test('catches up in writes of at most 500 entries a patient and 2,000 in all, with every patient in its turn', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue, counts } = createTestQueue(store, { maxEntriesPerPatient: 2000 });
    for (let second = 1; second <= 1200; second++) {
      for (let patient = 1; patient <= 6; patient++) queue.add(patient, { entry: createEntry(second) });
    }
    await vi.advanceTimersByTimeAsync(5000);
    const sizes = store.writes.map((writes) => writes.map((write) => write.entries.length));
    expect(sizes[1]).toEqual([500, 500, 500, 500]);
    expect(store.writes[2]?.map((write) => write.patient).slice(0, 2)).toEqual([5, 6]);
    expect(Math.max(...sizes.map((lengths) => lengths.reduce((sum, length) => sum + length, 0)))).toBe(2000);
    expect(counts).toEqual({ stored: 7200, dropped: 0 });
    for (let patient = 1; patient <= 6; patient++) {
      const { samples } = await store.readTimes(patient);
      expect(samples).toEqual(Array.from({ length: 1200 }, (_, index) => index + 1));
    }
  });

  test('reports any other error of the store as a bug, and tries again', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const write = vi.spyOn(store, 'write').mockRejectedValueOnce(new TypeError('not a function'));
    const { queue, bugs, events, counts } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(1000);
    expect(write).toHaveBeenCalledTimes(2);
    expect(bugs).toEqual([expect.any(TypeError)]);
    expect(events).toEqual([]);
    expect(counts).toEqual({ stored: 1, dropped: 0 });
  });
});
