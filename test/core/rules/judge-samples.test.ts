import { describe, expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { createJudge, judgeSamples } from '../../../src/core/rules/judge-samples.ts';
import { findFlagSource, findRule, type Sample } from '../../../src/core/sample.ts';
import { getWalk, makeRuleSamples, pollEvenly } from './rule-samples.ts';

/** A heel that is stuck from 40 s on, stored by somebody who judged nothing. */
const samples: readonly Sample[] = makeRuleSamples(getWalk(0), pollEvenly(0.3), (readings, atSeconds) =>
  readings.map((value, id) => (id === 5 && atSeconds >= 40 ? 1023 : value)),
).map(({ atSeconds, sensors }) => ({ atSeconds, sensors }));

const flagOf = (sample: Sample | undefined, id: number) =>
  sample?.sensors.flatMap((sensor) => (sensor.id === id ? (findFlagSource(sensor) ?? []) : []))[0];

describe('samples that nobody judged', () => {
  test('are flagged by the rules, and only where something is wrong', () => {
    const judged = judgeSamples(samples);
    expect(flagOf(judged.at(-1), 5)).toBe('rule:stuck-high');
    const first = judged.findIndex((sample) => flagOf(sample, 5) !== undefined);
    expect(judged[first]?.atSeconds).toBeGreaterThan(44);
    expect(judged[first]?.atSeconds).toBeLessThan(52);
    expect(judged.slice(0, first).every((sample, index) => sample === samples[index])).toBe(true);
    expect(judged.every((sample) => sample.sensors.filter(({ anomaly }) => anomaly).length <= 1)).toBe(true);
  });

  test('keep a flag of the API, and what a rule says is told beside it', () => {
    const flagged = samples.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) => ({ ...sensor, anomaly: sensor.id === 5 })),
    }));
    const last = judgeSamples(flagged).at(-1)?.sensors[5];
    expect(last && findFlagSource(last)).toBe('api');
    expect(last && findRule(last)).toBe('stuck-high');
  });

  test('are judged by the sensors of their insole', () => {
    const insole = { ...SIX, sensors: SIX.sensors.map((sensor) => ({ ...sensor, id: 10 + sensor.id })) };
    const renumbered = samples.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) => ({ ...sensor, id: 10 + sensor.id })),
    }));
    expect(flagOf(judgeSamples(renumbered, insole).at(-1), 15)).toBe('rule:stuck-high');
    expect(judgeSamples(renumbered).at(-1)).toBe(renumbered.at(-1));
  });
});

test('samples that a cacher flagged stay as they are', () => {
  const byCacher = samples.map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((sensor) =>
      sensor.id === 1 ? { ...sensor, anomaly: true, source: 'rule:swapped' } : sensor,
    ),
  }));
  const judge = createJudge();
  for (const { atSeconds, sensors } of byCacher) expect(judge(atSeconds, sensors)).toBe(sensors);
});
