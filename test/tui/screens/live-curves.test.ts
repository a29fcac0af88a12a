import { expect, test } from 'vitest';
import { computeLiveCurves } from '../../../src/tui/screens/live-curves.ts';
import { makeContext } from '../../../src/tui/screens/view-context.ts';
import { exampleSnapshot, modelWithSnapshot, walkSamples } from '../example-model.ts';

const samples = walkSamples(1, 540);

/** The curves when the newest sample is one of the last ones. */
function computeAt(back: number, feet: 'field' | 'numbers' = 'field') {
  const seen = samples.slice(0, samples.length - back);
  const nowSeconds = (seen.at(-1)?.atSeconds ?? 0) + 0.2;
  const snapshot = exampleSnapshot(1, { samples: seen, nowSeconds });
  return computeLiveCurves(makeContext({ ...modelWithSnapshot(120, 40, snapshot), feet }));
}

test('the mean stride is computed anew every 10 s, and every 30 s in the light mode', () => {
  const found = Array.from({ length: 40 }, (_, back) => computeAt(back));
  expect(found.every((curves) => curves?.reason === null)).toBe(true);
  // 40 samples are 12 s, in which a time of 10 s ends once, or twice.
  expect([2, 3]).toContain(new Set(found).size);
  const light = Array.from({ length: 40 }, (_, back) => computeAt(back, 'numbers'));
  expect(new Set(light).size).toBeLessThanOrEqual(2);
});

test('it is not computed anew for each sample where less than two minutes are known', () => {
  const found = Array.from({ length: 40 }, (_, back) => {
    const end = samples.length - back;
    const seen = samples.slice(end - 300, end);
    const nowSeconds = (seen.at(-1)?.atSeconds ?? 0) + 0.2;
    const snapshot = exampleSnapshot(1, { samples: seen, nowSeconds });
    return computeLiveCurves(makeContext(modelWithSnapshot(120, 40, snapshot)));
  });
  expect(new Set(found).size).toBeLessThanOrEqual(4);
});

test('it is the same for the same samples, whatever was shown before', () => {
  const first = computeAt(3);
  computeAt(30);
  expect(computeAt(3)).toBe(first);
});
