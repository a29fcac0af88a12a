import { expect, test } from 'vitest';
import { BRAILLE_DOTS, makeBraille } from '../../../src/tui/frame/braille.ts';

test('draws each dot of a Braille character, all of them, and a blank for none', () => {
  expect(BRAILLE_DOTS.map((row) => row.map(makeBraille).join(''))).toEqual(['⠁⠈', '⠂⠐', '⠄⠠', '⡀⢀']);
  expect(makeBraille(0xff)).toBe('⣿');
  expect(makeBraille(0)).toBe(' ');
});
