import { expect, test } from 'vitest';
import { drawLoadPanel } from '../../src/tui/load-panel.ts';
import type { PatientFeed } from '../../src/tui/patient-feed.ts';
import { makeContext } from '../../src/tui/view-context.ts';
import { exampleFeed, modelWithFeed, readEarlier, walkSamples } from './example-model.ts';
import { lineText } from './frame-to-text.ts';

function load(feed: PatientFeed): string {
  const context = makeContext(modelWithFeed(120, 40, feed));
  return drawLoadPanel(context, { x: 0, y: 0, width: 44, height: 3 }).lines.map(lineText).join('\n');
}

function note(feed: PatientFeed, width = 60): string | undefined {
  const context = makeContext(modelWithFeed(120, 40, feed));
  return drawLoadPanel(context, { x: 0, y: 0, width, height: 3 })
    .border?.note.map(({ text }) => text)
    .join('');
}

function bearing(left: number, right: number): PatientFeed {
  const samples = walkSamples(2, 10).map((sample) => ({
    ...sample,
    sensors: [
      { id: 0, value: left, anomaly: false },
      { id: 5, value: right, anomaly: false },
    ],
  }));
  return exampleFeed(2, { samples });
}

test('the bar and both figures say which foot bears more', () => {
  expect(load(bearing(750, 250))).toBe('L  75 %  ██████████████████▒▒▒▒▒▒  25 %  R');
  expect(load(bearing(0, 10))).toBe('L   0 %  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ 100 %  R');
});

test('nothing loaded, and nothing live, is not known', () => {
  const unknown = 'L   – %  ························   – %  R';
  expect(load(bearing(0, 0))).toBe(unknown);
  expect(load(readEarlier(bearing(750, 250), 41))).toBe(unknown);
});

test('the border says how the patient walks, in as many words as there is room for', () => {
  const walking = exampleFeed(2, { samples: walkSamples(2, 110) });
  expect(note(walking)).toMatch(/^1\d\d steps\/min · stride 1\.\d\d s · last 30 s$/);
  expect(note(walking, 44)).toMatch(/^1\d\d steps\/min · stride 1\.\d\d s$/);
  expect(note(walking, 30)).toMatch(/^1\d\d steps\/min$/);
});

test('the border says that a patient stands, and nothing of steps that are not known or not now', () => {
  expect(note(bearing(750, 250))).toBe('standing · last 30 s');
  expect(note(exampleFeed(2, { samples: walkSamples(2, 5) }))).toBe('last 30 s');
  expect(note(readEarlier(exampleFeed(2, { samples: walkSamples(2, 110) }), 41))).toBe('');
});
