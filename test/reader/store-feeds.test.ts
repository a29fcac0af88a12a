import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import type { PatientId } from '../../src/core/patient.ts';
import { seededRandom } from '../../src/core/random.ts';
import {
  type Feed,
  type PrintOptions,
  startJsonFeed,
  startLinearFeed,
  startSampleFeed,
} from '../../src/reader/store-feeds.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { StoreReader } from '../../src/store/store.ts';
import { exampleProfile } from '../tui/example-model.ts';
import { MemoryLink } from '../tui/memory-link.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T20:41:07.000Z') });
});
const started: Feed[] = [];
afterEach(() => {
  for (const feed of started.splice(0)) feed.close();
  vi.useRealTimers();
});

function startFeed(
  kind: 'linear' | 'json',
  store: StoreReader,
  patients: readonly PatientId[] | null,
  changes: Partial<PrintOptions> = {},
) {
  const lines: string[] = [];
  const storeChanges: (string | null)[] = [];
  const missed: PatientId[] = [];
  const options: PrintOptions = {
    store,
    patients,
    nowMs: () => performance.now(),
    print: (line) => lines.push(line),
    onStoreChange: (reason) => storeChanges.push(reason),
    onMissed: (patient) => missed.push(patient),
    onBug: (error) => {
      throw error;
    },
    ...changes,
  };
  started.push(
    kind === 'json' ? startJsonFeed(options) : startLinearFeed({ ...options, zoneOffsetMinutes: () => 0 }),
  );
  return { lines, storeChanges, missed };
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('startLinearFeed', () => {
  test('prints a line per patient at once, and then every second', async () => {
    const link = new MemoryLink();
    await link.store(1, 7);
    await link.store(2, 8);
    const { lines, storeChanges } = startFeed('linear', link, [1, 2]);
    await settle(10);
    expect(lines).toEqual([
      '20:41:07.000  1 -  live  L 7 7 7  R 7 7 7',
      '20:41:07.000  2 -  live  L 8 8 8  R 8 8 8',
    ]);
    await settle(3000);
    expect(lines).toHaveLength(8);
    expect(storeChanges).toEqual([]);
  });

  test('prints no readings of a patient whose newest sample is old', async () => {
    const link = new MemoryLink();
    await link.store(1, 7);
    const { lines } = startFeed('linear', link, [1]);
    await settle(5010);
    expect(lines.at(-1)).toBe('20:41:12.000  1 -  stale  L - - -  R - - -  last sample 5.0 s ago');
  });

  test('tells once that the store is down and once that it is back; ages go on growing meanwhile', async () => {
    const link = new MemoryLink();
    await link.store(1, 7);
    const { lines, storeChanges } = startFeed('linear', link, [1]);
    await settle(10);
    link.isDown = true;
    await settle(4000);
    expect(storeChanges).toEqual(['connection refused']);
    expect(lines.at(-1)).toContain('stale');
    link.isDown = false;
    await link.store(1, 9);
    await settle(1500);
    expect(storeChanges).toEqual(['connection refused', null]);
    expect(lines.at(-1)).toContain('live  L 9 9 9');
  });

  test('prints all patients that the store holds, also those that come later', async () => {
    const link = new MemoryLink();
    await link.store(4, 7);
    const { lines } = startFeed('linear', link, null);
    await settle(10);
    await link.store(9, 7);
    await settle(6000);
    expect(lines.some((line) => line.includes('  4 -  '))).toBe(true);
    expect(lines.some((line) => line.includes('  9 -  '))).toBe(true);
  });
});

describe('startJsonFeed', () => {
  const listValues = (lines: string[]) => lines.map((line) => JSON.parse(line).sensors?.[0]?.value ?? null);

  test('prints the newest sample at once, and then every sample once', async () => {
    const link = new MemoryLink();
    for (const value of [1, 2, 3]) await link.store(1, value, { at: `${1000 + value}.000` });
    const { lines, missed } = startFeed('json', link, [1]);
    await settle(10);
    expect(listValues(lines)).toEqual([3]);
    for (const value of [4, 5, 6]) await link.store(1, value, { at: `${1000 + value}.000` });
    await settle(3000);
    expect(listValues(lines)).toEqual([3, 4, 5, 6]);
    expect(lines.map((line) => JSON.parse(line).at)).toEqual(
      [1003, 1004, 1005, 1006].map((at) => new Date(at * 1000).toISOString()),
    );
    expect(missed).toEqual([]);
  });

  test('tells when samples were removed before they could be printed', async () => {
    const link = new MemoryLink();
    // So young that others may have come and gone unseen.
    const nowSeconds = Date.now() / 1000;
    await link.store(1, 1, { at: nowSeconds.toFixed(3) });
    const { lines, missed } = startFeed('json', link, [1]);
    await settle(10);
    await link.memory.trim(nowSeconds + 1);
    await link.store(1, 2, { at: (nowSeconds + 2).toFixed(3) });
    await settle(10);
    expect(listValues(lines)).toEqual([1, 2]);
    expect(missed).toEqual([1]);
  });

  test('reads as many samples as the figures need when they are closer together than was assumed', async () => {
    const [walk] = readWalks();
    const polls = { intervalSeconds: 0.1, missing: 0, jitter: 0 };
    const polled = pollWalk(walk ?? { rows: [] }, polls, seededRandom(1));
    const startSeconds = Date.now() / 1000 - (polled[599]?.atSeconds ?? 0);
    const entries = polled.map(({ atSeconds, sensors }) => ({
      timestamp: (startSeconds + atSeconds).toFixed(3),
      sensorsJson: JSON.stringify(sensors),
      anomalous: false,
    }));
    const link = new MemoryLink();
    await link.memory.write([{ patient: 3, entries: entries.slice(0, 600) }]);
    const { lines, missed } = startFeed('json', link, [3]);
    await settle(100);
    await link.memory.write([{ patient: 3, entries: entries.slice(600, 601) }]);
    await settle(1000);
    expect(Math.max(...link.reads.map(({ newest }) => newest))).toBeGreaterThanOrEqual(300);
    expect(lines).toHaveLength(2);
    expect(missed).toEqual([]);
    const gait = { state: 'walking', cadence: expect.any(Number) };
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ patient: 3, gait });
  });
});

