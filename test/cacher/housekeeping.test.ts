import { describe, expect, test, vi } from 'vitest';
import { type HousekeepingOptions, startHousekeeping } from '../../src/cacher/housekeeping.ts';
import type { Shard } from '../../src/core/shard.ts';
import { StoreUnavailable, type StoreWriter, type TrimOutcome } from '../../src/store/store.ts';
import { useFakeTime } from './fake-time.ts';
import { createRecordingLog } from './recording-log.ts';

/** Housekeeping on a store whose trims and clock the test decides. */
function startOn(
  store: Partial<StoreWriter>,
  options: Partial<Pick<HousekeepingOptions, 'cleanupIntervalMs' | 'wallMs' | 'patients' | 'shard'>> = {},
) {
  useFakeTime();
  const log = createRecordingLog();
  const bugs: unknown[] = [];
  const onHeartbeat = vi.fn();
  const housekeeping = startHousekeeping({
    store: {
      write: async () => [],
      holders: async () => new Map(),
      acquire: async (patients) => patients,
      release: async () => {},
      trim: async () => ({ trimmed: 0, refused: [] }),
      nowSeconds: async () => Date.now() / 1000,
      ...store,
    },
    retentionMs: 2000,
    cleanupIntervalMs: 1000,
    patients: () => [1, 2],
    nowMs: () => performance.now(),
    wallMs: Date.now,
    log,
    onHeartbeat,
    onTrimmed: () => {},
    onBug: (error) => bugs.push(error),
    ...options,
  });
  return { housekeeping, log, bugs, onHeartbeat };
}

