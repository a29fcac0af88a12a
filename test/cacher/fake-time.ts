import { onTestFinished, vi } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';

/** Fakes timers, the monotonic clock and the wall clock until the end of the test. */
export function useFakeTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
    now: new Date('2026-11-23T20:41:07.312Z'),
  });
  onTestFinished(() => void vi.useRealTimers());
}

/** Creates a monotonic clock that is up to two milliseconds late at each reading, as timers of a real process are. */
export function createLateClock(seed: number): () => number {
  const random = seededRandom(seed);
  return () => performance.now() + 2 * random();
}
