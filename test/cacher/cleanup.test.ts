import { describe, expect, test, vi } from 'vitest';
import { type CleanupOptions, startCleanup } from '../../src/cacher/cleanup.ts';
import { ClockOffset } from '../../src/cacher/clock-offset.ts';
import type { Shard } from '../../src/core/shard.ts';
import { StoreUnavailable, type StoreWriter, type TrimOutcome } from '../../src/store/store.ts';
import { useFakeTime } from './fake-time.ts';
import { createRecordingLog } from './recording-log.ts';

const MINUTE_MS = 60_000;

/** Starts a cleanup of samples older than two seconds, on a store whose trims and clock the test decides. */
function startTestCleanup(
  store: Partial<Pick<StoreWriter, 'trim' | 'nowSeconds'>>,
  options: Partial<Pick<CleanupOptions, 'cleanupIntervalMs' | 'patients' | 'shard'>> & {
    wallMs?: () => number;
  } = {},
) {
  useFakeTime();
  const log = createRecordingLog();
  const bugs: unknown[] = [];
  const trimmed: number[] = [];
  const { wallMs = Date.now, ...others } = options;
  const common = {
    store: {
      trim: async () => ({ trimmed: 0, refused: [] }),
      nowSeconds: async () => Date.now() / 1000,
      ...store,
    },
    nowMs: () => performance.now(),
    onBug: (error: unknown) => bugs.push(error),
  };
  const clockOffset = new ClockOffset({ ...common, wallMs, windowMs: 3000 });
  const cleanup = startCleanup({
    ...common,
    clockOffset,
    retentionMs: 2000,
    cleanupIntervalMs: 1000,
    patients: () => [1, 2],
    log,
    onTrimmed: (samples) => trimmed.push(samples),
    ...others,
  });
  const stop = () => {
    clockOffset.stop();
    return cleanup.stop();
  };
  return { clockOffset, stop, log, bugs, trimmed };
}

