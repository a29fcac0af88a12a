import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { WriteQueue } from '../../../src/cacher/write/write-queue.ts';
import type { Health } from '../../../src/core/patient.ts';
import { type NewEntry, StoreUnavailable } from '../../../src/store/store.ts';
import { useFakeTime } from '../fake-time.ts';
import { type Fate, ScriptedStore } from '../scripted-store.ts';

function createQueue(store: ScriptedStore, maxEntriesPerPatient = 1000) {
  const events: string[] = [];
  const counts = { stored: 0, dropped: 0 };
  const bugs: unknown[] = [];
  const queue = new WriteQueue({
    store,
    maxEntriesPerPatient,
    nowMs: () => performance.now(),
    onAnswered: () => {},
    onStored: (_, entries) => {
      counts.stored += entries.length;
    },
    onDropped: (_, entries) => {
      counts.dropped += entries;
    },
    onStoreChange: (state, reason) => events.push(reason === null ? 'back' : `${state}: ${reason}`),
    onRefusal: (patient, reason) =>
      events.push(reason === null ? `${patient} taken` : `${patient} refused: ${reason}`),
    onNotHolder: (patient) => events.push(`${patient} is another's`),
    onBug: (error) => bugs.push(error),
  });
  return { queue, events, counts, bugs };
}

/** The entry of a sample that was received at some second. */
function entryAt(atSeconds: number, anomalous = false): NewEntry {
  const sensorsJson = JSON.stringify([{ anomaly: anomalous, id: 0, value: 7 }]);
  return { timestamp: atSeconds.toFixed(3), sensorsJson, anomalous };
}

const health: Health = {
  state: 'up',
  updatedAtSeconds: 1,
  lastOkAtSeconds: 1,
  lastError: null,
  latencyMs: 3,
  intervalMs: 300,
  clockOffsetMs: null,
  polls: 1,
  failures: 0,
};

