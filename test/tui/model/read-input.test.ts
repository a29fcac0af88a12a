import { describe, expect, test } from 'vitest';
import { KEY_MAP } from '../../../src/core/keys/key-map.ts';
import { readInput } from '../../../src/tui/model/read-input.ts';
import { exampleModel } from '../example-model.ts';
import { play } from '../play.ts';

const watching = exampleModel(120, 40);
const typing = play(watching, 'filter');
const key = (name: string) => ({ kind: 'key', key: name }) as const;
const acted = (action: string) => ({ kind: 'acted', action });

describe('input', () => {
  test('acts by the key map, and by nothing but keys', () => {
    for (const { keys, action } of KEY_MAP) {
      for (const name of keys) expect(readInput(watching, key(name))).toEqual(acted(action));
    }
    expect(readInput(watching, key('x'))).toBe(null);
    expect(readInput(watching, { kind: 'paste', text: 'q' })).toBe(null);
    expect(readInput(watching, { kind: 'reply', reply: '[0n' })).toBe(null);
    const mouse = { code: 0, column: 1, row: 1, isRelease: false };
    expect(readInput(watching, { kind: 'mouse', mouse })).toBe(null);
  });

  test('is text while the filter is typed, but for keys that write nothing and act everywhere', () => {
    for (const name of ['q', 'S-p', '?', '[', 'space', 'ł', 'enter', 'escape', 'C-u', 'C-w', 'tab']) {
      expect(readInput(typing, key(name))).toEqual({ kind: 'typed', key: name });
    }
    expect(readInput(typing, key('C-c'))).toEqual(acted('interrupt'));
    expect(readInput(typing, key('C-z'))).toEqual(acted('suspend'));
    expect(readInput(typing, key('C-l'))).toEqual(acted('redraw'));
    expect(readInput(typing, key('down'))).toEqual(acted('down'));
    expect(readInput(typing, { kind: 'paste', text: 'lis' })).toEqual({ kind: 'pasted', text: 'lis' });
    expect(readInput(typing, { kind: 'reply', reply: '[0n' })).toBe(null);
  });

  test('confirms only the key that shows hidden names when it stood alone', () => {
    expect(readInput(watching, { kind: 'alone', key: 'S-p' })).toEqual({ kind: 'stoodAlone' });
    expect(readInput(watching, { kind: 'alone', key: 'q' })).toBe(null);
  });
});
