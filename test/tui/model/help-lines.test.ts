import { expect, test } from 'vitest';
import { drawHelp, mostHelpScroll } from '../../../src/tui/model/help-lines.ts';
import { KEY_MAP } from '../../../src/tui/model/key-map.ts';
import { nameKey } from '../../../src/tui/model/key-name.ts';
import { makeContext } from '../../../src/tui/screens/view-context.ts';
import { exampleModel } from '../example-model.ts';
import { lineText } from '../frame/frame-to-text.ts';

function help(columns: number, rows: number, helpScroll = 0): string[] {
  const model = exampleModel(columns, rows, { mode: 'help', helpScroll });
  return drawHelp(makeContext(model), { x: 0, y: 2, width: columns, height: rows - 3 }).lines.map(lineText);
}

test('every key of the key map is there, and what each sign means', () => {
  const text = help(120, 40).join('\n');
  for (const { keys, label } of KEY_MAP) {
    for (const key of keys) expect(text).toContain(nameKey(key, true));
    expect(text).toContain(label);
  }
  expect(text).not.toContain('…');
  for (const word of ['● live', '○ stale', '× down', '– never seen', '!894!', '····'])
    expect(text).toContain(word);
});

test('on a small screen all of it can be scrolled to, and no further', () => {
  const most = mostHelpScroll(exampleModel(80, 24, { mode: 'help' }));
  expect(most).toBeGreaterThan(0);
  const seen = new Set([...Array(most + 1).keys()].flatMap((scroll) => help(80, 24, scroll)));
  expect([...seen].some((line) => line.includes('not known'))).toBe(true);
  expect(help(80, 24, 1000)).toEqual(help(80, 24, most));
  expect(help(80, 24, most)).toHaveLength(19);
});

test('keys are called by the names that are on them', () => {
  expect(['pagedown', 'C-c', 'S-g', 'S-tab', 'escape', 'q', 'left'].map((key) => nameKey(key, true))).toEqual(
    ['PgDn', 'Ctrl-C', 'G', 'Shift-Tab', 'Esc', 'q', '←'],
  );
  expect(nameKey('left', false)).toBe('Left');
});
