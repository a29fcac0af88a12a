import { describe, expect, test } from 'vitest';
import { createSwappedRule } from '../../../src/core/rules/swapped.ts';
import { findFirstFlags, getWalk, makeRuleSamples, pollEvenly, WALKS } from './rule-samples.ts';

function swap(readings: readonly number[], first: number, second: number): number[] {
  return readings.map((value, id) => readings[id === first ? second : id === second ? first : id] ?? value);
}

describe.each([0.1, 0.3])('on the recorded walks, polled every %s s', (intervalSeconds) => {
  test.each([
    [0, 3],
    [1, 4],
    [2, 5],
  ])(
    'sensors %s and %s that change places are flagged within 16 strides, and no others are',
    (first, second) => {
      for (const walk of WALKS) {
        const samples = makeRuleSamples(walk, pollEvenly(intervalSeconds), (readings, atSeconds) =>
          atSeconds < 50 ? readings : swap(readings, first, second),
        );
        const flags = findFirstFlags(createSwappedRule(), samples);
        expect([...flags.keys()]).toEqual([first, second]);
        expect(((flags.get(first) ?? 0) - 50) / (120 / walk.cadence)).toBeLessThan(16);
      }
    },
  );
});

test('two sensors that change back are no longer flagged', () => {
  const samples = makeRuleSamples(getWalk(1), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds >= 40 && atSeconds < 70 ? swap(readings, 2, 5) : readings,
  );
  const rule = createSwappedRule();
  const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
  expect(flagged.length).toBeGreaterThan(20);
  expect(flagged.at(-1)?.atSeconds).toBeLessThan(85);
});

test('nothing is flagged before the gait is known, nor with polls that are too far apart', () => {
  const swapped = (seconds: number) => (readings: readonly number[], atSeconds: number) =>
    atSeconds < seconds ? readings : swap(readings, 0, 3);
  const early = makeRuleSamples(getWalk(0), pollEvenly(0.2), swapped(5)).filter(
    ({ atSeconds }) => atSeconds < 25,
  );
  expect(findFirstFlags(createSwappedRule(), early).size).toBe(0);
  const sparse = makeRuleSamples(getWalk(0), pollEvenly(0.6), swapped(50));
  expect(findFirstFlags(createSwappedRule(), sparse).size).toBe(0);
});

test('after a gap two sensors are flagged only by what comes after it', () => {
  const samples = makeRuleSamples(getWalk(1), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds >= 40 && atSeconds < 70 ? swap(readings, 2, 5) : readings,
  ).filter(({ atSeconds }) => atSeconds < 60 || atSeconds >= 70);
  const rule = createSwappedRule();
  const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
  expect(flagged.length).toBeGreaterThan(10);
  expect(flagged.at(-1)?.atSeconds).toBeLessThan(60);
});

test('a clock that steps back is a gap: two sensors are flagged only by what comes after it', () => {
  const samples = makeRuleSamples(getWalk(1), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds >= 40 && atSeconds < 70 ? swap(readings, 2, 5) : readings,
  ).filter(({ atSeconds }) => atSeconds < 60 || atSeconds >= 70);
  const rule = createSwappedRule();
  const flagged = samples.filter(({ atSeconds, ...sample }) => {
    const ids = rule.detect({ ...sample, atSeconds: atSeconds < 60 ? atSeconds : atSeconds - 500 });
    return ids.length > 0;
  });
  expect(rule.name).toBe('swapped');
  expect(flagged.length).toBeGreaterThan(10);
  expect(flagged.at(-1)?.atSeconds).toBeLessThan(60);
});

