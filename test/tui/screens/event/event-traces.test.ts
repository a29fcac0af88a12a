import { expect, test } from 'vitest';
import type { Model } from '../../../../src/tui/model/model.ts';
import { view } from '../../../../src/tui/screens/view.ts';
import { exampleModel } from '../../example-model.ts';
import { openFirstEvent } from '../../example-screens.ts';
import { frameToText } from '../../frame/frame-to-text.ts';
import { play } from '../../play.ts';

function showLines(model: Model): string[] {
  return frameToText(view(model), model.unicode).split('\n');
}

/** The line of seconds under the traces; undefined where there are no traces. */
function findAxis(model: Model): string | undefined {
  return showLines(model).find((line) => /[-+][\d.]+ s [-=─━]/.test(line));
}

test('shows ten seconds of all sensors above the numbers where there is room, and only the numbers elsewhere', () => {
  for (const [columns, rows, hasTraces] of [
    [80, 24, false],
    [80, 27, false],
    [80, 28, true],
    [120, 40, true],
    [200, 60, true],
  ] as const) {
    const model = openFirstEvent(exampleModel(columns, rows));
    const labels = showLines(model).filter((line) => /│ [LR][012] /.test(line));
    expect(labels).toHaveLength(hasTraces ? 12 : 6);
    if (hasTraces) expect(findAxis(model)).toMatch(/ -5 s ─+━+0━+─+ \+5 s │$/);
    else expect(findAxis(model)).toBeUndefined();
  }
});

test('marks the flagged reading at the start of the event in its trace', () => {
  const lines = showLines(openFirstEvent(exampleModel(120, 40)));
  const start = (findAxis(openFirstEvent(exampleModel(120, 40))) ?? '').indexOf('0━');
  const trace = lines.find((line) => /L1 lateral +[⠀-⣿]/.test(line)) ?? '';
  expect(trace.slice(start, start + 3)).toBe('~~~');
});

test('marks on the line of seconds what the numbers are of, and moves along with them', () => {
  const opened = openFirstEvent(exampleModel(120, 40));
  const heavy = (model: Model) => (findAxis(model) ?? '').search(/[━]/);
  expect(heavy(play(opened, 'earlier'))).toBeLessThan(heavy(opened));
  const far = play(opened, ...new Array(40).fill('earlier'));
  expect(findAxis(far)).toMatch(/ -14\.1 s ━+─+ -4\.1 s │$/);
});

test('draws the traces in ASCII too', () => {
  const model = openFirstEvent(exampleModel(120, 40, { unicode: false }));
  expect(showLines(model).join('')).toMatch(/^[ -~]*$/);
  expect(findAxis(model)).toMatch(/ -5 s -+=+0=+-+ \+5 s \|$/);
});
