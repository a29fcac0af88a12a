import { expect, test } from 'vitest';
import { findSpan, marksOf, type PendingMark, setMark } from '../../src/page/marks.ts';

const mark = (atSeconds: number, word = '', patient = 3): PendingMark => ({ patient, atSeconds, word });

test('marks are in the order of time, and each belongs to its patient', () => {
  const marks = setMark(setMark(setMark([], mark(20)), mark(10, ' turn ')), mark(15, '', 4));
  expect(marks.map(({ atSeconds }) => atSeconds)).toEqual([10, 15, 20]);
  expect(marksOf(marks, 3)).toEqual([mark(10, 'turn'), mark(20)]);
});

test('two marks say what is kept; without them it is two minutes, or the minutes around an event', () => {
  expect(findSpan([mark(10), mark(40)], 100, false)).toMatchObject({
    sinceSeconds: 10,
    untilSeconds: 40,
    isMarked: true,
  });
  expect(findSpan([], 1000, false)).toMatchObject({ sinceSeconds: 880, untilSeconds: 1000 });
  expect(findSpan([], 1000, true)).toMatchObject({ sinceSeconds: 940, untilSeconds: 1060 });
  expect(findSpan([mark(990), mark(990)], 1000, false)).toMatchObject({ sinceSeconds: 880, isMarked: false });
  expect(findSpan([mark(10)], 1000, false).marks).toEqual([]);
});
