import { expect, test } from 'vitest';
import { namePress, type Press } from '../../../src/page/keys/press-name.ts';

const PLAIN: Omit<Press, 'key'> = {
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  isAltGraph: false,
};

const name = (key: string, held: Partial<Press> = {}) => namePress({ ...PLAIN, key, ...held });

test('keys have the names of the table', () => {
  expect(['k', ' ', 'ArrowLeft', 'PageDown', 'Escape', '?', '['].map((key) => name(key))).toEqual([
    'k',
    'space',
    'left',
    'pagedown',
    'escape',
    '?',
    '[',
  ]);
  expect(name('K', { shiftKey: true })).toBe('S-k');
  expect(name('ArrowLeft', { shiftKey: true })).toBe('S-left');
  expect(name('>', { shiftKey: true })).toBe('>');
});

test('what is held with Ctrl, Alt or Cmd belongs to the browser', () => {
  for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
    expect(name('d', held)).toBeNull();
    expect(name('ArrowLeft', held)).toBeNull();
  }
  expect(name('-', { ctrlKey: true })).toBeNull();
});

test('a sign that a keyboard has behind AltGr is that sign', () => {
  expect(name('[', { isAltGraph: true })).toBe('[');
  expect(name('[', { ctrlKey: true, altKey: true })).toBe('[');
  expect(name(']', { altKey: true })).toBe(']');
});

test('keys that type nothing have no name', () => {
  expect(['Shift', 'F5', 'Dead', 'Unidentified'].map((key) => name(key))).toEqual([null, null, null, null]);
});
