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

/** What the ward says of a patient's gait: the two columns before its anomalies. */
function writeGait(samples: readonly Sample[]): string {
  const ward = exampleWard([1]);
  const summaries = new Map([[1, exampleSummary(1)]]);
  const model = exampleModel(120, 20, {
    mode: 'ward',
    patients: [1],
    selected: 1,
    ward: { ...ward, summaries },
    snapshots: new Map([[1, exampleSnapshot(1, { samples })]]),
  });
  const row = frameToText(view(model))
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
