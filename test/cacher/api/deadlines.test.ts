import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline, Deadlines } from '../../../src/cacher/api/deadlines.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class Expected extends Deadline {
  expiredAtMs: number | null = null;

  override expire(): void {
    this.expiredAtMs = performance.now();
  }
}

test('each deadline expires at its time, and one that was cancelled never, in whatever order', () => {
  const step = fc.record({ waitMs: fc.nat(120), cancelled: fc.nat(10), isSet: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const deadlines = new Deadlines(100);
      const all: { deadline: Expected; setAtMs: number; isCancelled: boolean }[] = [];
      for (const { waitMs, cancelled, isSet } of steps) {
        vi.advanceTimersByTime(waitMs);
        const chosen = all.at(-1 - cancelled);
        if (isSet) {
          all.push({ deadline: new Expected(), setAtMs: performance.now(), isCancelled: false });
          deadlines.set((all.at(-1) as (typeof all)[number]).deadline);
        } else if (chosen && !chosen.isCancelled && chosen.deadline.expiredAtMs === null) {
          deadlines.cancel(chosen.deadline);
          chosen.isCancelled = true;
        }
      }
      vi.advanceTimersByTime(1000);
      for (const { deadline, setAtMs, isCancelled } of all) {
        if (isCancelled) expect(deadline.expiredAtMs).toBeNull();
        else expect(Math.abs((deadline.expiredAtMs ?? 0) - setAtMs - 100)).toBeLessThanOrEqual(1);
        expect([deadline.next, deadline.previous]).toEqual([null, null]);
      }
      expect(deadlines.list()).toEqual([]);
    }),
  );
});

test('one timer serves all deadlines', () => {
  const deadlines = new Deadlines(100);
  for (let set = 0; set < 50; set++) deadlines.set(new Expected());
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(101);
  expect(vi.getTimerCount()).toBe(0);
});

test('lists what is set, which one that expires may cancel or set again', () => {
  const deadlines = new Deadlines(100);
  const later = new Expected();
  class Cancelling extends Deadline {
    override expire(): void {
      deadlines.cancel(later);
      deadlines.set(this);
    }
  }
  const first = new Cancelling();
  deadlines.set(first);
  deadlines.set(later);
  expect(deadlines.list()).toEqual([first, later]);
  vi.advanceTimersByTime(101);
  expect(deadlines.list()).toEqual([first]);
  expect(later.expiredAtMs).toBeNull();
  deadlines.close();
  expect(vi.getTimerCount()).toBe(0);
});
