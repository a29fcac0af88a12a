import { expect, test, vi } from 'vitest';
import { countFigureSamples, readSnapshot, readSnapshotForFigures } from '../../src/reader/read-snapshot.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { exampleHealth } from '../tui/example-model.ts';

const NOW_SECONDS = 1000;

async function makeStore(count: number, spacingSeconds: number): Promise<MemoryStore> {
  const store = new MemoryStore(() => NOW_SECONDS * 1000);
  const entries = Array.from({ length: count }, (_, index) => ({
    timestamp: (NOW_SECONDS - (count - 1 - index) * spacingSeconds).toFixed(3),
    sensorsJson: '[{"anomaly":false,"id":0,"value":7}]',
    anomalous: false,
  }));
  await store.write([{ patient: 3, entries }]);
  return store;
}

test('thirty seconds of samples are read, however close together they are, without a health record', async () => {
  for (const spacingSeconds of [0.05, 0.1, 0.3]) {
    const { samples } = await readSnapshotForFigures(await makeStore(1000, spacingSeconds), 3);
    const oldest = samples[0]?.atSeconds ?? NOW_SECONDS;
    expect(NOW_SECONDS - oldest).toBeGreaterThanOrEqual(30);
    expect(NOW_SECONDS - oldest).toBeLessThan(31);
  }
});

test('samples are read a second time only when more are needed than were read, and retained', async () => {
  const countReads = async (count: number, needed: number) => {
    const store = await makeStore(50, 0.3);
    const read = vi.spyOn(store, 'read');
    const { samples } = await readSnapshot(store, 3, count, () => needed);
    return { reads: read.mock.calls.map(([, newest]) => newest), samples: samples.length };
  };
  expect(await countReads(20, 30)).toEqual({ reads: [20, 30], samples: 30 });
  expect(await countReads(20, 20)).toEqual({ reads: [20], samples: 20 });
  expect(await countReads(50, 60)).toEqual({ reads: [50], samples: 50 });
  expect(await countReads(60, 10)).toEqual({ reads: [60], samples: 50 });
});

test('anomalies are read from the oldest retained sample on, where any are stored', async () => {
  const store = new MemoryStore(() => NOW_SECONDS * 1000);
  const readAnomalies = vi.spyOn(store, 'readAnomalies');
  const write = (seconds: number, anomalous: boolean) => {
    const sensorsJson = `[{"anomaly":${anomalous},"id":0,"value":7}]`;
    return store.write([{ patient: 3, entries: [{ timestamp: `${seconds}.000`, sensorsJson, anomalous }] }]);
  };
  const readSeconds = async () =>
    (await readSnapshot(store, 3, 9)).anomalies?.map(({ atSeconds }) => atSeconds);
  await write(990, false);
  expect(await readSeconds()).toEqual([]);
  expect(readAnomalies).not.toHaveBeenCalled();
  for (const seconds of [991, 992, 993]) await write(seconds, true);
  await store.trim(992);
  expect(await readSeconds()).toEqual([992, 993]);
  await store.trim(999);
  readAnomalies.mockClear();
  expect(await readSeconds()).toEqual([]);
  expect(readAnomalies).not.toHaveBeenCalled();
});

test('all samples are read of a patient who has few', async () => {
  const { samples } = await readSnapshotForFigures(await makeStore(20, 0.05), 3);
  expect(samples).toHaveLength(20);
});

test('the figures need thirty seconds of samples at the poll interval, which is taken for 0.3 s when unknown and for 20 ms at least', () => {
  expect(countFigureSamples(null)).toBe(101);
  const samples = [1, 1.25, 1.5].map((atSeconds) => ({ atSeconds, sensors: [] }));
  expect(countFigureSamples({ samples, health: null })).toBe(121);
  expect(countFigureSamples({ samples: samples.slice(1), health: null })).toBe(121);
  expect(countFigureSamples({ samples: samples.slice(2), health: null })).toBe(101);
  expect(countFigureSamples({ samples: [], health: exampleHealth({ intervalMs: 100 }) })).toBe(301);
  expect(countFigureSamples({ samples: [], health: exampleHealth({ intervalMs: 1 }) })).toBe(1501);
});

test('five minutes of samples are read while a sensor is faulty, as what it bore before may lie so far back', async () => {
  const store = await makeStore(2000, 0.3);
  const countSpan = async () => {
    const { samples } = await readSnapshotForFigures(store, 3);
    return NOW_SECONDS - (samples[0]?.atSeconds ?? NOW_SECONDS);
  };
  const append = (sensorsJson: string, timestamp: string) =>
    store.write([{ patient: 3, entries: [{ timestamp, sensorsJson, anomalous: true }] }]);
  await append('[{"anomaly":true,"id":0,"value":7}]', '1000.100');
  expect(await countSpan()).toBeLessThan(31);
  await append('[{"anomaly":true,"source":"rule:stuck-low","id":0,"value":7}]', '1000.200');
  expect(await countSpan()).toBeGreaterThan(299);
  await append('[{"anomaly":true,"source":"rule:frozen-clock","id":0,"value":7}]', '1000.300');
  expect(await countSpan()).toBeLessThan(31);
});
