import { expect, test } from 'vitest';
import { EIGHT, SIX } from '../../../../src/core/insole/built-in-insoles.ts';
import { KEY_MAP } from '../../../../src/core/keys/key-map.ts';
import { nameKey } from '../../../../src/core/keys/key-name.ts';
import { maxHelpScroll } from '../../../../src/tui/model/help-content.ts';
import { drawHelp } from '../../../../src/tui/screens/help/help-view.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import { exampleModel, exampleSnapshot } from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

function help(columns: number, rows: number, helpScroll = 0, insole = SIX): string[] {
  const snapshots = new Map([[2, exampleSnapshot(2, { insole })]]);
  const model = exampleModel(columns, rows, { mode: 'help', helpScroll, snapshots });
  return drawHelp(makeContext(model), { x: 0, y: 2, width: columns, height: rows - 3 }).lines.map(lineText);
}

test('lists every key of the key map and the meaning of each sign', () => {
  const text = help(120, 40).join('\n');
  for (const { keys, label } of KEY_MAP) {
    for (const key of keys) expect(text).toContain(nameKey(key, true));
    expect(text).toContain(label);
  }
  expect(text).not.toContain('…');
  for (const word of ['● live', '○ stale', '× down', '– never seen', '! 894', '····'])
    expect(text).toContain(word);
});

test('scrolls to the last line on a small screen, and no further', () => {
  const maximum = maxHelpScroll(exampleModel(80, 24, { mode: 'help' }));
  expect(maximum).toBeGreaterThan(0);
  const seen = new Set([...Array(maximum + 1).keys()].flatMap((scroll) => help(80, 24, scroll)));
  expect([...seen].some((line) => line.includes('not known'))).toBe(true);
  expect(help(80, 24, 1000)).toEqual(help(80, 24, maximum));
  expect(help(80, 24, maximum)).toHaveLength(19);
});

test('tells the range of the readings that the patient has', () => {
  expect(help(120, 40).join()).toContain('0 to 1023; 1023 is an ordinary reading');
  expect(help(120, 40, 0, EIGHT).join()).toContain('0 to 600 N; 600 N is an ordinary reading');
});