describe('a patient who is not stored yet', () => {
  test('has a line of JSON for each sample, the first included', async () => {
    const link = new MemoryLink();
    const { lines, missed } = startFeed('json', link, [9]);
    await settle(10);
    expect(lines).toEqual([]);
    await link.store(9, 1);
    await settle(100);
    await link.store(9, 2);
    await settle(100);
    expect(lines.map((line) => JSON.parse(line).sensors[0].value)).toEqual([1, 2]);
    expect(missed).toEqual([]);
  });

  test('loses none of several samples that come at once, however many', async () => {
    const link = new MemoryLink();
    const { lines, missed } = startFeed('json', link, [9]);
    await settle(10);
    const entries = Array.from({ length: 700 }, (_, index) => ({
      timestamp: (1000 + index / 10).toFixed(3),
      sensorsJson: `[{"id":0,"value":${index},"anomaly":false}]`,
      anomalous: false,
    }));
    await link.memory.write([{ patient: 9, entries }]);
    await settle(1000);
    expect(lines).toHaveLength(700);
    expect(missed).toEqual([]);
  });

  test('loses none when the last sample left with the retention, and others come again', async () => {
    const link = new MemoryLink();
    const at = (ms = 0) => ((Date.now() + ms) / 1000).toFixed(3);
    await link.store(9, 1, { at: at(-60_000) });
    const { lines, missed } = startFeed('json', link, [9]);
    await settle(2000);
    await link.memory.trim(Date.now() / 1000 - 30);
    await settle(2000);
    expect(missed).toEqual([]);
    await link.store(9, 2, { at: at() });
    await settle(2000);
    expect(lines.map((line) => JSON.parse(line).sensors[0]?.value)).toEqual([1, 2]);
    expect(missed).toEqual([]);
  });

  test('but is told to have lost samples where they may have come and left unread', async () => {
    const link = new MemoryLink();
    await link.store(9, 1, { at: (Date.now() / 1000 - 60).toFixed(3) });
    const { missed } = startFeed('json', link, [9]);
    await settle(10);
    link.isDown = true;
    await settle(70_000);
    await link.memory.trim(Date.now() / 1000);
    link.isDown = false;
    await settle(2000);
    expect(missed).toEqual([9]);
  });
});

test('a closed feed prints nothing more, and leaves no timer', async () => {
  const link = new MemoryLink();
  await link.store(1, 7);
  const feeds = [startFeed('linear', link, [1]), startFeed('json', link, [1])];
  await settle(10);
  for (const feed of started.splice(0)) feed.close();
  await link.store(1, 8);
  await settle(10_000);
  expect(feeds.map(({ lines }) => lines.length)).toEqual([1, 1]);
  expect(vi.getTimerCount()).toBe(0);
});

