import { expect, test } from 'vitest';
import { describeSymmetry } from '../../../src/core/gait/figure-words.ts';

test('a foot is said to bear more only where the interval leaves no other', () => {
  expect([describeSymmetry([2, 9]), describeSymmetry([-9, -2]), describeSymmetry([-1, 9])]).toEqual([
    'right bears more',
    'left bears more',
    'may be even',
  ]);
  expect(describeSymmetry(null)).toBe('');
});
