import { expect, test } from 'vitest';
import { createEntryJudge } from '../../src/store/judge-entry.ts';
import type { StoredPair } from '../../src/store/stored-entry.ts';
import { getWalk, makeRuleSamples, pollEvenly } from '../core/rules/rule-samples.ts';

const pairs = makeRuleSamples(getWalk(0), pollEvenly(0.3), (readings, atSeconds) =>
  readings.map((value, id) => (id === 5 && atSeconds >= 40 ? 1023 : value)),
).map(
  ({ atSeconds, sensors }): StoredPair => [
    JSON.stringify(sensors.map((sensor) => ({ unit: 'N', ...sensor })).reverse()),
    atSeconds.toFixed(3),
  ],
);

test('an entry is flagged in place, its other fields, its order and its timestamp unchanged', () => {
  const judge = createEntryJudge();
  const judged = pairs.map(judge);
  expect(judged.slice(0, 100)).toEqual(pairs.slice(0, 100));
  const [before = '[]', atBefore] = pairs.at(-1) ?? [];
  const [after = '[]', at] = judged.at(-1) ?? [];
  expect(at).toBe(atBefore);
  const [first, ...others] = JSON.parse(before) as object[];
  expect(JSON.parse(after)).toEqual([{ ...first, anomaly: true, source: 'rule:stuck-high' }, ...others]);
});

test('an entry that cannot be read, or has nothing wrong, is returned as it is', () => {
  const judge = createEntryJudge();
  for (const pair of [['not JSON', '1.000'], ['[]', '1.000'], pairs[0] ?? ['', '']] as const) {
    expect(judge(pair)).toBe(pair);
  }
});
