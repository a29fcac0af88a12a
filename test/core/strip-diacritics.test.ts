import { expect, test } from 'vitest';
import { stripDiacritics } from '../../src/core/strip-diacritics.ts';

test('takes the marks off letters, the stroke of ł included, and keeps their case', () => {
  expect(stripDiacritics('ŻÓŁĆ żółć Ångström Ñandú')).toBe('ZOLC zolc Angstrom Nandu');
});

test('leaves what is no Latin letter as it is', () => {
  expect(stripDiacritics('山 – 7 ?')).toBe('山 – 7 ?');
});

test('spells out letters that no mark makes of another', () => {
  expect(stripDiacritics('Groß Ærø Đorđe Œuvre ısı Þór')).toBe('Gross AEro Dorde OEuvre isi Thor');
});
