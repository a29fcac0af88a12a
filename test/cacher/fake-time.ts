import { onTestFinished, vi } from 'vitest';

/** Fake timers, and the monotonic and the wall clock with them, until the test is over. */
export function fakeTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
    now: new Date('2026-11-23T20:41:07.312Z'),
  });
  onTestFinished(() => void vi.useRealTimers());
}