describe('startHousekeeping', () => {
  test('removes what is older than the retention, at once and at the cleanup interval, and counts it', async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => ({ trimmed: 4, refused: [] }));
    const { housekeeping } = startOn({ trim });
    const startSeconds = Date.now() / 1000;
    await vi.advanceTimersByTimeAsync(3000);
    expect(trim.mock.calls).toEqual([
      [startSeconds - 2],
      [startSeconds - 1],
      [startSeconds],
      [startSeconds + 1],
    ]);
    expect(await housekeeping.stop()).toBe(16);
  });

  test('removes of its own patients where there are several shards, whoever they are just now', async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => ({ trimmed: 0, refused: [] }));
    let patients = [2, 5];
    let shard: Shard | null = { index: 2, count: 5 };
    const { housekeeping } = startOn({ trim }, { patients: () => patients, shard: () => shard });
    const whose = () => trim.mock.calls.map(([, share]: unknown[]) => share ?? 'everybody');
    await vi.advanceTimersByTimeAsync(1000);
    patients = [2, 7];
    shard = { index: 2, count: 6 };
    await vi.advanceTimersByTimeAsync(1000);
    shard = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(whose()).toEqual([[2, 5], [2, 5], [2, 7], 'everybody']);
    await housekeeping.stop();
  });

  test('removes of everybody in the first of several shards, at once and every hour', async () => {
    const MINUTE_MS = 60_000;
    let isDown = true;
    const trim = vi.fn(async (_before: number, _share?: readonly number[]): Promise<TrimOutcome> => {
      if (isDown) throw new StoreUnavailable('connection refused');
      return { trimmed: 0, refused: [] };
    });
    const options = { cleanupIntervalMs: MINUTE_MS, shard: () => ({ index: 1, count: 5 }) };
    const { housekeeping } = startOn({ trim }, options);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    isDown = false;
    await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
    const sweeps = trim.mock.calls.flatMap(([, share], minute) => (share === undefined ? [minute] : []));
    // While the store was away nothing was removed: again until it was.
    expect(sweeps).toEqual([0, 1, 2, 62]);
    expect(trim.mock.calls[3]?.[1]).toEqual([1, 2]);
    await housekeeping.stop();
  });

  test('says of a refused patient whom it did not ask for again nothing new', async () => {
    const trim = async (_before: number, share?: readonly number[]): Promise<TrimOutcome> => ({
      trimmed: 0,
      refused: share === undefined ? [{ patient: 9, reason: 'wrong type' }] : [],
    });
    const { housekeeping, log } = startOn(
      { trim },
      { cleanupIntervalMs: 60_000, shard: () => ({ index: 1, count: 5 }) },
    );
    await vi.advanceTimersByTimeAsync(130 * 60_000);
    expect(log.lines).toEqual(['error old samples cannot be removed {"patient":9,"reason":"wrong type"}']);
    await housekeeping.stop();
  });

  test("tells what is old by the store's clock, whatever its own says", async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => ({ trimmed: 0, refused: [] }));
    const { housekeeping } = startOn({ trim, nowSeconds: async () => 5000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(trim.mock.calls).toEqual([[4998]]);
    await housekeeping.stop();
  });

  test('removes nothing early when a clock steps, the own or the store’s, forward or back', async () => {
    for (const [wallStepMs, storeStepMs] of [
      [3_600_000, 0],
      [-3_600_000, 0],
      [0, 3_600_000],
      [0, -3_600_000],
    ] as const) {
      const trim = vi.fn(async (_: number): Promise<TrimOutcome> => ({ trimmed: 0, refused: [] }));
      let stepped = 0;
      const wallMs = () => Date.now() + stepped * wallStepMs;
      const nowSeconds = async () => (Date.now() + stepped * storeStepMs) / 1000;
      const { housekeeping } = startOn({ trim, nowSeconds }, { wallMs });
      await vi.advanceTimersByTimeAsync(10_500);
      const offsets = [housekeeping.clockOffsetMs ?? 0];
      const stampedMs = [wallMs()];
      stepped = 1;
      stampedMs.push(wallMs());
      await vi.advanceTimersByTimeAsync(1000);
      offsets.push(housekeeping.clockOffsetMs ?? 0);
      // What was stamped just before the step, or just after, is not old; whichever offset the records tell.
      const [before = 0] = trim.mock.calls.at(-1) ?? [];
      for (const offsetMs of offsets)
        expect(before * 1000 + offsetMs).toBeLessThanOrEqual(Math.min(...stampedMs));
      await vi.advanceTimersByTimeAsync(10_000);
      const [later = 0] = trim.mock.calls.at(-1) ?? [];
      // And when nothing of before the step is left, all that is old goes.
      expect(wallMs() / 1000 - later - (housekeeping.clockOffsetMs ?? 0) / 1000).toBeLessThanOrEqual(3);
      await housekeeping.stop();
      vi.useRealTimers();
    }
  });

  test('begins no cleanup while one is under way, and waits for it at the end', async () => {
    let finish: (outcome: TrimOutcome) => void = () => {};
    const trim = vi.fn(
      () =>
        new Promise<TrimOutcome>((resolve) => {
          finish = resolve;
        }),
    );
    const { housekeeping } = startOn({ trim });
    await vi.advanceTimersByTimeAsync(5000);
    expect(trim).toHaveBeenCalledTimes(1);
    const stopped = housekeeping.stop();
    finish({ trimmed: 7, refused: [] });
    expect(await stopped).toBe(7);
  });

  test('says once for which patient old samples cannot be removed, and why', async () => {
    const trim = async () => ({ trimmed: 0, refused: [{ patient: 4, reason: 'wrong type' }] });
    const { housekeeping, log } = startOn({ trim });
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.lines).toEqual(['error old samples cannot be removed {"patient":4,"reason":"wrong type"}']);
    await housekeeping.stop();
  });

  test('goes on when the store is away for a while, and says nothing of it', async () => {
    let isDown = true;
    const away = async () => {
      if (isDown) throw new StoreUnavailable('connection refused');
    };
    const { housekeeping, log, bugs } = startOn({
      trim: () => away().then(() => ({ trimmed: 3, refused: [] })),
      nowSeconds: () => away().then(() => Date.now() / 1000),
    });
    await vi.advanceTimersByTimeAsync(9500);
    expect(housekeeping.clockOffsetMs).toBeNull();
    isDown = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(housekeeping.clockOffsetMs).toBe(0);
    expect(await housekeeping.stop()).toBe(3);
    expect([...log.lines, ...bugs]).toEqual([]);
  });

  test('hands on what is no absence of the store as a bug, and goes on', async () => {
    const trim = vi.fn(async (): Promise<TrimOutcome> => {
      throw new TypeError('not a function');
    });
    const { housekeeping, bugs } = startOn({ trim });
    await vi.advanceTimersByTimeAsync(1000);
    expect(bugs).toEqual([expect.any(TypeError), expect.any(TypeError)]);
    await housekeeping.stop();
  });

  test('measures the clock against the store, half of the way there and back taken off', async () => {
    const nowSeconds = async () => {
      const askedMs = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return (askedMs + 50 - 1700) / 1000;
    };
    const { housekeeping } = startOn({ nowSeconds });
    expect(housekeeping.clockOffsetMs).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(housekeeping.clockOffsetMs).toBe(1700);
    await housekeeping.stop();
  });

  test('measures the clock again every ten seconds', async () => {
    let storeIsBehindMs = 0;
    const nowSeconds = async () => (Date.now() - storeIsBehindMs) / 1000;
    const { housekeeping } = startOn({ nowSeconds }, { cleanupIntervalMs: 60_000 });
    await vi.advanceTimersByTimeAsync(1);
    storeIsBehindMs = 3000;
    await vi.advanceTimersByTimeAsync(9998);
    expect(housekeeping.clockOffsetMs).toBe(0);
    await vi.advanceTimersByTimeAsync(2);
    expect(housekeeping.clockOffsetMs).toBe(3000);
    await housekeeping.stop();
  });

  test('gives signs of life four times a second, none after the end', async () => {
    const { housekeeping, onHeartbeat } = startOn({});
    await vi.advanceTimersByTimeAsync(5000);
    await housekeeping.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(onHeartbeat).toHaveBeenCalledTimes(20);
    expect(vi.getTimerCount()).toBe(0);
  });
});
