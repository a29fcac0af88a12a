import { describe, expect, test } from 'vitest';
import { estimatePollInterval } from '../../../src/core/gait/poll-interval.ts';
import { seededRandom } from '../../../src/core/random.ts';

const polls = (intervalSeconds: number, count: number, startSeconds = 0) =>
  Array.from({ length: count }, (_, index) => startSeconds + index * intervalSeconds);
const estimate = (times: readonly number[], fromSeconds = 0) =>
  estimatePollInterval(Float64Array.from(times), fromSeconds);

describe('how often a patient is polled', () => {
  test('is told of three samples', () => {
    expect(estimate([])).toBeNull();
    expect(estimate([0, 0.3])).toBeNull();
    expect(estimate([0, 0.3, 0.6])).toEqual({ seconds: expect.closeTo(0.3, 9), lostShare: 0 });
  });

  test('does not change with polls that are lost or late', () => {
    const random = seededRandom(1);
    const times = polls(0.3, 400)
      .map((at) => at + (random() - 0.5) * 0.12)
      .filter(() => random() >= 0.1);
    const { seconds, lostShare } = estimate(times) ?? never();
    expect(seconds).toBeCloseTo(0.3, 2);
    expect(lostShare).toBeCloseTo(0.1, 1);
  });

  test('tells the share of polls that were lost', () => {
    const kept = polls(0.5, 41).filter((_, index) => index % 4 !== 1);
    expect(estimate(kept)).toEqual({ seconds: expect.closeTo(0.5, 9), lostShare: expect.closeTo(0.25, 9) });
  });

  test('is of the samples since an instant, or of the newest three', () => {
    const times = [...polls(0.1, 50), ...polls(0.4, 10, 5.3)];
    expect(estimate(times, 5.3)?.seconds).toBeCloseTo(0.4, 9);
    expect(estimate(times, 0)?.seconds).toBeCloseTo(0.1, 1);
    expect(estimate([0, 6, 12, 18, 24], 20)?.seconds).toBe(6);
  });

  test('is not told by a single gap', () => {
    expect(estimate([...polls(0.3, 10), 60], 50)?.seconds).toBeCloseTo(0.3, 1);
  });

  test('is not known of samples at one instant', () => {
    expect(estimate([5, 5, 5, 5])).toBeNull();
  });
});

function never(): never {
  throw new Error('not estimated');
}
