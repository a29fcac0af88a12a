import { expect, test } from 'vitest';
import type { Sample } from '../../../../src/core/sample.ts';
import { view } from '../../../../src/tui/screens/view.ts';
import {
  exampleModel,
  exampleSnapshot,
  exampleSummary,
  exampleWard,
  walkSamples,
} from '../../example-model.ts';
import { frameToText } from '../../frame/frame-to-text.ts';

/** A ward of one patient. */
function makeModel(samples: readonly Sample[]) {
  const summaries = new Map([[1, exampleSummary(1)]]);
  return exampleModel(120, 20, {
    mode: 'ward',
    patients: [1],
    selected: 1,
    ward: { ...exampleWard([1]), summaries },
    snapshots: new Map([[1, exampleSnapshot(1, { samples })]]),
  });
}

/** What the ward says of a patient's gait: the two columns before its anomalies. */
function writeGait(samples: readonly Sample[]): string {
  const row = frameToText(view(makeModel(samples)))
    .split('\n')
    .find((line) => line.includes('Janek'));
  return (
    /(\S+) +(\S+) +[+]0 *│$/
      .exec(row ?? '')
      ?.slice(1)
      .join(' ') ?? ''
  );
}

const mapSamples = (count: number, read: (index: number) => number) =>
  walkSamples(1, count).map((sample, index) => ({
    ...sample,
    sensors: sample.sensors.map((reading) => ({ ...reading, value: read(index) })),
  }));

test('tells of each patient how fast it walks, or what is known in place of that', () => {
  expect(writeGait(walkSamples(1, 110))).toMatch(/^\d+ \d+\|\d+$/);
  expect(writeGait(mapSamples(110, () => 500))).toBe('standing 50|50');
  expect(writeGait(mapSamples(110, (index) => (index % 2) * 900))).toBe('moving 50|50');
  expect(writeGait(walkSamples(1, 110).filter((_, index) => index % 2 === 0))).toBe('sparse –');
  expect(writeGait(walkSamples(1, 5))).toMatch(/^– /);
});

test('draws the traces of the same samples anew when they are of now no longer, and when they move otherwise', () => {
  const model = makeModel(walkSamples(1, 110));
  const listTraces = (shown: typeof model) => {
    const ward = view(shown).blocks.find(({ id }) => id === 'ward');
    const lines = ward?.kind === 'text' ? ward.lines : [];
    return lines.flat().filter(({ text }) => /[\u2801-\u28ff]/.test(text));
  };
  const isDim = (shown: typeof model) => listTraces(shown).every(({ foreground }) => foreground === 'dim');
  const old = { ...model, nowMs: model.nowMs + 10_000 };
  expect([isDim(model), isDim(old), isDim(model)]).toEqual([false, true, false]);
  expect(listTraces({ ...model, traces: 'sweep' })).not.toEqual(listTraces(model));
});