describe('WriteQueue', () => {
  test('gathers what comes within 10 ms in one write', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, counts } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(8);
    queue.add(2, { entry: entryAt(1), health });
    queue.add(1, { entry: entryAt(2) });
    await vi.advanceTimersByTimeAsync(2);
    expect(store.writes).toEqual([
      [
        { patient: 1, entries: [entryAt(1), entryAt(2)] },
        { patient: 2, entries: [entryAt(1)], health },
      ],
    ]);
    expect(counts).toEqual({ stored: 3, dropped: 0 });
    expect(queue.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('has one write under way at a time; while it is, the rest gathers', async () => {
    useFakeTime();
    const store = new ScriptedStore({ lateMs: 100 });
    const { queue, counts } = createQueue(store);
    for (let second = 1; second <= 20; second++) {
      queue.add(1, { entry: entryAt(second) });
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(10);
    expect(store.writes[1]?.[0]?.entries.length).toBeGreaterThan(5);
    expect(counts.stored).toBe(20);
    expect((await store.readTimes(1)).samples).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('keeps the newest records only', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue } = createQueue(store);
    queue.add(1, { health });
    queue.add(1, { health: { ...health, polls: 2 } });
    await vi.advanceTimersByTimeAsync(10);
    expect(store.writes).toEqual([[{ patient: 1, entries: [], health: { ...health, polls: 2 } }]]);
  });

  test('repeats a write that was not answered as it was, and what came since comes after it', async () => {
    useFakeTime();
    const store = new ScriptedStore('lost', 'down', 'lost');
    const { queue, counts } = createQueue(store);
    queue.add(1, { entry: entryAt(1, true), health });
    await vi.advanceTimersByTimeAsync(10);
    queue.add(1, { entry: entryAt(2), health: { ...health, polls: 2 } });
    queue.add(2, { entry: entryAt(2) });
    expect(queue.size).toBe(3);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.writes.slice(1, 4)).toEqual([store.writes[0], store.writes[0], store.writes[0]]);
    expect(store.writes[4]).toHaveLength(2);
    expect(await store.readTimes(1)).toEqual({ samples: [1, 2], anomalies: [1] });
    expect(counts).toEqual({ stored: 3, dropped: 0 });
  });

  test('asks a store that is away four times a second, however much comes', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { queue } = createQueue(store);
    for (let second = 0; second < 1000; second++) {
      queue.add(second % 50, { entry: entryAt(second) });
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(store.writes.length).toBe(4);
  });

  test('says once that the store is away, also when the reason changes, and once that it is back', async () => {
    useFakeTime();
    const store = new ScriptedStore('down', 'lost', 'down', 'lost', 'answered', 'down', 'answered');
    const { queue, events } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['down: connection refused', 'back']);
    queue.add(1, { entry: entryAt(2) });
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['down: connection refused', 'back', 'down: connection refused', 'back']);
  });

  test('says it again when it has been another reason for five seconds', async () => {
    useFakeTime();
    const store = new ScriptedStore('lost');
    store.otherwise = 'down';
    const { queue, events } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(4500);
    expect(events).toEqual(['down: no answer in time']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(events).toEqual(['down: no answer in time', 'down: connection refused']);
  });

  test('does not say again what comes and goes, however often, nor what many writes tell in a moment', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, events } = createQueue(store);
    store.write = async () => {
      throw new StoreUnavailable(performance.now() % 4000 < 3000 ? 'connection refused' : 'connection lost');
    };
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toHaveLength(1);
    const partly = createQueue(store);
    let reason = 'connection lost';
    store.write = async (writes) =>
      writes.map(({ patient, entries }) =>
        patient === 1
          ? { kind: 'unreachable', patient, reason }
          : { kind: 'stored', patient, entries: entries.length },
      );
    for (let second = 1; second <= 100; second++) {
      if (second === 20) reason = 'connection refused';
      partly.queue.add(1, { entry: entryAt(second) });
      partly.queue.add(2, { entry: entryAt(second) });
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(partly.events).toEqual(['degraded: connection lost']);
  });

  test('forgets that a patient was refused who is another cacher’s, and tells whose writes are held', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, 'answered');
    const { queue, events } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(100);
    expect({ held: queue.blockedPatients, holds: [queue.isPending(1), queue.isPending(2)] }).toEqual({
      held: 1,
      holds: [true, false],
    });
    store.write = async (writes) => writes.map(({ patient }) => ({ kind: 'not-holder', patient }));
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['1 refused: wrong type', "1 is another's"]);
    expect({ held: queue.blockedPatients, holds: queue.isPending(1) }).toEqual({ held: 0, holds: false });
  });

  test('drops over the bound the oldest ordinary entries first, anomalies last, and counts them', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue, counts } = createQueue(store, 4);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(10);
    for (const second of [2, 3, 4, 5, 6, 7])
      queue.add(1, { entry: entryAt(second, second === 2 || second === 5) });
    expect(counts.dropped).toBe(2);
    // The oldest ordinary ones: of 1, which is under way, and 2 to 7 the queue has 2 and 5, and of the others the newest.
    expect(queue.size).toBe(5);
    for (const second of [8, 9, 10]) queue.add(1, { entry: entryAt(second, true) });
    expect(counts.dropped).toBe(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await store.readTimes(1)).toEqual({ samples: [1, 5, 8, 9, 10], anomalies: [5, 8, 9, 10] });
    expect(counts).toEqual({ stored: 5, dropped: 5 });
  });

  test('keeps the newest of ordinary entries', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue, counts } = createQueue(store, 3);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(10);
    for (const second of [2, 3, 4, 5, 6, 7]) queue.add(1, { entry: entryAt(second) });
    await vi.advanceTimersByTimeAsync(1000);
    expect((await store.readTimes(1)).samples).toEqual([1, 5, 6, 7]);
    expect(counts).toEqual({ stored: 4, dropped: 3 });
  });

  test('writes the newest records of a patient that was refused meanwhile', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 });
    const { queue } = createQueue(store);
    queue.add(1, { entry: entryAt(1), health });
    await vi.advanceTimersByTimeAsync(10);
    queue.add(1, { health: { ...health, polls: 2 } });
    await vi.advanceTimersByTimeAsync(1500);
    expect((await store.memory.read(1, 1)).health?.polls).toBe(2);
  });

  test('keeps the newer records of a write that is refused', async () => {
    useFakeTime();
    const store = new ScriptedStore({ lateMs: 50 });
    const { queue } = createQueue(store);
    const write = store.write.bind(store);
    store.write = async (writes) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      store.write = write;
      return writes.map(({ patient }) => ({ kind: 'refused', patient, reason: 'wrong type' }));
    };
    queue.add(1, { entry: entryAt(1), health });
    await vi.advanceTimersByTimeAsync(20);
    queue.add(1, { health: { ...health, polls: 2 } });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await store.memory.read(1, 1)).health?.polls).toBe(2);
  });

  test('holds a patient that the store refuses by itself, and says so once', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, { refused: 1 }, { refused: 1 });
    const { queue, events, counts } = createQueue(store);
    queue.add(1, { entry: entryAt(1), health });
    queue.add(2, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(10);
    expect(counts.stored).toBe(1);
    queue.add(1, { entry: entryAt(2) });
    await vi.advanceTimersByTimeAsync(1500);
    expect(events).toEqual(['1 refused: wrong type']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(events).toEqual(['1 refused: wrong type', '1 taken']);
    expect((await store.readTimes(1)).samples).toEqual([1, 2]);
    expect((await store.memory.read(1, 1)).health).toEqual(health);
    expect(counts).toEqual({ stored: 3, dropped: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not let the others wait while a refused patient is held', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 });
    const { queue } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(100);
    queue.add(2, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(10);
    expect((await store.readTimes(2)).samples).toEqual([1]);
    expect((await store.readTimes(1)).samples).toEqual([]);
  });

  test('says again why a patient is refused when the reason changes', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, { refused: 1, reason: 'too large' });
    const { queue, events } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(3000);
    expect(events).toEqual(['1 refused: wrong type', '1 refused: too large', '1 taken']);
  });

  test('keeps the bound and the order also of a patient that is refused', async () => {
    useFakeTime();
    const store = new ScriptedStore({ refused: 1 }, { refused: 1 });
    const { queue, counts } = createQueue(store, 3);
    for (let second = 1; second <= 10; second++) {
      queue.add(1, { entry: entryAt(second) });
      await vi.advanceTimersByTimeAsync(150);
    }
    await vi.advanceTimersByTimeAsync(1000);
    const { samples } = await store.readTimes(1);
    expect(samples).toEqual(samples.toSorted((a, b) => a - b));
    expect(counts).toEqual({ stored: samples.length, dropped: 10 - samples.length });
    expect(counts.dropped).toBeGreaterThan(0);
  });

  test('says once that a server of a cluster is away, however many patients it holds, and lets no other wait', async () => {
    useFakeTime();
    const unreachable = [1, 2, 3, 4];
    const store = new ScriptedStore();
    store.otherwise = { unreachableFor: unreachable };
    const { queue, events, counts } = createQueue(store);
    for (let second = 1; second <= 20; second++) {
      for (const patient of [...unreachable, 5]) {
        queue.add(patient, { entry: entryAt(second) });
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

  test('tells each change from part of the store to all of it and back, and none twice', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { queue, events } = createQueue(store);
    const meet = async (fate: Fate, patients = [1, 2]) => {
      store.otherwise = fate;
      for (const patient of patients) queue.add(patient, { health });
      await vi.advanceTimersByTimeAsync(600);
    };
    await meet({ unreachableFor: [1] });
    await meet('down');
    // Who waits for the one server does not know whether the others answer again.
    await meet({ unreachableFor: [1, 2] });
    await meet({ unreachableFor: [1] });
    await meet('answered');
    const refused = 'connection refused';
    expect(events).toEqual([`degraded: ${refused}`, `down: ${refused}`, `degraded: ${refused}`, 'back']);
  });

  test('repeats what may have been carried out unchanged, and what came since after it', async () => {
    useFakeTime();
    const others = [1, 2, 3, 4, 5];
    const store = new ScriptedStore({ unreachableFor: [...others, 9], isCarriedOut: true });
    const { queue, counts } = createQueue(store, 2000);
    for (const patient of others) queue.add(patient, { entry: entryAt(1) });
    for (let second = 1; second <= 30; second++) queue.add(9, { entry: entryAt(second) });
    await vi.advanceTimersByTimeAsync(100);
    // So much waits of the others that one write has room for five more.
    for (let second = 2; second <= 399; second++) {
      for (const patient of others) queue.add(patient, { entry: entryAt(second) });
    }
    queue.add(9, { entry: entryAt(31) });
    await vi.advanceTimersByTimeAsync(2000);
    const { samples } = await store.readTimes(9);
    expect(samples).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
    expect(counts).toEqual({ stored: 5 * 399 + 31, dropped: 0 });
  });

  test('catches up in writes of at most 500 entries a patient and 2,000 in all, every patient in its turn', async () => {
    useFakeTime();
    const store = new ScriptedStore('down');
    const { queue, counts } = createQueue(store, 2000);
    for (let second = 1; second <= 1200; second++) {
      for (let patient = 1; patient <= 6; patient++) queue.add(patient, { entry: entryAt(second) });
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

  test('hands on what is no absence of the store as a bug, and tries again', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const write = vi.spyOn(store, 'write').mockRejectedValueOnce(new TypeError('not a function'));
    const { queue, bugs, events, counts } = createQueue(store);
    queue.add(1, { entry: entryAt(1) });
    await vi.advanceTimersByTimeAsync(1000);
    expect(write).toHaveBeenCalledTimes(2);
    expect(bugs).toEqual([expect.any(TypeError)]);
    expect(events).toEqual([]);
    expect(counts).toEqual({ stored: 1, dropped: 0 });
  });

  describe('close', () => {
    test('is done at once when nothing waits', async () => {
      useFakeTime();
      await createQueue(new ScriptedStore()).queue.close(5000);
      expect(vi.getTimerCount()).toBe(0);
    });

    test('waits for the write that is under way, and for what gathered meanwhile', async () => {
      useFakeTime();
      const store = new ScriptedStore({ lateMs: 300 });
      const { queue, counts } = createQueue(store);
      queue.add(1, { entry: entryAt(1) });
      await vi.advanceTimersByTimeAsync(10);
      queue.add(1, { entry: entryAt(2) });
      const closed = queue.close(5000);
      await vi.advanceTimersByTimeAsync(400);
      await closed;
      expect(counts).toEqual({ stored: 2, dropped: 0 });
      expect(vi.getTimerCount()).toBe(0);
    });

    test('waits for records that a store did not answer', async () => {
      useFakeTime();
      const store = new ScriptedStore('down');
      const { queue } = createQueue(store);
      queue.add(1, { health });
      await vi.advanceTimersByTimeAsync(10);
      const closed = queue.close(5000);
      await vi.advanceTimersByTimeAsync(300);
      await closed;
      expect((await store.memory.read(1, 1)).health).toEqual(health);
    });

    test('waits for a store that comes back in time', async () => {
      useFakeTime();
      const store = new ScriptedStore('down', 'down', 'down');
      const { queue, counts } = createQueue(store);
      queue.add(1, { entry: entryAt(1) });
      const closed = queue.close(5000);
      await vi.advanceTimersByTimeAsync(1000);
      await closed;
      expect(counts).toEqual({ stored: 1, dropped: 0 });
    });

    test('waits for longer than its limit while the store takes what waits', async () => {
      useFakeTime();
      const store = new ScriptedStore('down');
      store.otherwise = { lateMs: 700 };
      const { queue, counts } = createQueue(store, 10_000);
      for (let second = 1; second <= 6000; second++) queue.add(1, { entry: entryAt(second) });
      await vi.advanceTimersByTimeAsync(10);
      const closed = queue.close(1000);
      await vi.advanceTimersByTimeAsync(20_000);
      await closed;
      expect(counts).toEqual({ stored: 6000, dropped: 0 });
    });

    test('gives up after its limit, and counts as dropped all that is not known to be stored', async () => {
      useFakeTime();
      const store = new ScriptedStore();
      store.otherwise = 'down';
      const { queue, counts, events } = createQueue(store);
      queue.add(1, { entry: entryAt(1) });
      await vi.advanceTimersByTimeAsync(10);
      queue.add(1, { entry: entryAt(2) });
      queue.add(2, { entry: entryAt(2) });
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
      const { queue, counts, events } = createQueue(store);
      queue.add(1, { entry: entryAt(1) });
      const closed = queue.close(5000);
      await vi.advanceTimersByTimeAsync(5000);
      await closed;
      await vi.advanceTimersByTimeAsync(10_000);
      expect(counts).toEqual({ stored: 0, dropped: 1 });
      expect(events).toEqual([]);
    });

    test('takes nothing any more, and counts what comes as dropped', async () => {
      useFakeTime();
      const store = new ScriptedStore();
      const { queue, counts } = createQueue(store);
      await queue.close(5000);
      queue.add(1, { entry: entryAt(1) });
      queue.add(1, { health });
      await vi.advanceTimersByTimeAsync(1000);
      expect(store.writes).toEqual([]);
      expect(counts).toEqual({ stored: 0, dropped: 1 });
    });
  });

  test('stores every entry once and in order, or counts it as dropped, whatever happens when', async () => {
    useFakeTime();
    const patient = fc.integer({ min: 1, max: 3 });
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ patient, anomalous: fc.boolean(), withHealth: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ passMs: fc.constantFrom(1, 5, 30, 250, 1000) }) },
    );
    const fate: fc.Arbitrary<Fate> = fc.oneof(
      fc.constantFrom<Fate[]>('answered', 'down', 'lost', 'half'),
      patient.map((refused) => ({ refused })),
      fc.constantFrom(3, 40, 700).map((lateMs) => ({ lateMs })),
      fc.record({ unreachableFor: fc.uniqueArray(patient, { minLength: 1 }), isCarriedOut: fc.boolean() }),
    );
    const endsAway = fc.boolean();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.array(fate, { maxLength: 15 }), endsAway, run),
      { numRuns: 300 },
    );
  });
});