describe('startCleanup', () => {
  test('removes what is older than the retention, at once and at every interval, and reports how much', async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => ({ trimmed: 4, refused: [] }));
    const { stop, trimmed } = startTestCleanup({ trim });
    const startSeconds = Date.now() / 1000;
    await vi.advanceTimersByTimeAsync(3000);
    expect(trim.mock.calls).toEqual([
      [startSeconds - 2],
      [startSeconds - 1],
      [startSeconds],
      [startSeconds + 1],
    ]);
    await stop();
    expect(trimmed).toEqual([4, 4, 4, 4]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(trim).toHaveBeenCalledTimes(4);
  });

  test('cleans up the patients of its shard, as they are at each cleanup', async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => ({ trimmed: 0, refused: [] }));
    let patients = [2, 5];
    let shard: Shard | null = { index: 2, count: 5 };
    const { stop } = startTestCleanup({ trim }, { patients: () => patients, shard: () => shard });
    await vi.advanceTimersByTimeAsync(1000);
    patients = [2, 7];
    shard = { index: 2, count: 6 };
    await vi.advanceTimersByTimeAsync(1000);
    shard = null;
    await vi.advanceTimersByTimeAsync(1000);
    const cleaned = trim.mock.calls.map(([, listed]: unknown[]) => listed ?? 'all');
    expect(cleaned).toEqual([[2, 5], [2, 5], [2, 7], 'all']);
    await stop();
  });

  test('cleans up all patients in the first of several shards, at once and then every hour', async () => {
    let isDown = true;
    const trim = vi.fn(async (_before: number, _patients?: readonly number[]): Promise<TrimOutcome> => {
      if (isDown) throw new StoreUnavailable('connection refused');
      return { trimmed: 0, refused: [] };
    });
    const options = { cleanupIntervalMs: MINUTE_MS, shard: () => ({ index: 1, count: 5 }) };
    const { stop } = startTestCleanup({ trim }, options);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    isDown = false;
    await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
    const sweeps = trim.mock.calls.flatMap(([, listed], minute) => (listed === undefined ? [minute] : []));
    // The first two tries met a store that was down, so they do not count.
    expect(sweeps).toEqual([0, 1, 2, 62]);
    expect(trim.mock.calls[3]?.[1]).toEqual([1, 2]);
    await stop();
  });

  test('cleans up the patients of this cacher where the store cannot be searched, and says so once', async () => {
    const trim = vi.fn(async (_: number, patients?: readonly number[]): Promise<TrimOutcome> => {
      if (patients === undefined) throw new StoreUnavailable('unknown command SCAN');
      return { trimmed: 4, refused: [] };
    });
    const { stop, log, trimmed } = startTestCleanup({ trim });
    await vi.advanceTimersByTimeAsync(2000);
    await stop();
    expect(trimmed).toEqual([4, 4, 4]);
    expect(trim.mock.calls.map(([, patients]) => patients)).toContainEqual([1, 2]);
    expect(log.lines).toEqual([
      'error only the patients of this cacher are cleaned up, and others in the store grow old {"reason":"unknown command SCAN"}',
    ]);
  });

  test('logs a refused patient once, also when cleanups in between leave that patient out', async () => {
    const trim = async (_before: number, patients?: readonly number[]): Promise<TrimOutcome> => ({
      trimmed: 0,
      refused: patients === undefined ? [{ patient: 9, reason: 'wrong type' }] : [],
    });
    const options = { cleanupIntervalMs: MINUTE_MS, shard: () => ({ index: 1, count: 5 }) };
    const { stop, log } = startTestCleanup({ trim }, options);
    await vi.advanceTimersByTimeAsync(130 * MINUTE_MS);
    expect(log.lines).toEqual(['error old samples cannot be removed {"patient":9,"reason":"wrong type"}']);
    await stop();
  });

  test("goes by the store's clock, whatever its own says", async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => ({ trimmed: 0, refused: [] }));
    const { stop } = startTestCleanup({ trim, nowSeconds: async () => 5000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(trim.mock.calls).toEqual([[4998]]);
    await stop();
  });

  test.each([
    ["the cacher's clock steps forward", 3_600_000, 0],
    ["the cacher's clock steps back", -3_600_000, 0],
    ["the store's clock steps forward", 0, 3_600_000],
    ["the store's clock steps back", 0, -3_600_000],
  ])('removes nothing too early when %s', async (_, wallStepMs, storeStepMs) => {
    const trim = vi.fn(async (_before: number): Promise<TrimOutcome> => ({ trimmed: 0, refused: [] }));
    let steps = 0;
    const wallMs = () => Date.now() + steps * wallStepMs;
    const nowSeconds = async () => (Date.now() + steps * storeStepMs) / 1000;
    const { stop, clockOffset } = startTestCleanup({ trim, nowSeconds }, { wallMs });
    await vi.advanceTimersByTimeAsync(10_500);
    const offsets = [clockOffset.currentMs ?? 0];
    const stampedMs = [wallMs()];
    steps = 1;
    stampedMs.push(wallMs());
    await vi.advanceTimersByTimeAsync(1000);
    offsets.push(clockOffset.currentMs ?? 0);
    // Samples stamped just before or after the step stay, whichever of the two offsets the health record holds.
    const [before = 0] = trim.mock.calls.at(-1) ?? [];
    for (const offsetMs of offsets)
      expect(before * 1000 + offsetMs).toBeLessThanOrEqual(Math.min(...stampedMs));
    await vi.advanceTimersByTimeAsync(10_000);
    const [later = 0] = trim.mock.calls.at(-1) ?? [];
    // Once every sample from before the step is old, the retention is kept exactly again.
    expect(wallMs() / 1000 - later - (clockOffset.currentMs ?? 0) / 1000).toBeLessThanOrEqual(3);
    await stop();
  });

  test('never runs twice at once, and waits for a running cleanup when it stops', async () => {
    let finish: (outcome: TrimOutcome) => void = () => {};
    const trim = vi.fn(
      () =>
        new Promise<TrimOutcome>((resolve) => {
          finish = resolve;
        }),
    );
    const { stop, trimmed } = startTestCleanup({ trim });
    await vi.advanceTimersByTimeAsync(5000);
    expect(trim).toHaveBeenCalledTimes(1);
    const stopped = stop();
    finish({ trimmed: 7, refused: [] });
    await stopped;
    expect(trimmed).toEqual([7]);
  });

  test('logs once for which patient old samples cannot be removed, and why', async () => {
    const trim = async () => ({ trimmed: 0, refused: [{ patient: 4, reason: 'wrong type' }] });
    const { stop, log } = startTestCleanup({ trim });
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.lines).toEqual(['error old samples cannot be removed {"patient":4,"reason":"wrong type"}']);
    await stop();
  });

  test('goes on silently after a store that was down', async () => {
    let isDown = true;
    const checkUp = async () => {
      if (isDown) throw new StoreUnavailable('connection refused');
    };
    const { stop, clockOffset, log, bugs, trimmed } = startTestCleanup({
      trim: () => checkUp().then(() => ({ trimmed: 3, refused: [] })),
      nowSeconds: () => checkUp().then(() => Date.now() / 1000),
    });
    await vi.advanceTimersByTimeAsync(9500);
    expect(clockOffset.currentMs).toBeNull();
    isDown = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(clockOffset.currentMs).toBe(0);
    await stop();
    expect(trimmed).toEqual([3]);
    expect([...log.lines, ...bugs]).toEqual([]);
  });

  test('reports any other error as a bug, and goes on', async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => {
      throw new TypeError('not a function');
    });
    const { stop, bugs } = startTestCleanup({ trim });
    await vi.advanceTimersByTimeAsync(1000);
    expect(bugs).toEqual([expect.any(TypeError), expect.any(TypeError)]);
    await stop();
  });
});
