import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import type { PatientId } from '../../src/core/patient.ts';
import { seededRandom } from '../../src/core/random.ts';
import {
  type Feed,
  type PrintOptions,
  startJsonFeed,
  startLinearFeed,
} from '../../src/reader/store-feeds.ts';
import { exampleProfile } from '../tui/example-model.ts';
import { MemoryLink } from '../tui/memory-link.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T20:41:07.000Z') });
});
const started: Feed[] = [];
afterEach(() => {
  for (const follower of started.splice(0)) follower.close();
  vi.useRealTimers();
});

function feedOf(
  kind: 'linear' | 'json',
  link: MemoryLink,
  patients: readonly PatientId[] | null,
  more: Partial<PrintOptions> = {},
) {
  const lines: string[] = [];
  const changes: (string | null)[] = [];
  const missed: PatientId[] = [];
  const options: PrintOptions = {
    store: link,
    patients,
    nowMs: () => performance.now(),
    print: (line) => lines.push(line),
    onStoreChange: (reason) => changes.push(reason),
    onMissed: (patient) => missed.push(patient),
    onBug: (error) => {
      throw error;
    },
    ...more,
  };
  started.push(
    kind === 'json' ? startJsonFeed(options) : startLinearFeed({ ...options, zoneOffsetMinutes: () => 0 }),
  );
  return { lines, changes, missed };
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('startLinearFeed', () => {
  test('prints a line at once, and then one a second and patient', async () => {
    const link = new MemoryLink();
    await link.store(1, 7);
    await link.store(2, 8);
    const { lines } = feedOf('linear', link, [1, 2]);
    await settle(10);
    expect(lines).toEqual([
      '20:41:07.000  1 -  live  L 7 7 7  R 7 7 7',
      '20:41:07.000  2 -  live  L 8 8 8  R 8 8 8',
    ]);
    await settle(3000);
    expect(lines).toHaveLength(8);
  });

  test('shows the readings of nobody whose newest sample is old', async () => {
    const link = new MemoryLink();
    await link.store(1, 7);
    const { lines } = feedOf('linear', link, [1]);
    await settle(5010);
    expect(lines.at(-1)).toBe('20:41:12.000  1 -  stale  L - - -  R - - -  last sample 5.0 s ago');
  });

  test('says once that the store is away, goes on, and ages go on with it', async () => {
    const link = new MemoryLink();
    await link.store(1, 7);
    const { lines, changes } = feedOf('linear', link, [1]);
    await settle(10);
    link.isDown = true;
    await settle(4000);
    expect(changes).toEqual(['connection refused']);
    expect(lines.at(-1)).toContain('stale');
    link.isDown = false;
    await link.store(1, 9);
    await settle(1500);
    expect(changes).toEqual(['connection refused', null]);
    expect(lines.at(-1)).toContain('live  L 9 9 9');
  });

  test('takes the patients that the store holds, also those that come later', async () => {
    const link = new MemoryLink();
    await link.store(4, 7);
    const { lines } = feedOf('linear', link, null);
    await settle(10);
    await link.store(9, 7);
    await settle(6000);
    expect(lines.some((line) => line.includes('  4 -  '))).toBe(true);
    expect(lines.some((line) => line.includes('  9 -  '))).toBe(true);
  });
});

describe('startJsonFeed', () => {
  const valuesOf = (lines: string[]) => lines.map((line) => JSON.parse(line).sensors?.[0]?.value ?? null);

  test('prints the newest sample at once, and each that follows once', async () => {
    const link = new MemoryLink();
    for (const value of [1, 2, 3]) await link.store(1, value, { at: `${1000 + value}.000` });
    const { lines, missed } = feedOf('json', link, [1]);
    await settle(10);
    expect(valuesOf(lines)).toEqual([3]);
    for (const value of [4, 5, 6]) await link.store(1, value, { at: `${1000 + value}.000` });
    await settle(3000);
    expect(valuesOf(lines)).toEqual([3, 4, 5, 6]);
    expect(lines.map((line) => JSON.parse(line).at)).toEqual(
      [1003, 1004, 1005, 1006].map((at) => new Date(at * 1000).toISOString()),
    );
    expect(missed).toEqual([]);
  });

  test('tells when samples were removed before they could be printed', async () => {
    const link = new MemoryLink();
    await link.store(1, 1, { at: '1000.000' });
    const { lines, missed } = feedOf('json', link, [1]);
    await settle(10);
    await link.memory.trim(2000);
    await link.store(1, 2, { at: '3000.000' });
    await settle(10);
    expect(valuesOf(lines)).toEqual([1, 2]);
    expect(missed).toEqual([1]);
  });

  test('reads as much as the figures look at, when samples are closer than was assumed', async () => {
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
    const { lines, missed } = feedOf('json', link, [3]);
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

test('names are hidden where that is asked for: a dash in a line, null in JSON', async () => {
  const link = new MemoryLink();
  await link.store(2, 7);
  await link.memory.write([{ patient: 2, entries: [], profile: exampleProfile(2) }]);
  const shown = [feedOf('linear', link, [2]), feedOf('json', link, [2])].map(({ lines }) => lines);
  const hidden = [
    feedOf('linear', link, [2], { isPrivate: true }),
    feedOf('json', link, [2], { isPrivate: true }),
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
