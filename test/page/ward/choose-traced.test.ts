import { expect, test } from 'vitest';
import { chooseTraced } from '../../../src/page/ward/choose-traced.ts';

const order = Array.from({ length: 1000 }, (_, index) => index + 1);

test.each([
  ['at the top', [0, 20], 1, 60],
  ['in the middle', [500, 520], 481, 540],
  ['at the end', [980, 1000], 941, 1000],
  ['on a screen with more rows than have traces', [100, 300], 101, 160],
] as const)('rows on the screen have traces %s', (_, visible, first, last) => {
  const traced = chooseTraced(order, visible, null);
  expect([traced[0], traced.at(-1), traced.length]).toEqual([first, last, 60]);
});

test('nobody else is asked for while all on the screen have traces, also in another order', () => {
  const before = chooseTraced(order, [500, 520], null);
  expect(chooseTraced(order, [515, 535], before)).toBe(before);
  const moved = [...order.slice(501, 520), 501, ...order.slice(520)];
  expect(chooseTraced(moved, [0, 20], before)).toBe(before);
  expect(chooseTraced(order, [530, 550], before)).toContain(550);
});

test('a ward that was searched has traces of those who were found', () => {
  expect(chooseTraced([7, 900], [0, 2], null)).toEqual([7, 900]);
});
