import { describe, expect, test, vi } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { useFakeTime } from '../fake-time.ts';
import { type Fate, ScriptedStore } from '../scripted-store.ts';
import { createEntry, createTestQueue, HEALTH } from './create-test-queue.ts';

describe('the state of the store', () => {
  test('is reported once as down, also when the reason changes, and once as back', async () => {
    useFakeTime();
    const store = new ScriptedStore('down', 'lost', 'down', 'lost', 'answered', 'down', 'answered');
    const { queue, events } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['down: connection refused', 'back']);
    queue.add(1, { entry: createEntry(2) });
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['down: connection refused', 'back', 'down: connection refused', 'back']);
  });

  test('is reported again when another reason has lasted for five seconds', async () => {
    useFakeTime();
    const store = new ScriptedStore('lost');
    store.otherwise = 'down';
    const { queue, events } = createTestQueue(store);
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(4500);
    expect(events).toEqual(['down: no answer in time']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(events).toEqual(['down: no answer in time', 'down: connection refused']);
  });

  test('is not reported again for reasons that come and go, nor for a new one before it has lasted', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, events } = createTestQueue(store);
    store.write = async () => {
      throw new StoreUnavailable(performance.now() % 4000 < 3000 ? 'connection refused' : 'connection lost');
    };
    queue.add(1, { entry: createEntry(1) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toHaveLength(1);
    const partly = createTestQueue(store);
    let reason = 'connection lost';
    store.write = async (writes) =>
      writes.map(({ patient, entries }) =>
        patient === 1
          ? { kind: 'unreachable', patient, reason }
          : { kind: 'stored', patient, entries: entries.length },
      );
    for (let second = 1; second <= 100; second++) {
      if (second === 20) reason = 'connection refused';
      partly.queue.add(1, { entry: createEntry(second) });
      partly.queue.add(2, { entry: createEntry(second) });
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(partly.events).toEqual(['degraded: connection lost']);
  });

  test('is reported once as degraded for an unreachable server of many patients, and no other patient waits', async () => {
    useFakeTime();
    const unreachable = [1, 2, 3, 4];
    const store = new ScriptedStore();
    store.otherwise = { unreachableFor: unreachable };
    const { queue, events, counts } = createTestQueue(store);
    for (let second = 1; second <= 20; second++) {
      for (const patient of [...unreachable, 5]) {
        queue.add(patient, { entry: createEntry(second) });
        await vi.advanceTimersByTimeAsync(20);
      }
      expect((await store.readTimes(5)).samples).toHaveLength(second);
    }
    expect(events).toEqual(['degraded: connection refused']);
    store.otherwise = { unreachableFor: [1] };
    await vi.advanceTimersByTimeAsync(1000);
    expect(events).toHaveLength(1);
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(1000);
    expect(events).toEqual(['degraded: connection refused', 'back']);
    expect(counts).toEqual({ stored: 100, dropped: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is reported at each change between degraded and down, and never twice', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, events } = createTestQueue(store);
    const meet = async (fate: Fate, patients = [1, 2]) => {
      store.otherwise = fate;
      for (const patient of patients) queue.add(patient, { health: HEALTH });
      await vi.advanceTimersByTimeAsync(600);
    };
    await meet({ unreachableFor: [1] });
    await meet('down');
    // A write for unreachable servers alone does not show whether the others answer again.
    await meet({ unreachableFor: [1, 2] });
    await meet({ unreachableFor: [1] });
    await meet('answered');
    const refused = 'connection refused';
    expect(events).toEqual([`degraded: ${refused}`, `down: ${refused}`, `degraded: ${refused}`, 'back']);
  });
});
