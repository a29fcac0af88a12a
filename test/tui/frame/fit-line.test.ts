import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../../src/tui/frame/cell-width.ts';
import {
  centreLine,
  cutLine,
  cutText,
  joinSides,
  lineWidth,
  padText,
} from '../../../src/tui/frame/fit-line.ts';
import { lineText } from './frame-to-text.ts';

test('ends what was cut with an ellipsis', () => {
  expect(cutText('Grzegorczyk', 6, '…')).toBe('Grzeg…');
  expect(cutText('王小明', 4, '…')).toBe('王…');
  expect(cutText('Nowak', 5, '…')).toBe('Nowak');
  expect(cutText('Nowak', 0, '…')).toBe('');
  expect(lineText(cutLine([{ text: 'Left ' }, { text: 'foot', foreground: 'dim' }], 7, '…'))).toBe('Left f…');
});

test('fits any line into its width', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 1, max: 50 }), (left, right, width) => {
      const line = [{ text: left }, { text: right, foreground: 'dim' as const }];
      expect(cellWidth(padText(left, width, '…'))).toBe(width);
      expect(lineWidth(cutLine(line, width, '…'))).toBeLessThanOrEqual(width);
      expect(lineWidth(centreLine(line, width, '…'))).toBeLessThanOrEqual(width);
      expect(lineWidth(joinSides([{ text: left }], [{ text: right }], width, '…'))).toBe(width);
    }),
  );
});

test('counts what is left of an escape sequence as it is shown', () => {
  expect(cellWidth('\x1b[31mAnn')).toBe('[31mAnn'.length);
  expect(cellWidth('\u202eela\u202c')).toBe(3);
});
