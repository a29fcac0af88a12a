import { expect, test } from 'vitest';
import { describeSupport, describeSymmetry } from '../../../src/core/gait/figure-words.ts';
import type { FootPhase } from '../../../src/core/gait/foot-phase.ts';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import type { GaitState } from '../../../src/core/gait/gait-state.ts';

test('a foot is said to bear more only where the interval leaves no other', () => {
  expect([describeSymmetry([2, 9]), describeSymmetry([-9, -2]), describeSymmetry([-1, 9])]).toEqual([
    'right bears more',
    'left bears more',
    'may be even',
  ]);
  expect([describeSymmetry([0, 9]), describeSymmetry([-9, 0])]).toEqual(['may be even', 'may be even']);
  expect(describeSymmetry(null)).toBe('');
});

test('the feet that bear load are those that are not in swing, where the gait and both feet are known', () => {
  const support = (left: FootPhase | null, right: FootPhase | null, state: GaitState = 'walking') =>
    describeSupport({ ...computeFigures([]), state, phase: { left, right } });
  expect(support('swing', 'heel')).toBe('on the right foot');
  expect(support('forefoot', 'swing')).toBe('on the left foot');
  expect(support('heel', 'forefoot')).toBe('on both feet');
  expect(support('flat', 'flat', 'standing')).toBe('on both feet');
  expect(support('swing', 'swing')).toBeNull();
  expect([support(null, 'flat'), support('flat', null), support('flat', 'flat', 'unknown')]).toEqual([
    null,
    null,
    null,
  ]);
});