describe('on a synthetic gait', () => {
  /** Where in a stride each sensor is loaded most, in cycles. */
  const PHASES = [0.2, 0.12, 0, 0.75, 0.66, 0.5];

  function readGait(atSeconds: number): number[] {
    const wave = (cycles: number) => Math.cos(2 * Math.PI * cycles);
    return PHASES.map((phase, id) =>
      Math.round(500 + 400 * wave(0.85 * atSeconds - phase) + 150 * wave(1.7 * atSeconds - phase * (id + 1))),
    );
  }

  const blend = (one: readonly number[], other: readonly number[], share: number) =>
    one.map((value, id) => Math.round((1 - share) * value + share * (other[id] ?? value)));

  /** When which sensors are flagged, each change once: `49.0 0+3`, and `76.0` where none are any more. */
  function listChanges(
    stepSeconds: number,
    seconds: number,
    read: (atSeconds: number, frame: number) => readonly number[],
  ): string[] {
    const rule = createSwappedRule();
    const changes: string[] = [];
    let before = '';
    for (let frame = 0; frame * stepSeconds <= seconds; frame++) {
      const atSeconds = frame * stepSeconds;
      const sensors = read(atSeconds, frame).map((value, id) => ({ id, value, anomaly: false }));
      const flagged = rule.detect({ atSeconds, traceId: null, sensors }).join('+');
      if (flagged !== before) changes.push(`${atSeconds.toFixed(1)} ${flagged}`.trim());
      before = flagged;
    }
    return changes;
  }

  const swapAt = (swapSeconds: number) => (atSeconds: number) =>
    atSeconds < swapSeconds ? readGait(atSeconds) : swap(readGait(atSeconds), 2, 5);

  test('the rule is silent for 25 s, then needs three comparisons a second apart', () => {
    expect(listChanges(0.2, 60, swapAt(14))).toEqual(['27.0 2+5']);
    // Every fourth frame of 0.3 s comes a second or more after the comparison before.
    expect(listChanges(0.3, 60, swapAt(14))).toEqual(['27.6 2+5']);
  });

  test('two sensors are flagged 9 s after they change places, until 6 s after they change back', () => {
    const swapFor = (seconds: number) => (at: number) => (at < 40 + seconds ? swapAt(40)(at) : readGait(at));
    expect(listChanges(0.2, 120, swapFor(30))).toEqual(['49.0 2+5', '76.0']);
    expect(listChanges(0.2, 120, swapFor(5))).toEqual([]);
  });

  test('the similarity has to be higher by 0.15 with the two exchanged', () => {
    // Sensors that share their loads, as after a partial exchange, are less and less alike.
    const shareLoads = (share: number) => (at: number) =>
      at < 40 ? readGait(at) : blend(readGait(at), swap(readGait(at), 2, 5), share);
    expect(listChanges(0.2, 120, shareLoads(0.55))).toEqual(['68.0 2+5']);
    expect(listChanges(0.2, 120, shareLoads(0.54))).toEqual(['72.0 2+5']);
    expect(listChanges(0.2, 120, shareLoads(0.53))).toEqual(['87.0 2+5']);
    expect(listChanges(0.2, 120, shareLoads(0.52))).toEqual([]);
  });

  test('the similarity has to be higher by 0.02 than with any other two exchanged', () => {
    // For two seconds these two are exchanged, for two seconds those.
    const alternate = (share: number) => (at: number, frame: number) => {
      if (at < 40) return readGait(at);
      return frame % 20 < 10
        ? swap(readGait(at), 2, 5)
        : blend(readGait(at), swap(readGait(at), 0, 3), share);
    };
    expect(listChanges(0.2, 62, alternate(0.98))).toEqual(['59.0 2+5']);
    expect(listChanges(0.2, 62, alternate(0.9815))).toEqual([]);
  });

  test('frames less than 0.18 s apart are left out', () => {
    // Every other frame is empty, and is left out when it comes too early.
    const everyOther = (at: number, frame: number) => (frame % 2 === 1 ? [0, 0, 0, 0, 0, 0] : swapAt(40)(at));
    expect(listChanges(0.175, 90, everyOther)).toHaveLength(1);
    expect(listChanges(0.185, 90, everyOther)).toEqual([]);
  });

  test('frames more than 0.45 s apart show nothing', () => {
    expect(listChanges(0.44, 90, swapAt(40))).toEqual(['50.2 2+5']);
    expect(listChanges(0.46, 90, swapAt(40))).toEqual([]);
  });

  test('nothing is compared once a sensor has not moved for 3 s', () => {
    const holdFrom = (seconds: number) => (at: number, frame: number) => {
      const readings = swapAt(40)(at);
      readings[1] = at >= seconds ? 500 : frame % 2 === 0 ? 300 : 700;
      return readings;
    };
    expect(listChanges(0.2, 90, holdFrom(45.9))).toEqual(['49.0 2+5']);
    expect(listChanges(0.2, 90, holdFrom(45.7))).toEqual([]);
  });

  test('a sensor moves when its reading changes by more than 24', () => {
    const tremble = (change: number) => (at: number, frame: number) => {
      const readings = swapAt(40)(at);
      if (at >= 40) readings[1] = 500 + (frame % 2) * change;
      return readings;
    };
    expect(listChanges(0.2, 90, tremble(25))).toHaveLength(1);
    expect(listChanges(0.2, 90, tremble(24))).toEqual([]);
  });
});
