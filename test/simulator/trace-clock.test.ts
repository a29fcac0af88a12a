import { expect, test } from 'vitest';
import { formatTraceClock } from '../../src/simulator/trace-clock.ts';

test('formats 2:35:04 on 1 January 2010 as 2350401012010', () => {
  expect(formatTraceClock(Date.UTC(2010, 0, 1, 2, 35, 4))).toBe(2350401012010);
});

test('formats an hour of two digits, and pads all that follows it', () => {
  expect(formatTraceClock(Date.UTC(2019, 5, 5, 12, 24, 25))).toBe(12242505062019);
  expect(formatTraceClock(Date.UTC(2012, 10, 9, 17, 0, 3))).toBe(17000309112012);
});

test('has a resolution of one second', () => {
  const at = Date.UTC(2010, 0, 1, 2, 35, 4);
  expect(formatTraceClock(at + 999)).toBe(formatTraceClock(at));
  expect(formatTraceClock(at + 1000)).toBe(2350501012010);
});
