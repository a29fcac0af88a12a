import { describe, expect, test, vi } from 'vitest';
import { ClockOffset } from '../../src/cacher/clock-offset.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { useFakeTime } from './fake-time.ts';

/** Compares the fake clock with that of a store, over a window of three seconds. */
function createTestClockOffset(nowSeconds: () => Promise<number>, wallMs = () => Date.now()) {
  useFakeTime();
  const bugs: unknown[] = [];
  const clockOffset = new ClockOffset({
    store: { nowSeconds },
    windowMs: 3000,
    nowMs: () => performance.now(),
    wallMs,
    onBug: (error) => bugs.push(error),
  });
  return { clockOffset, bugs };
}

describe('ClockOffset', () => {
  test('takes off half of the round trip', async () => {
    const { clockOffset } = createTestClockOffset(async () => {
      const askedMs = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return (askedMs + 50 - 1700) / 1000;
    });
    expect(clockOffset.currentMs).toBeNull();
    const comparison = clockOffset.compare();
    await vi.advanceTimersByTimeAsync(100);
    await comparison;
    expect(clockOffset.currentMs).toBe(1700);
    clockOffset.stop();
  });

  test('compares the clocks again every ten seconds, until it is stopped', async () => {
    let storeIsBehindMs = 0;
    const { clockOffset } = createTestClockOffset(async () => (Date.now() - storeIsBehindMs) / 1000);
    await clockOffset.compare();
    storeIsBehindMs = 3000;
    await vi.advanceTimersByTimeAsync(9999);
    expect(clockOffset.currentMs).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(clockOffset.currentMs).toBe(3000);
    clockOffset.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('says how far the clocks stepped, until the step is older than the window', async () => {
    let stepMs = 0;
    const { clockOffset } = createTestClockOffset(
      async () => Date.now() / 1000,
      () => Date.now() + stepMs,
    );
    const steps: number[] = [];
    for (const wallStepMs of [0, 0, 500, -200, -200, -200, -200, -200]) {
      stepMs = wallStepMs;
      steps.push((await clockOffset.compare()).steppedMs);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(steps).toEqual([0, 0, 500, 700, 700, 700, 0, 0]);
    clockOffset.stop();
  });

  test('rejects when the store is down, keeps the last offset, and reports no bug', async () => {
    let isDown = false;
    const { clockOffset, bugs } = createTestClockOffset(async () => {
      if (isDown) throw new StoreUnavailable('connection refused');
      return Date.now() / 1000 - 5;
    });
    await clockOffset.compare();
    isDown = true;
    await expect(clockOffset.compare()).rejects.toThrow(StoreUnavailable);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(clockOffset.currentMs).toBe(5000);
    expect(bugs).toEqual([]);
    clockOffset.stop();
  });

  test('reports any other error as a bug', async () => {
    const { clockOffset, bugs } = createTestClockOffset(async () => {
      throw new TypeError('not a function');
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(bugs).toEqual([expect.any(TypeError)]);
    clockOffset.stop();
  });
});
