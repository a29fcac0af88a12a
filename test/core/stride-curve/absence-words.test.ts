import { expect, test } from 'vitest';
import { describeAbsence } from '../../../src/core/stride-curve/absence-words.ts';

test('too few strides are told with how many are needed', () => {
  expect(describeAbsence({ reason: 'short', strides: 12 }).full).toBe(
    '12 straight strides seen, 30 are needed',
  );
});

test('every other reason has words of its own', () => {
  const reasons = ['standing', 'locked', 'moving', 'sparse', 'frozen', 'flagged'] as const;
  const words = reasons.map((reason) => describeAbsence({ reason, strides: 0 }).full);
  expect(new Set(words).size).toBe(reasons.length);
});
