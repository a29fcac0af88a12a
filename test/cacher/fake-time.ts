import { onTestFinished, vi } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';

/** Fake timers, and the monotonic and the wall clock with them, until the test is over. */
export function useFakeTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
    now: new Date('2026-11-23T20:41:07.312Z'),
  });
  onTestFinished(() => void vi.useRealTimers());
}

/** The monotonic clock as timers of a real process find it: up to two milliseconds late, each time others. */
export function createLateClock(seed: number): () => number {
  const random = seededRandom(seed);
  return () => performance.now() + 2 * random();
}
