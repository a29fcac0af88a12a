import { expect, test } from 'vitest';
import { allPairs, listPairs, pairsIn } from './all-pairs.ts';

const FACTORS = { a: ['1', '2', '3'], b: ['x', 'y'], c: ['x', 'y'], d: ['1', '2', '3', '4'] };

test('covers every pair of values in few choices, always the same', () => {
  const choices = allPairs(FACTORS);
  const seen = new Set(choices.flatMap(pairsIn));
  for (const pair of listPairs(FACTORS)) expect(seen).toContain(pair);
  expect(choices.length).toBeLessThan(3 * 2 * 2 * 4 * 0.4);
  expect(allPairs(FACTORS)).toEqual(choices);
});
