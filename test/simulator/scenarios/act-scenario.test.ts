import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { castWalks } from '../../../src/simulator/cast-walks.ts';
import { readRecordedWalks } from '../../../src/simulator/recorded-walk.ts';
import { SCENARIOS, type Scenario } from '../../../src/simulator/scenarios/scenario.ts';
import { FRAMES_PER_SECOND, type Walk } from '../../../src/simulator/walk.ts';
import { readWalkFrame } from '../read-walk-frame.ts';

const PATIENTS = [0, 1, 2, 3, 4, 5];

/** What is shown of the first patient's walk, polled every 0.3 s, at an instant. */
function lookAt(walk: Walk | undefined, atSeconds: number) {
  const samples = Array.from({ length: 300 }, (_, poll) => atSeconds - (299 - poll) * 0.3)
    .filter((at) => at >= 0)
    .map((at) => makeSample(at, walk ? readWalkFrame(walk, Math.floor(at * FRAMES_PER_SECOND)) : []));
  const { state, reason, cadence, load } = computeFigures(samples);
  return { shown: reason ?? state, cadence, left: load?.left ?? Number.NaN };
}

/** What is shown at instants from `from` to `to` of six patients. */
function listShown(scenario: Scenario, from: number, to: number): ReadonlySet<string> {
  const walks = castWalks(scenario, 1);
  const instants = Array.from({ length: Math.floor((to - from) / 0.7) + 1 }, (_, look) => from + look * 0.7);
  return new Set(PATIENTS.flatMap((patient) => instants.map((at) => lookAt(walks[patient], at).shown)));
}

describe('what is shown while a scenario interrupts the walk', () => {
  test.each([
    ['freezing', 'moving'],
    ['tapping', 'moving'],
    ['swaying', 'moving'],
    ['sitting', 'moving'],
    ['one-leg', 'standing'],
    ['stop', 'standing'],
  ] as const)('%s is %s from 8 s on, after walking', (scenario, shown) => {
    expect(listShown(scenario, 38, 49.9)).toEqual(new Set([shown]));
    // The sixth patient stands now and then.
    const [first] = castWalks(scenario, 1);
    expect(lookAt(first, 29).shown).toBe('walking');
  });
});

describe('what is shown of a walk that is another all the time', () => {
  test('a shuffle of a fifth of the steps, without a lift, is moving', () => {
    expect(listShown('shuffling', 10, 30)).toEqual(new Set(['moving']));
  });

  test('slow strides are walking, at half the cadence', () => {
    const [normal] = castWalks('walking', 1);
    const walk = castWalks('slow', 1)[4];
    const fifth = castWalks('walking', 1)[4];
    expect(normal).not.toBeUndefined();
    const cadence = lookAt(fifth, 50).cadence ?? Number.NaN;
    expect((lookAt(walk, 100).cadence ?? Number.NaN) / cadence).toBeCloseTo(0.5, 1);
  });

  test('fast strides are walking up to 168 steps a minute, and nothing beyond', () => {
    const walks = castWalks('fast', 1);
    // Some 97 and 109 steps a minute in 0.6 of the time. Where the pace varies, seconds beyond 168 hide the cadence too.
    expect(lookAt(walks[0], 60).cadence).toBeCloseTo(162, -1);
    expect(lookAt(walks[1], 60)).toMatchObject({ shown: 'moving', cadence: null });
  });

  test('a turn is walked on from', () => {
    const walks = castWalks('turn', 1);
    for (const at of [29, 48, 64]) expect(lookAt(walks[0], at).shown).toBe('walking');
    const lowest = Array.from({ length: 5 * FRAMES_PER_SECOND }, (_, frame) =>
      readWalkFrame(walks[0] as Walk, 30 * FRAMES_PER_SECOND + frame)
        .slice(0, 3)
        .reduce((sum, reading) => sum + reading, 0),
    );
    expect(Math.min(...lowest)).toBeGreaterThan(500);
  });
});

test('without a scenario the recorded walks are played as they are', () => {
  expect(castWalks('walking', 1).slice(0, 5)).toEqual(readRecordedWalks());
});

test('a scenario is the same for the same seed, and keeps to the range of a sensor', () => {
  for (const scenario of SCENARIOS) {
    const [walk] = castWalks(scenario, 7);
    // As text: thousands of readings are compared at once, rather than one by one.
    expect(JSON.stringify(walk)).toBe(JSON.stringify(castWalks(scenario, 7)[0]));
    expect(Math.max(...(walk?.readings ?? []))).toBeLessThanOrEqual(1023);
    expect(walk?.frameCount).toBe(606);
  }
});
