import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { classifyGait, type GaitState } from '../../../src/core/gait/gait-state.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** Classifies samples from 0 s to `seconds`, with the readings that `read` gives for an instant. */
function classify(
  seconds: number,
  stepSeconds: number,
  read: (atSeconds: number, index: number) => readonly number[],
): GaitState {
  const count = Math.round(seconds / stepSeconds) + 1;
  return classifyGait(
    collectWindow(
      Array.from({ length: count }, (_, index) =>
        makeSample(index * stepSeconds, read(index * stepSeconds, index)),
      ),
    ),
  );
}

const onAllSensors = (reading: number) => Array(6).fill(reading) as number[];
const onFeet = (left: number, right: number) => [left, left, left, right, right, right].map(Math.round);

/** One oscillation on each foot; the right foot is some cycles behind the left. */
function walk(hertz: number, apartCycles = 0.5) {
  const wave = (cycles: number) => 500 + 400 * Math.cos(2 * Math.PI * cycles);
  return (atSeconds: number) => onFeet(wave(hertz * atSeconds), wave(hertz * atSeconds - apartCycles));
}

/** Two values in [-0.5, 0.5) for each of 101 samples, the same in each run. */
const NOISE = (() => {
  const random = seededRandom(5);
  return Array.from({ length: 101 }, () => [random() - 0.5, random() - 0.5] as const);
})();

describe('standing', () => {
  test('is known from 2.5 s on', () => {
    expect(classify(2.25, 0.25, () => onAllSensors(500))).toBe('unknown');
    expect(classify(2.5, 0.25, () => onAllSensors(500))).toBe('standing');
  });

  test('is known once nothing has moved for 3 s', () => {
    const moveUntil = (untilSeconds: number) => (at: number) => onAllSensors(at > untilSeconds ? 600 : 300);
    expect(classify(10, 0.25, moveUntil(6.75))).toBe('standing');
    expect(classify(10, 0.25, moveUntil(7))).toBe('unknown');
  });

  test('allows a sensor to sway by less than 30 % of its range', () => {
    const swayBy = (sway: number) => (at: number, index: number) =>
      onAllSensors(at < 6.8 ? (index % 2) * 1000 : 500 + (index % 2) * sway);
    expect(classify(10, 0.25, swayBy(299))).toBe('standing');
    expect(classify(10, 0.25, swayBy(300))).toBe('unknown');
  });

  test('allows a sensor to sway by less than 64 readings, however small its range is', () => {
    const swayBy = (sway: number) => (_: number, index: number) => onAllSensors(500 + (index % 2) * sway);
    expect(classify(10, 0.25, swayBy(63))).toBe('standing');
    expect(classify(10, 0.25, swayBy(64))).toBe('unknown');
  });

  test('takes the ranges of the sensors from the last 10 s', () => {
    // Two high readings widen the range so that a sway of 200 is allowed; the quantiles ignore a single one.
    const peakFrom = (fromSeconds: number) => (at: number, index: number) =>
      onAllSensors(at >= fromSeconds && at < fromSeconds + 0.5 ? 1000 : 100 + (index % 2) * 200);
    expect(classify(14, 0.25, peakFrom(4))).toBe('standing');
    expect(classify(14, 0.25, peakFrom(3.75))).toBe('unknown');
  });

  test('needs a load of at least 64 readings on some sensor', () => {
    expect(classify(10, 0.25, () => onAllSensors(63))).toBe('unknown');
    expect(classify(10, 0.25, () => [0, 0, 0, 0, 0, 64])).toBe('standing');
  });
});

describe('walking', () => {
  test('is known from 5 s on', () => {
    expect(classify(4.75, 0.25, walk(0.8))).toBe('unknown');
    expect(classify(5, 0.25, walk(0.8))).toBe('walking');
  });

  test('is not known from samples more than 0.35 s apart', () => {
    expect(classify(34 * 0.34, 0.34, walk(0.8))).toBe('walking');
    expect(classify(34 * 0.36, 0.36, walk(0.8))).toBe('unknown');
  });

  test('has strides of 0.41 to 1.4 Hz', () => {
    const states = [0.4, 0.43, 1.39, 1.42].map((hertz) => classify(10, 0.1, walk(hertz)));
    expect(states).toEqual(['unknown', 'walking', 'walking', 'unknown']);
  });

  test('has feet at least 0.3 of a stride apart, whichever comes first', () => {
    const states = [0.29, 0.31, 0.69, 0.71].map((cycles) => classify(10, 0.1, walk(0.8, cycles)));
    expect(states).toEqual(['unknown', 'walking', 'walking', 'unknown']);
  });

  test('is known when strides explain 62 % of the variance of the difference of the feet', () => {
    const blend = (noise: number) => (at: number, index: number) => {
      const [left = 0, right = 0] = NOISE[index] ?? [];
      const wave = (1 - noise) * 400 * Math.cos(2 * Math.PI * 0.8 * at);
      return onFeet(500 + wave + noise * 900 * left, 500 - wave + noise * 900 * right);
    };
    expect(classify(10, 0.1, blend(0.55))).toBe('walking');
    expect(classify(10, 0.1, blend(0.575))).toBe('unknown');
  });

  test('is known when strides explain 20 % of the variance of each foot', () => {
    const blend = (noise: number) => (at: number, index: number) => {
      const wave = 400 * Math.cos(2 * Math.PI * 0.8 * at);
      const right = 500 - (1 - noise) * wave + noise * 900 * (NOISE[index]?.[0] ?? 0);
      return [500 + wave, 500 + wave, 500 + wave, right, 300, 300].map(Math.round);
    };
    expect(classify(10, 0.1, blend(0.64))).toBe('walking');
    expect(classify(10, 0.1, blend(0.65))).toBe('unknown');
  });

  test('is known from the last 7 s, once 4.3 s of them are steps', () => {
    const startAt = (startSeconds: number) => (at: number) =>
      at < startSeconds ? onAllSensors(100) : walk(0.8)(at);
    expect(classify(10, 0.1, startAt(10 - 4.2))).toBe('unknown');
    expect(classify(10, 0.1, startAt(10 - 4.3))).toBe('walking');
  });

  test('is known from 5 s of samples after a gap of more than 1.5 s, and across a shorter one', () => {
    const skip = (fromSeconds: number, toSeconds: number) =>
      classifyGait(
        collectWindow(
          Array.from({ length: 101 }, (_, index) => index * 0.1)
            .filter((at) => at <= fromSeconds || at >= toSeconds)
            .map((at) => makeSample(at, walk(0.8)(at))),
        ),
      );
    expect(skip(5.05, 6.45)).toBe('walking');
    expect(skip(5.05, 6.65)).toBe('unknown');
    expect(skip(3.05, 4.95)).toBe('walking');
  });
});
