import { expect, test } from 'vitest';
import { countFigureSamples, readSnapshotForFigures } from '../../src/reader/read-snapshot.ts';
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

test('all samples are read of a patient who has few', async () => {
  const { samples } = await readSnapshotForFigures(await makeStore(20, 0.05), 3);
  expect(samples).toHaveLength(20);
});

test('the figures need thirty seconds at the poll interval, at 0.3 s without a health record and at 20 ms at most', () => {
  expect(countFigureSamples(null)).toBe(101);
  expect(countFigureSamples({ samples: [], health: exampleHealth({ intervalMs: 100 }) })).toBe(301);
  expect(countFigureSamples({ samples: [], health: exampleHealth({ intervalMs: 1 }) })).toBe(1501);
});
