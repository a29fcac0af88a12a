import { expect, test } from 'vitest';
import { drawTooSmall } from '../../../../src/tui/screens/notice/too-small-view.ts';
import { frameToText } from '../../frame/frame-to-text.ts';

test('says which size is needed, in words that fit', () => {
  const lines = frameToText(drawTooSmall({ columns: 20, rows: 5 }, '…')).split('\n');
  expect(lines.map((line) => line.trim()).slice(0, 4)).toEqual([
    '',
    'footwatch needs',
    '60x20, this is',
    '20x5',
  ]);
});

test('says it wherever the size itself fits', () => {
  for (let columns = 5; columns <= 60; columns++)
    for (let rows = 1; rows <= 20; rows++) {
      const text = frameToText(drawTooSmall({ columns, rows }, '…'));
      expect(text).toContain('60x20');
      expect(text).not.toContain('…');
    }
});
