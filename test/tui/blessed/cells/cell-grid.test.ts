import { expect, test } from 'vitest';
import { isPlain } from '../../../../src/tui/blessed/cells/cell-grid.ts';
import { chooseGlyphs } from '../../../../src/tui/frame/glyphs.ts';

test('every sign of the screens is plain, since traces in a row with one that is not are written anew for each sample', () => {
  const signs = [...Object.values(chooseGlyphs(true)), ...Object.values(chooseGlyphs(false)), '−'];
  expect(signs.filter((sign) => !isPlain(sign))).toEqual([]);
  expect(isPlain('田')).toBe(false);
});
