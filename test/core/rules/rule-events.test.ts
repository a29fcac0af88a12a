import { expect, test } from 'vitest';
import { groupEvents } from '../../../src/core/events/anomaly-events.ts';
import { createDetector, flagSensors } from '../../../src/core/rules/detector.ts';
import { RULE_NAMES } from '../../../src/core/rules/rule.ts';
import { getWalk, makeRuleSamples, pollEvenly } from './rule-samples.ts';

test('a sensor that stays stuck is one event with one source', () => {
  const detector = createDetector(RULE_NAMES);
  const samples = makeRuleSamples(getWalk(4), pollEvenly(0.3), (readings, atSeconds) =>
    readings.map((value, id) => (id === 5 && atSeconds > 60 ? 1023 : value)),
  ).map((sample) => ({ ...sample, sensors: flagSensors(sample.sensors, detector.detect(sample)) }));
  const events = groupEvents(1, samples, 2);
  expect(events).toMatchObject([{ sensors: [5], sources: ['rule:stuck-high'], peak: 1023 }]);
  expect(events[0]?.startSeconds).toBeLessThan(72);
  expect(events[0]?.endSeconds).toBe(samples.at(-1)?.atSeconds);
});

test('flags of the API on all six sensors are one event with the API as its source', () => {
  const flagged = makeRuleSamples(getWalk(0), pollEvenly(0.3))
    .slice(0, 60)
    .map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.map((reading) => ({ ...reading, anomaly: true })),
    }));
  expect(groupEvents(1, flagged, 2)).toMatchObject([
    { samples: 60, sensors: [0, 1, 2, 3, 4, 5], sources: ['api'] },
  ]);
});
