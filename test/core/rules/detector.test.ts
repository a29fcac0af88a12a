import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { createDetector, flagSensors } from '../../../src/core/rules/detector.ts';
import { RULE_NAMES } from '../../../src/core/rules/rule.ts';
import { splitId, splitSensors, TWELVE_SENSORS } from '../gait/twelve-sensors.ts';
import { getWalk, makeRuleSamples, pollEvenly } from './rule-samples.ts';

test('a detector lets go of a sample once it is judged, or each would outlive two collections of the garbage', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const detector = createDetector(RULE_NAMES);
  const judge = () => {
    const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ id, value: 100 * id, anomaly: false }));
    detector.detect({ atSeconds: 1, traceId: '1', sensors });
    return new WeakRef(sensors);
  };
  const judged = judge();
  // A WeakRef holds its target until the end of the turn in which it was made.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(judged.deref()).toBeUndefined();
  // Until here, the detector itself is in use.
  expect(detector.detect({ atSeconds: 2, traceId: '2', sensors: [] }).size).toBe(0);
});

describe('a detection', () => {
  const stuck = makeRuleSamples(getWalk(0), pollEvenly(0.2), (readings, atSeconds) =>
    readings.map((value, id) => (id === 3 && atSeconds > 40 ? 1023 : value)),
  );

  test('names the sensor and the rule', () => {
    const detector = createDetector(RULE_NAMES);
    const detections = stuck.map((sample) => detector.detect(sample));
    expect(detections[0]?.size).toBe(0);
    expect(detections.at(-1)).toEqual(new Map([[3, 'stuck-high']]));
  });

  test('never comes from a rule that is switched off', () => {
    const detector = createDetector(RULE_NAMES.filter((name) => name !== 'stuck-high'));
    for (const sample of stuck) expect(detector.detect(sample).size).toBe(0);
  });

  test('names the first rule when several flag a sensor', () => {
    const detector = createDetector(RULE_NAMES);
    const frozen = stuck.map((sample) => ({ ...sample, traceId: '2350401012010' }));
    const detections = frozen.map((sample) => detector.detect(sample));
    expect([...(detections.at(-1)?.values() ?? [])]).toEqual(Array(6).fill('frozen-clock'));
  });

  test('never has sensors beyond the six', () => {
    const detector = createDetector(RULE_NAMES);
    const sensors = [7, 40].map((id) => ({ id, value: 1023, anomaly: false }));
    for (let atSeconds = 0; atSeconds < 60; atSeconds++) {
      expect(detector.detect({ atSeconds, traceId: String(atSeconds), sensors }).size).toBe(0);
    }
  });
});

describe('a detector of another insole, with several sensors in a region and numbers in any order', () => {
  const detectSplit = (stuckId: number, reading: number) => {
    const detector = createDetector(RULE_NAMES, TWELVE_SENSORS);
    const samples = makeRuleSamples(getWalk(0), pollEvenly(0.2)).map(splitSensors);
    const detections = samples.map((sample) =>
      detector.detect({
        ...sample,
        sensors: sample.sensors.map((sensor) =>
          sensor.id === stuckId && sample.atSeconds > 40 ? { ...sensor, value: reading } : sensor,
        ),
      }),
    );
    expect(detections.filter((detection, index) => index < 200 && detection.size > 0)).toEqual([]);
    return detections.at(-1);
  };

  test.each([0, 2, 4])('names the sensor that got stuck, of the two where the six have %i', (id) => {
    const [first, second] = splitId(id);
    expect(detectSplit(first, 1023)).toEqual(new Map([[first, 'stuck-high']]));
    expect(detectSplit(second, 0)).toEqual(new Map([[second, 'stuck-low']]));
  });

  test('finds two sensors that changed feet', () => {
    const detector = createDetector(RULE_NAMES, TWELVE_SENSORS);
    const [first] = splitId(2);
    const [twin] = splitId(5);
    const swap = (id: number) => (id === first ? twin : id === twin ? first : id);
    const detections = makeRuleSamples(getWalk(0), pollEvenly(0.2))
      .map(splitSensors)
      .map((sample) =>
        detector.detect(
          sample.atSeconds < 50
            ? sample
            : { ...sample, sensors: sample.sensors.map((sensor) => ({ ...sensor, id: swap(sensor.id) })) },
        ),
      );
    expect(detections.find(({ size }) => size > 0)).toEqual(
      new Map([twin, first].map((id) => [id, 'swapped'])),
    );
  });

  test('judges readings by the range of the insole', () => {
    const insole = { ...SIX, name: 'halves', lowest: -50, highest: 461.5 };
    const detector = createDetector(RULE_NAMES, insole);
    const detections = stuckHeel.map((sample) =>
      detector.detect({
        ...sample,
        sensors: sample.sensors.map((sensor) => ({ ...sensor, value: sensor.value / 2 - 50 })),
      }),
    );
    expect(detections.at(-1)).toEqual(new Map([[2, 'stuck-high']]));
  });

  test('of a foot with two sensors counts the strides of either by the other', () => {
    const insole = {
      ...SIX,
      name: 'two',
      sensors: SIX.sensors.filter(({ id }) => id === 1 || id === 2),
    };
    const detector = createDetector(RULE_NAMES, insole);
    const detections = stuckHeel.map((sample) => detector.detect(sample));
    expect(detections.at(-1)).toEqual(new Map([[2, 'stuck-high']]));
  });

  const stuckHeel = makeRuleSamples(getWalk(0), pollEvenly(0.2), (readings, atSeconds) =>
    readings.map((value, id) => (id === 2 && atSeconds > 40 ? 1023 : value)),
  );
});

describe('flagSensors', () => {
  const sensors = [
    { id: 0, value: 5, anomaly: false, name: 'L0' },
    { id: 1, value: 6, anomaly: true },
  ];

  test('flags detected sensors with their rule, and names the rule beside a flag of the API, which stays', () => {
    const detection = new Map([
      [0, 'stuck-low'],
      [1, 'stuck-low'],
    ] as const);
    expect(flagSensors(sensors, detection)).toEqual([
      { id: 0, value: 5, anomaly: true, name: 'L0', source: 'rule:stuck-low' },
      { id: 1, value: 6, anomaly: true, rule: 'stuck-low' },
    ]);
  });

  test('leaves every sensor unchanged when none is detected', () => {
    expect(flagSensors(sensors, new Map())).toBe(sensors);
  });
});
