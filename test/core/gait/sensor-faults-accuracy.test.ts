import { describe, expect, test } from 'vitest';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { EACH, judge, poll, upTo } from './broken-sensors.ts';

describe('the load while a sensor is faulty', () => {
  test.each(EACH)('is within 5 points of that without the fault, whatever sensor %i reads', (id) => {
    for (const walk of [0, 1, 2, 3, 4]) {
      const samples = poll(walk);
      for (const seconds of [51, 65, 80, 95]) {
        const truth = computeFigures(upTo(samples, seconds)).load?.left ?? Number.NaN;
        for (const [value, rule] of [
          [1023, 'stuck-high'],
          [0, 'stuck-low'],
          [437, 'stuck-low'],
        ] as const) {
          const { load, state } = judge(samples, { ids: [id], value, rule }, seconds);
          expect(state).toBe('walking');
          expect(Math.abs((load?.left ?? 0) - truth)).toBeLessThan(0.05);
        }
      }
    }
  });
});
