import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import type { PatientId } from '../../src/core/patient.ts';
import { seededRandom } from '../../src/core/random.ts';
import { type Feed, startSpokenFeed } from '../../src/reader/store-feeds.ts';
import { MemoryLink } from '../tui/memory-link.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T20:41:07.000Z') });
});
let feed: Feed | null = null;
afterEach(() => {
  feed?.close();
  vi.useRealTimers();
});

/** What is said, each line with how many seconds after the start. */
function listen(link: MemoryLink, patients: readonly PatientId[] | null) {
  const lines: { readonly atSeconds: number; readonly line: string }[] = [];
  const startMs = performance.now();
  feed = startSpokenFeed({
    store: link,
    patients,
    nowMs: () => performance.now(),
    zoneOffsetMinutes: () => 0,
    print: (line) => lines.push({ atSeconds: (performance.now() - startMs) / 1000, line }),
    onStoreChange: () => {},
    onMissed: () => {},
    onBug: (error) => {
      throw error;
    },
  });
  return { lines, texts: () => lines.map(({ line }) => line) };
}

/** Stores a sample of each patient every 0.3 s. */
async function live(link: MemoryLink, seconds: number, patients: readonly PatientId[], flagged = false) {
  for (let elapsed = 0; elapsed < seconds; elapsed += 0.3) {
    for (const patient of patients) await link.store(patient, 700, { anomalous: flagged });
    await vi.advanceTimersByTimeAsync(300);
  }
}

describe('what who listens is told', () => {
  test('begins with the mode, and tells patients of one state in one sentence', async () => {
    const link = new MemoryLink();
    for (const patient of [1, 2, 3]) await link.store(patient, 700);
    const { texts } = listen(link, [1, 2, 3, 9]);
    await live(link, 1, [1, 2, 3]);
    expect(texts()).toEqual([
      'footwatch, live mode.',
      'Patients 1 to 3: live.',
      'Patient 9: never seen, the store has no data.',
    ]);
  });

  test('tells within a second that a patient is stale, and that it is live again', async () => {
    const link = new MemoryLink();
    await link.store(1, 700);
    const { lines, texts } = listen(link, [1]);
    await live(link, 1, [1]);
    const stoppedAt = lines.at(-1)?.atSeconds ?? 0;
    await vi.advanceTimersByTimeAsync(5000);
    const stale = lines.find(({ line }) => line.includes('stale'));
    expect(stale?.line).toBe('Patient 1: stale, no new samples, last sample 2 seconds ago.');
    expect((stale?.atSeconds ?? 0) - stoppedAt).toBeLessThan(1 + 2 + 1);
    await live(link, 1, [1]);
    expect(texts().at(-1)).toBe('Patient 1: live.');
  });

  test('tells each anomaly within a second: its place, who flagged it, when it began, and how long it lasted', async () => {
    const link = new MemoryLink();
    await link.store(1, 700);
    const { lines, texts } = listen(link, [1]);
    await live(link, 1.2, [1]);
    await live(link, 3, [1], true);
    const told = lines.find(({ line }) => line.includes('anomaly'));
    expect(told?.line).toBe('Patient 1: anomaly, left medial forefoot, flagged by the API, at 20:41:08.');
    expect(told?.atSeconds).toBeLessThan(1.2 + 1);
    await live(link, 4, [1]);
    expect(texts().filter((line) => line.includes('anomaly'))).toEqual([
      told?.line,
      'Patient 1: anomaly ended after 3 seconds.',
    ]);
  });

  test('says at most two lines a minute while nothing changes, with the time', async () => {
    const link = new MemoryLink();
    for (const patient of [1, 2]) await link.store(patient, 700);
    const { lines, texts } = listen(link, [1, 2]);
    await live(link, 15, [1, 2]);
    const before = lines.length;
    await live(link, 300, [1, 2]);
    expect(lines.length - before).toBeLessThanOrEqual(10);
    expect(lines.length - before).toBeGreaterThanOrEqual(9);
    expect(texts().at(-1)).toMatch(
      /^No change at 20:4\d:\d\d\. Patients 1 and 2: live, standing, 50 percent of the load on the left foot\.$/,
    );
  });

  test('tells that somebody walks, and how fast', async () => {
    const link = new MemoryLink();
    const [walk] = readWalks();
    const polls = { intervalSeconds: 0.3, missing: 0, jitter: 0 };
    const { texts } = listen(link, [1]);
    for (const sample of pollWalk(walk ?? { rows: [] }, polls, seededRandom(1)).slice(0, 80)) {
      const sensorsJson = JSON.stringify(sample.sensors);
      const timestamp = (Date.now() / 1000).toFixed(3);
      await link.memory.write([{ patient: 1, entries: [{ timestamp, sensorsJson, anomalous: false }] }]);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(texts().find((line) => line.includes('walking'))).toMatch(
      /^Patient 1: walking(, \d+ steps a minute)?, \d+ percent of the load on the left foot\.$/,
    );
  });

  test('tells once that the store does not answer, and once that it does again', async () => {
    const link = new MemoryLink();
    await link.store(1, 700);
    const { texts } = listen(link, [1]);
    await live(link, 1, [1]);
    link.isDown = true;
    await vi.advanceTimersByTimeAsync(10_000);
    link.isDown = false;
    await live(link, 2, [1]);
    expect(texts().filter((line) => line.includes('store'))).toEqual([
      'The store does not answer: connection refused.',
      'The store answers again.',
    ]);
  });

  test('uses no character that a screen reader would spell or skip, and no name', async () => {
    const link = new MemoryLink();
    await link.store(1, 700);
    const { texts } = listen(link, null);
    await live(link, 40, [1], true);
    expect(texts().join('')).toMatch(/^[\w ,.:-]+$/);
  });
});
