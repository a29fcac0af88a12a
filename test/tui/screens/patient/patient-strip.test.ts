import { expect, test } from 'vitest';
import type { Model } from '../../../../src/tui/model/model.ts';
import { drawPatientStrip } from '../../../../src/tui/screens/patient/patient-strip.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import {
  exampleModel,
  exampleSnapshot,
  flagSamples,
  readEarlier,
  unseenSnapshot,
  walkSamples,
} from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

function strip(model: Model): string {
  const rect = { x: 0, y: 1, width: model.size.columns, height: 1 };
  return drawPatientStrip(makeContext(model), rect).lines.map(lineText).join('\n').trimEnd();
}

function crowd(selected: number, count = 100_000): Model {
  const patients = Array.from({ length: count }, (_, index) => index + 1);
  return exampleModel(80, 24, { patients, selected });
}

test('shows all six patients, and which one is selected', () => {
  expect(strip(exampleModel(80, 24))).toBe(
    ' ●1 Janek  ▸●2 Elżbieta   ●3 Albert   ●4 Ewa   ●5 Piotr   ●6 Filemon',
  );
});

test('shows for each patient the sign of its state, and a mark when it is flagged now', () => {
  const flagged = exampleSnapshot(4, { samples: flagSamples(walkSamples(4, 5), 0, 0, [1]) });
  const snapshots = new Map([
    [2, readEarlier(exampleSnapshot(2), 41)],
    [3, unseenSnapshot(3)],
    [4, flagged],
    [5, exampleSnapshot(5)],
  ]);
  expect(strip(exampleModel(80, 24, { snapshots }))).toBe(
    ' ·1 –  ▸○2 Elżbieta   –3 –   ●4 Ewa ! ●5 Piotr   ·6 –',
  );
});

test('marks a simulated flag differently from a real one', () => {
  const samples = walkSamples(4, 5);
  const simulated = exampleSnapshot(4, { samples: flagSamples(samples, 0, 0, [1], 'simulated') });
  const both = exampleSnapshot(5, { samples: flagSamples(simulated.samples, 0, 0, [2], 'rule:stuck-high') });
  const model = exampleModel(80, 24, {
    snapshots: new Map([simulated, both].map((snapshot) => [snapshot.patient, snapshot])),
  });
  expect(strip(model)).toContain('●4 Ewa ~ ●5 Piotr !');
});

test('keeps the places of all patients when another is selected', () => {
  const marks = [1, 2, 3].map((selected) => strip(exampleModel(80, 24, { selected })).replace('▸', ' '));
  expect(new Set(marks).size).toBe(1);
});

test('shows the patients around the selected one when not all fit', () => {
  expect(strip(crowd(500))).toMatch(/^… .*·499 – {2}▸·500 – {3}·501 –.* …$/);
  expect(strip(crowd(1))).toMatch(/^ {2}▸●1 Janek .* …$/);
  expect(strip(crowd(100_000))).toMatch(/^… .*▸·100000 –$/);
});