describe('startSampleFeed', () => {
  test('hands over the first sample of a patient who was not stored at the first read', async () => {
    const link = new MemoryLink();
    const { values, missed } = recordValues(link);
    await settle(10);
    await link.store(1, 1);
    await settle(100);
    expect(values).toEqual([1]);
    expect(missed).toEqual([]);
  });

  function recordValues(link: MemoryLink) {
    const values: number[] = [];
    const missed: PatientId[] = [];
    const feed = startSampleFeed({
      ...{ store: link, patients: [1], nowMs: () => performance.now(), onStoreChange: () => {} },
      onSample: (_, { sensors }) => values.push(sensors[0]?.value ?? -1),
      onMissed: (patient) => missed.push(patient),
      onBug: (error) => {
        throw error;
      },
    });
    started.push(feed);
    return { values, missed };
  }

  test('hands over every sample that comes after the first read, in order', async () => {
    const link = new MemoryLink();
    await link.store(1, 1);
    const { values, missed } = recordValues(link);
    await settle(10);
    expect(values).toEqual([]);
    for (const value of [2, 3, 4]) {
      await settle(100);
      await link.store(1, value);
    }
    await settle(10);
    expect(values).toEqual([2, 3, 4]);
    expect(missed).toEqual([]);
  });

  test('hands over every sample, however many came while the store was down', async () => {
    const link = new MemoryLink();
    await link.store(1, 0, { at: '1000.000' });
    const { values, missed } = recordValues(link);
    await settle(10);
    link.isDown = true;
    for (let value = 1; value <= 500; value++) await link.store(1, value, { at: `${1000 + value}.000` });
    await settle(10);
    link.isDown = false;
    await settle(1000);
    expect(values).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(missed).toEqual([]);
  });

  test('tells when samples were removed before they could be handed over', async () => {
    const link = new MemoryLink();
    // So young that others may have come and gone unseen.
    const nowSeconds = Date.now() / 1000;
    await link.store(1, 1, { at: nowSeconds.toFixed(3) });
    const { values, missed } = recordValues(link);
    await settle(10);
    await link.memory.trim(nowSeconds + 1);
    await link.store(1, 2, { at: (nowSeconds + 2).toFixed(3) });
    await settle(10);
    expect(values).toEqual([2]);
    expect(missed).toEqual([1]);
  });
});

test("ages are taken from the store's clock, however far off the reader's is", async () => {
  const offsetMs = 3_600_000;
  const store = new MemoryStore(() => Date.now() - offsetMs);
  const timestamp = ((Date.now() - offsetMs) / 1000).toFixed(3);
  const sensorsJson = JSON.stringify([{ anomaly: false, id: 0, value: 7 }]);
  await store.write([{ patient: 1, entries: [{ timestamp, sensorsJson, anomalous: false }] }]);
  const json = startFeed('json', store, [1]);
  const linear = startFeed('linear', store, [1]);
  await settle(1010);
  expect(JSON.parse(json.lines[0] ?? '')).toMatchObject({ state: 'live', ageSeconds: 0 });
  expect(linear.lines).toEqual(Array(2).fill('19:41:07.000  1 -  live  L 7 - -  R - - -'));
});

test('hidden names are a dash in a line, and null in JSON', async () => {
  const link = new MemoryLink();
  await link.store(2, 7);
  await link.memory.write([{ patient: 2, entries: [], profile: exampleProfile(2) }]);
  const shown = [startFeed('linear', link, [2]), startFeed('json', link, [2])].map(({ lines }) => lines);
  const hidden = [
    startFeed('linear', link, [2], { isPrivate: true }),
    startFeed('json', link, [2], { isPrivate: true }),
  ].map(({ lines }) => lines);
  await settle(10);
  for (const lines of shown) expect(lines.join()).toContain('Nowak');
  for (const lines of hidden) expect(lines.join()).not.toMatch(/Nowak|El|1976|"ela"/);
  expect(hidden[0]).toEqual(['20:41:07.000  2 -  live  L 7 7 7  R 7 7 7']);
  expect(JSON.parse(hidden[1]?.[0] ?? '')).toMatchObject({
    ...{ patient: 2, firstname: null, lastname: null, birthdate: null, disabled: false },
    trace: { id: exampleProfile(2).traceId, name: null },
  });
});
