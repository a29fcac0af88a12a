import { expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { countReadingCells, formatReading } from '../../../src/tui/screens/reading-text.ts';

test.each([
  [{ id: 0, value: 894, anomaly: false }, '   894'],
  [{ id: 0, value: 894, anomaly: true }, '!  894'],
  [{ id: 0, value: 1023, anomaly: true, source: 'rule:stuck-high' }, '! 1023'],
  [{ id: 0, value: 7, anomaly: true, source: 'simulated' }, '~    7'],
  [null, '     –'],
])('keeps mark and digits of %o in their places', (reading, text) => {
  expect(formatReading(reading, '–', SIX)).toBe(text);
  expect(text).toHaveLength(countReadingCells(SIX));
});
