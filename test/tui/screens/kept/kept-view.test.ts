import { expect, test } from 'vitest';
import { view } from '../../../../src/tui/screens/view.ts';
import { exampleModel } from '../../example-model.ts';
import { exampleWalk, keptList } from '../../example-screens.ts';
import { frameToText } from '../../frame/frame-to-text.ts';
import { play } from '../../play.ts';

const draw = (model = keptList(exampleModel(120, 40)), unicode = true) =>
  frameToText(view(unicode ? model : { ...model, unicode }), unicode).split('\n');

test('lists the id, the length, the size and the note of each walk, and the cursor', () => {
  const lines = draw();
  expect(lines[2]).toContain('Kept walks');
  expect(lines[2]).toContain('3 kept, 3.58 MB');
  expect(lines[4]).toMatch(/▸ 2 Elżbieta Nowak +20261126-150102 .* 2 m +400 +92\.4 kB +freezes at the door/);
  expect(lines[5]).toMatch(/20261126-140322.*turn, stops/);
  const of2 = draw(keptList(exampleModel(80, 24), 2));
  expect(of2[2]).toContain('Kept walks of patient 2');
  expect(of2.join('')).not.toContain('20261125-090000');
});

test('scrolls a long list to its cursor', () => {
  const walks = Array.from({ length: 200 }, (_, index) => exampleWalk(2, { id: `walk-${index}` }));
  const model = { ...keptList(exampleModel(80, 24), 2), kept: { patient: 2, walks, cursor: 0 } };
  expect(draw(model).join()).toContain('walk-0 ');
  const last = draw(play(model, 'last')).join('\n');
  expect(last).toMatch(/▸ walk-199 /);
  expect(last).not.toContain('walk-0 ');
});

test('says that it is reading, and how to keep one where there is none', () => {
  const empty = (walks: readonly [] | null) => ({
    ...exampleModel(80, 24),
    mode: 'kept' as const,
    kept: { patient: 2, walks, cursor: 0 },
  });
  expect(draw(empty(null)).join()).toContain('reading');
  expect(draw(empty([])).join()).toContain('none yet: K keeps the last two minutes of a patient');
});

test('shows only what ASCII has where the terminal has no more, whatever a note holds', () => {
  const walks = [exampleWalk(2, { note: 'żółć {bold}\u6f22' })];
  const model = { ...keptList(exampleModel(120, 40), 2), kept: { patient: 2, walks, cursor: 0 } };
  expect(draw(model, false).join('\n')).toMatch(/^[\n -~]*$/);
  expect(draw(model).join()).toContain('żółć {bold}漢');
});
