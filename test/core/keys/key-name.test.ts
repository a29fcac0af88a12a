import { expect, test } from 'vitest';
import { nameKey } from '../../../src/core/keys/key-name.ts';

test('a key is called by the name that is printed on it', () => {
  expect(['pagedown', 'C-c', 'S-g', 'S-tab', 'escape', 'q', 'left'].map((key) => nameKey(key, true))).toEqual(
    ['PgDn', 'Ctrl-C', 'G', 'Shift-Tab', 'Esc', 'q', '←'],
  );
  expect(nameKey('left', false)).toBe('Left');
});
