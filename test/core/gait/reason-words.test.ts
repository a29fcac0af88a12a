import { expect, test } from 'vitest';
import { describeReason } from '../../../src/core/gait/reason-words.ts';

test('each reason is told in words of its own, in brief in at most eight letters or with a dash', () => {
  const reasons = ['moving', 'sparse', 'frozen', 'flagged', 'short', null] as const;
  const words = reasons.map(describeReason);
  expect(new Set(words.map(({ full }) => full)).size).toBe(reasons.length);
  for (const { full } of words) expect(full).toMatch(/^[a-z][a-z, ]+$/);
  expect(words.map(({ brief }) => brief)).toEqual(['moving', 'sparse', 'frozen', 'flagged', null, null]);
});
