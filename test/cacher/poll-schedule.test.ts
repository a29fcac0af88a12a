import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, nextTurn, OFFSET_GRID_MS, startOffsetMs } from '../../src/cacher/poll-schedule.ts';

describe('startOffsetMs', () => {
  test('is on the grid and within the interval', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.integer({ min: 20, max: 3_600_000 }), (patient, intervalMs) => {
        const offsetMs = startOffsetMs(patient, intervalMs);
        expect(offsetMs % OFFSET_GRID_MS).toBe(0);
        expect(offsetMs).toBeGreaterThanOrEqual(0);
        expect(offsetMs).toBeLessThan(intervalMs);
      }),
    );
  });

  test('depends on the patient and the interval alone', () => {
    expect(startOffsetMs(3, 300)).toBe(startOffsetMs(3, 300));
    expect(startOffsetMs(3, 300)).not.toBe(startOffsetMs(4, 300));
  });

  test('spreads 1 to 3,000 patients evenly over the interval', () => {
    const slots = 300 / OFFSET_GRID_MS;
    const counts = new Array<number>(slots).fill(0);
    for (let patient = 1; patient <= 3000; patient++) {
      const slot = startOffsetMs(patient, 300) / OFFSET_GRID_MS;
      counts[slot] = (counts[slot] ?? 0) + 1;
      const fair = patient / slots;
      const unfair = counts.filter((count) => Math.abs(count - fair) >= 3);
      expect(unfair).toEqual([]);
    }
  });

  test.each([7, 10, 100, 1000])('spreads patients evenly whose numbers are %d apart', (apart) => {
    const counts = new Map<number, number>();
    for (let index = 1; index <= 1500; index++) {
      const offsetMs = startOffsetMs(index * apart, 300);
      counts.set(offsetMs, (counts.get(offsetMs) ?? 0) + 1);
    }
    expect(counts.size).toBe(15);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(15);
  });
});

describe('nextTurn', () => {
  test('is the following turn after one that was on time, early or slightly late', () => {
    for (const sinceStartMs of [639.2, 640, 641, 939]) expect(nextTurn(2, sinceStartMs, 40, 300)).toBe(3);
  });

  test('skips turns that were missed', () => {
    expect(nextTurn(2, 40 + 3 * 300 + 1, 40, 300)).toBe(4);
    expect(nextTurn(2, 40 + 9 * 300 + 1, 40, 300)).toBe(10);
  });

  test('includes a turn that is due at this instant', () => {
    expect(nextTurn(2, 40 + 9 * 300, 40, 300)).toBe(9);
  });

  test('is always a later turn, and never in the past', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.nat(1e9),
        fc.integer({ min: 20, max: 10_000 }),
        (turn, sinceStartMs, intervalMs) => {
          const next = nextTurn(turn, sinceStartMs, 20, intervalMs);
          expect(next).toBeGreaterThan(turn);
          expect(20 + next * intervalMs).toBeGreaterThanOrEqual(sinceStartMs);
        },
      ),
    );
  });
});

describe('backoffMs', () => {
  test('is zero for two failures, then doubles up to the cap, with full jitter', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) => backoffMs(failures, 300, 5000, 1));
    expect(longest).toEqual([0, 0, 0, 300, 600, 1200, 2400, 4800, 5000, 5000]);
    expect(backoffMs(5, 300, 5000, 0)).toBe(0);
    expect(backoffMs(5, 300, 5000, 0.5)).toBe(600);
    expect(backoffMs(1000, 300, 0, 0.5)).toBe(0);
  });
});
