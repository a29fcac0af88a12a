import { describe, expect, test, vi } from 'vitest';
import { EIGHT, SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { PatientSnapshot } from '../../src/core/patient-snapshot.ts';
import type { Sample, SensorReading } from '../../src/core/sample.ts';
import { catchUp } from '../../src/reader/catch-up.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';

function makeSample(atSeconds: number, reading: Partial<SensorReading> = {}): Sample {
  return { atSeconds, sensors: [{ id: 0, value: 7, anomaly: false, ...reading }] };
}

const listSamples = (...seconds: number[]) => seconds.map((atSeconds) => makeSample(atSeconds));

function makeSnapshot(samples: readonly Sample[], changes: Partial<PatientSnapshot> = {}): PatientSnapshot {
  return {
    patient: 3,
    known: true,
    nowSeconds: 1000,
    samples,
    insole: SIX,
    unreadable: 0,
    retained: samples.length,
    oldestAtSeconds: samples[0]?.atSeconds ?? null,
    anomaliesStored: 0,
    anomalies: [],
    profile: null,
    health: null,
    ...changes,
  };
}

/** A store that answers with these anomalies, those since the instant asked for. */
function startStore(anomalies: readonly Sample[] = []) {
  const store = new MemoryStore(() => 1_000_000);
  const readAnomalies = vi
    .spyOn(store, 'readAnomalies')
    .mockImplementation(async (_, since) => anomalies.filter(({ atSeconds }) => atSeconds >= since));
  return { store, readAnomalies };
}

const listSeconds = (samples: readonly Sample[] | null | undefined) =>
  samples?.map(({ atSeconds }) => atSeconds);

describe('the samples', () => {
  const { store } = startStore();

  async function catchUpSamples(
    known: readonly Sample[],
    read: readonly Sample[],
    retained: number,
    keep = 9,
  ) {
    const before = makeSnapshot(known);
    const caughtUp = await catchUp(store, before, makeSnapshot(read, { retained }), keep);
    return caughtUp && { seconds: listSeconds(caughtUp.snapshot.samples), newSamples: caughtUp.newSamples };
  }

  test('that are new are appended, and counted', async () => {
    expect(await catchUpSamples(listSamples(1, 2, 3), listSamples(2, 3, 4, 5), 5)).toEqual({
      seconds: [1, 2, 3, 4, 5],
      newSamples: 2,
    });
    expect(await catchUpSamples(listSamples(1, 2), listSamples(1, 2), 2)).toEqual({
      seconds: [1, 2],
      newSamples: 0,
    });
  });

  test('are kept as many as asked for, and all that are new', async () => {
    const known = listSamples(1, 2, 3);
    const read = listSamples(3, 4, 5);
    expect((await catchUpSamples(known, read, 5, 4))?.seconds).toEqual([2, 3, 4, 5]);
    expect((await catchUpSamples(known, read, 5, 1))?.seconds).toEqual([4, 5]);
    expect((await catchUpSamples(known, read, 3))?.seconds).toEqual([3, 4, 5]);
  });

  test('have to be read again when the read does not reach back to the newest known one', async () => {
    expect(await catchUpSamples(listSamples(1, 2, 3), listSamples(4, 5), 5)).toBeNull();
    expect(await catchUpSamples([], listSamples(4, 5), 5)).toBeNull();
  });

  test('are all new when what was known was trimmed meanwhile, and nothing else can have been', async () => {
    const known = makeSnapshot(listSamples(900));
    const read = makeSnapshot(listSamples(1000, 1001, 1002), { nowSeconds: 1003 });
    const caughtUp = await catchUp(startStore().store, known, read, 10);
    expect(caughtUp?.newSamples).toBe(3);
    expect(caughtUp?.snapshot.samples).toEqual(read.samples);
    // Of these, some may have been trimmed unseen: so long was nothing read.
    const later = makeSnapshot(listSamples(1000, 1001, 1002), { nowSeconds: 1101 });
    expect(await catchUp(startStore().store, known, later, 10)).toBeNull();
    // More is retained than was read.
    const part = makeSnapshot(listSamples(1001, 1002), { nowSeconds: 1003, retained: 3 });
    expect(await catchUp(startStore().store, known, part, 10)).toBeNull();
    // A clock that stepped back tells nothing.
    const before = makeSnapshot(listSamples(800, 801), { nowSeconds: 1003 });
    expect(await catchUp(startStore().store, known, before, 10)).toBeNull();
  });

  test('that are alike are told apart by the growth of the list', async () => {
    const known = listSamples(1, 1);
    const grown = await catchUpSamples(known, listSamples(1, 1, 1), 3);
    expect(grown).toEqual({ seconds: [1, 1, 1], newSamples: 1 });
    expect(await catchUpSamples(known, listSamples(1, 1), 2)).toMatchObject({ newSamples: 0 });
    expect(await catchUpSamples(known, listSamples(1, 1), 3)).toMatchObject({ newSamples: 1 });
    expect(await catchUpSamples(known, listSamples(1, 1), 9)).toBeNull();
  });

  test('need no growth to be told apart when they fit in one way only', async () => {
    expect(await catchUpSamples(listSamples(1, 2), listSamples(2, 3), 2)).toMatchObject({ newSamples: 1 });
  });

  test.each<[string, Partial<SensorReading>]>([
    ['sensor', { id: 1 }],
    ['value', { value: 8 }],
    ['flag', { anomaly: true }],
    ['source', { source: 'simulated' }],
  ])('of one instant that differ in a %s are not alike', async (_, difference) => {
    expect(await catchUpSamples([makeSample(1)], [makeSample(1, difference)], 1)).toBeNull();
  });

  test('of one instant that differ in the number of readings are not alike', async () => {
    const more = { atSeconds: 1, sensors: [...makeSample(1).sensors, { id: 1, value: 7, anomaly: false }] };
    expect(await catchUpSamples([makeSample(1)], [more], 1)).toBeNull();
    expect(await catchUpSamples([more], [makeSample(1)], 1)).toBeNull();
  });
});

test('all is read anew when the samples are of another insole', async () => {
  const before = makeSnapshot(listSamples(1, 2, 3));
  const read = makeSnapshot(listSamples(2, 3, 4), { retained: 4 });
  expect(await catchUp(startStore().store, before, read, 9)).not.toBeNull();
  expect(await catchUp(startStore().store, before, { ...read, insole: EIGHT }, 9)).toBeNull();
});

describe('the anomalies', () => {
  async function catchUpAnomalies(
    known: readonly Sample[] | null,
    stored: readonly Sample[],
    counts: { before: number; after: number },
    oldestAtSeconds: number | null = 1,
  ) {
    const { store, readAnomalies } = startStore(stored);
    const samples = listSamples(1, 2, 3);
    const before = makeSnapshot(samples, { anomalies: known, anomaliesStored: counts.before });
    const read = makeSnapshot(samples, { anomalies: null, anomaliesStored: counts.after, oldestAtSeconds });
    const caughtUp = await catchUp(store, before, read, 9);
    const sinceSeconds = readAnomalies.mock.calls.map(([, since]) => since);
    return { anomalies: listSeconds(caughtUp?.snapshot.anomalies), sinceSeconds };
  }

  test('are not read while none is added', async () => {
    const known = listSamples(1, 2);
    expect(await catchUpAnomalies(known, [], { before: 2, after: 2 })).toEqual({
      anomalies: [1, 2],
      sinceSeconds: [],
    });
  });

  test('are not read when they were not known before', async () => {
    const { anomalies, sinceSeconds } = await catchUpAnomalies(null, listSamples(3), { before: 0, after: 1 });
    expect(anomalies).toBeUndefined();
    expect(sinceSeconds).toEqual([]);
  });

  test('are read from the newest known one on', async () => {
    const { anomalies, sinceSeconds } = await catchUpAnomalies(listSamples(1, 2), listSamples(1, 2, 3), {
      before: 2,
      after: 3,
    });
    expect(anomalies).toEqual([1, 2, 3]);
    expect(sinceSeconds).toEqual([2]);
  });

  test('of one instant are told apart by the growth of the list', async () => {
    const { anomalies, sinceSeconds } = await catchUpAnomalies(listSamples(2, 2), listSamples(2, 2, 2), {
      before: 2,
      after: 3,
    });
    expect(anomalies).toEqual([2, 2, 2]);
    expect(sinceSeconds).toEqual([2]);
  });

  test('are dropped when the samples of their time are', async () => {
    const known = listSamples(1, 2, 3);
    expect((await catchUpAnomalies(known, [], { before: 3, after: 3 }, 2)).anomalies).toEqual([2, 3]);
    expect((await catchUpAnomalies(known, [], { before: 3, after: 3 }, null)).anomalies).toEqual([]);
  });

  test.each([
    ['none is known', [], { before: 0, after: 2 }],
    ['the list has become shorter', [1, 3], { before: 3, after: 2 }],
    ['the known ones are not in the list any more', [1, 2.5], { before: 2, after: 3 }],
  ])('are read afresh when %s', async (_, known, counts) => {
    const { anomalies, sinceSeconds } = await catchUpAnomalies(
      listSamples(...known),
      listSamples(1, 2, 3),
      counts,
    );
    expect(anomalies).toEqual([1, 2, 3]);
    expect(sinceSeconds.at(-1)).toBe(1);
  });
});
