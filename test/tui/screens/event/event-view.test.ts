import { expect, test } from 'vitest';
import { view } from '../../../../src/tui/screens/view.ts';
import { exampleModel, exampleSnapshot, flagSamples, walkSamples } from '../../example-model.ts';
import { frameToText } from '../../frame/frame-to-text.ts';
import { play } from '../../play.ts';

/** The event screen of a patient whose samples are flagged from one position to another, counted back from the newest. */
function showFlagged(from: number, to: number): string {
  const samples = flagSamples(walkSamples(2, 400), from, to, [0, 1, 2, 3, 4, 5]);
  const snapshots = new Map([[2, exampleSnapshot(2, { samples })]]);
  return frameToText(view(play(exampleModel(120, 40, { snapshots }), 'open')), true);
}

test('says that an event is still going on, and when one ended', () => {
  expect(showFlagged(0, 5)).toContain('still going on');
  expect(showFlagged(0, 5)).not.toContain('ended');
  expect(showFlagged(40, 45)).toMatch(/ended 12 s ago/);
});