type Step =
  | { readonly patient: number; readonly anomalous: boolean; readonly withHealth: boolean }
  | { readonly passMs: number };

async function run(steps: readonly Step[], fates: readonly Fate[], endsAway: boolean): Promise<void> {
  const store = new ScriptedStore(...fates);
  const { queue, counts, events, bugs } = createQueue(store, 6);
  const added = new Map<number, { second: number; anomalous: boolean }[]>([1, 2, 3].map((id) => [id, []]));
  for (const [index, step] of steps.entries()) {
    if ('passMs' in step) {
      await vi.advanceTimersByTimeAsync(step.passMs);
      continue;
    }
    const { patient, anomalous, withHealth } = step;
    queue.add(patient, { entry: entryAt(index + 1, anomalous), ...(withHealth && { health }) });
    added.get(patient)?.push({ second: index + 1, anomalous });
  }
  if (endsAway) store.otherwise = 'down';
  const closed = queue.close(60_000);
  await vi.advanceTimersByTimeAsync(150_000);
  await closed;

  let inStore = 0;
  let addedInAll = 0;
  for (const [patient, entries] of added) {
    const { samples, anomalies } = await store.readTimes(patient);
    const known = entries.filter(({ second }) => samples.includes(second));
    expect(samples).toEqual(known.map(({ second }) => second));
    expect(anomalies).toEqual(known.filter(({ anomalous }) => anomalous).map(({ second }) => second));
    inStore += samples.length;
    addedInAll += entries.length;
  }
  expect(counts.stored + counts.dropped).toBe(addedInAll);
  // What a store that went away for good carried out without an answer is counted as dropped.
  if (endsAway) expect(inStore).toBeGreaterThanOrEqual(counts.stored);
  else expect(inStore).toBe(counts.stored);
  expect(bugs).toEqual([]);
  // Nothing is told twice; a state comes again with another reason only.
  const states = events.filter((event) => /^(back|down|degraded)/.test(event));
  expect(states.filter((state, index) => state === (states[index - 1] ?? 'back'))).toEqual([]);
  for (const patient of added.keys()) {
    expectAlternating(events.filter((event) => event.startsWith(`${patient} `)));
  }
  expect(vi.getTimerCount()).toBe(0);
}

/** No change of state is told twice. */
function expectAlternating(events: readonly string[]): void {
  const isGood = (event: string) => event.endsWith('taken');
  expect(events.map(isGood)).toEqual(events.map((_, index) => index % 2 === 1));
}
