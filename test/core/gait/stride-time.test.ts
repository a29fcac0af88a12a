import { describe, expect, test } from 'vitest';
import type { FootSignal } from '../../../src/core/gait/foot-signals.ts';
import { estimateSpread } from '../../../src/core/gait/interval.ts';
import { measureStrideTimes } from '../../../src/core/gait/stride-time.ts';

const NO_SIGNAL: FootSignal = {
  load: new Float64Array(),
  top: new Float64Array(),
  sensors: 3,
  isInformative: false,
};
const NO_FEET = { left: NO_SIGNAL, right: NO_SIGNAL, difference: new Float64Array() };

/** A track with knots a second apart; `pace` gives the strides from one knot to the next. */
function makeTrack(paces: readonly number[]) {
  const strides = new Float64Array(paces.length + 1);
  for (const [knot, pace] of paces.entries()) strides[knot + 1] = (strides[knot] ?? 0) + pace;
  return {
    knots: Float64Array.from(strides, (_, knot) => knot),
    hertz: new Float64Array(strides.length),
    strides,
  };
}

function measureBoth(paces: readonly number[], pairs = paces.map(() => true), samplesPerSecond = 10) {
  const times = Float64Array.from(
    { length: paces.length * samplesPerSecond },
    (_, index) => index / samplesPerSecond,
  );
  return measureStrideTimes(makeTrack(paces), pairs, times, NO_FEET);
}

function measure(paces: readonly number[], pairs = paces.map(() => true)): number | null {
  return measureBoth(paces, pairs)?.straight.value ?? null;
}

describe('stride time', () => {
  test('is the time walked over the strides in it', () => {
    expect(measure(Array(10).fill(0.8))).toBeCloseTo(1.25, 9);
  });

  test('is known from three strides on', () => {
    expect(measure(Array(4).fill(0.75))).toBeCloseTo(4 / 3, 9);
    expect(measure(Array(4).fill(0.7475))).toBeNull();
  });

  test('leaves out what was not walked', () => {
    const pairs = [...Array(10).fill(true), ...Array(10).fill(false)];
    expect(measure([...Array(10).fill(0.8), ...Array(10).fill(0.1)], pairs)).toBeCloseTo(1.25, 9);
  });

  test('of straight walking leaves out the turns, which the mean keeps', () => {
    const times = measureBoth([...Array(20).fill(1), ...Array(4).fill(0.5)]);
    expect(times?.straight.value).toBeCloseTo(1, 9);
    expect(times?.meanSeconds).toBeCloseTo(24 / 22, 9);
  });

  /** Twenty seconds of strides of a second and two of another stride, in stretches of two seconds that count for half each. */
  function measureBeside(strideSeconds: number): number {
    const apart = (seconds: number) => [1 / seconds, 1 / seconds, 0];
    const paces = [...Array(10).fill(apart(1)).flat(), ...apart(strideSeconds)];
    return (
      measure(
        paces,
        paces.map((pace) => pace > 0),
      ) ?? Number.NaN
    );
  }

  test("of straight walking weighs a stretch by how near it is to the mean: Tukey's biweight of 16 %", () => {
    for (const strideSeconds of [1.05, 1.1, 1.15]) {
      const mean = measureBeside(strideSeconds);
      const weigh = (seconds: number) => (1 - ((seconds / mean - 1) / 0.16) ** 2) ** 2;
      const [weights, weight] = [10 * weigh(1), weigh(strideSeconds)];
      expect(mean).toBeCloseTo((weights + weight) / (weights + weight / strideSeconds), 5);
    }
    expect(measureBeside(1.17)).toBeCloseTo(1, 9);
    expect(measureBeside(0.83)).toBeCloseTo(1, 9);
  });

  test('of straight walking moves little, not all or nothing, as a turn comes to count', () => {
    const found = Array.from({ length: 20 }, (_, step) => measureBeside(1.005 + step / 100));
    const changes = found.slice(1).map((mean, index) => Math.abs(mean - (found[index] ?? 0)));
    expect(Math.max(...changes)).toBeLessThan(0.0015);
  });

  test('of straight walking counts half of a stretch at the ends of what was walked', () => {
    // Stretches of two seconds from each second on: the first and the last of each walk count for half.
    const paces = [1, 1.04, 1, 1, 0, 1.02, 1, 1];
    const mean = measure(
      paces,
      paces.map((pace) => pace > 0),
    );
    const pieces = [
      [0.5, 2.04],
      [1, 2.04],
      [0.5, 2],
      [0.5, 2.02],
      [0.5, 2],
    ] as const;
    const sums = pieces.map(([half, strides]) => {
      const weight = half * (1 - ((2 / strides / (mean ?? 0) - 1) / 0.16) ** 2) ** 2;
      return [weight * 2, weight * strides] as const;
    });
    const sum = (which: 0 | 1) => sums.reduce((total, each) => total + each[which], 0);
    expect(mean).toBeCloseTo(sum(0) / sum(1), 9);
  });
});

describe('how sure the stride time is', () => {
  const halfWidth = (...given: Parameters<typeof measureBoth>) => {
    const [from = 0, to = 0] = measureBoth(...given)?.straight.interval ?? [];
    return (to - from) / 2;
  };
  const even = Array(25).fill(1);

  test('an even gait is as sure as its strides are counted: by 0.36 of one, at a sample a second', () => {
    expect(halfWidth(even, undefined, 1)).toBeCloseTo(0.36 / 25, 6);
    expect(halfWidth(even, undefined, 4)).toBeCloseTo(0.18 / 25, 6);
    expect(halfWidth(even.slice(0, 5), undefined, 4)).toBeCloseTo(0.18 / 5, 6);
  });

  test('strides are counted less surely with each stretch that was walked', () => {
    const pauses = even.map((_, index) => index % 8 !== 7);
    const strides = pauses.filter((walked) => walked).length;
    // The one sample at the end of the track counts with the last second.
    expect(halfWidth(even, pauses, 1)).toBeCloseTo((0.36 * 4) / strides, 2);
    expect(halfWidth(even, pauses, 1)).toBeGreaterThan(3.5 * halfWidth(even, undefined, 1));
  });

  test.each([
    [25, 8],
    [6, 5],
  ])(
    'an uneven gait of %i seconds is as sure as 0.38 of the jackknife over %i blocks, what is straight found anew in each',
    (count, blocks) => {
      const paces = Array.from({ length: count }, (_, index) => 1 + 0.09 * Math.sin(1.7 * index));
      const pieces = paces.slice(1).map((pace, index, { length }) => ({
        strides: pace + (paces[index] ?? 0),
        weight: index === 0 || index === length - 1 ? 0.5 : 1,
      }));
      const average = (of: typeof pieces, guess = 1) => {
        let mean = guess;
        for (let round = 0; round < 10; round++) {
          const near = of.map(({ strides, weight }) => {
            const off = (2 / strides / mean - 1) / 0.16;
            return { strides, weight: weight * Math.max(0, 1 - off ** 2) ** 2 };
          });
          const total = near.reduce((sum, { weight }) => sum + 2 * weight, 0);
          mean = total / near.reduce((sum, { strides, weight }) => sum + weight * strides, 0);
        }
        return mean;
      };
      const leftOut = Array.from({ length: blocks }, (_, block) =>
        average(
          pieces.filter((_, index) => Math.floor((index * blocks) / pieces.length) !== block),
          average(pieces),
        ),
      );
      const strides = paces.reduce((sum, pace) => sum + pace, 0);
      const miscounted = ((0.36 * Math.sqrt(1 / 400)) / strides) * average(pieces);
      expect(halfWidth(paces, undefined, 400)).toBeCloseTo(
        Math.hypot(miscounted, 0.38 * estimateSpread(leftOut)),
        9,
      );
    },
  );

  test('a gait in which it is hard to say which strides are straight is less sure', () => {
    const swaying = even.map((_, index) => (index % 8 < 3 ? 1.12 : 1));
    const turning = even.map((_, index) => (index % 8 < 3 ? 1.6 : 1));
    expect(halfWidth(swaying, undefined, 400)).toBeGreaterThan(1.5 * halfWidth(turning, undefined, 400));
  });

  test('a single turn at the end of a window does not count, nor does a walk without its block', () => {
    const turned = even.map((_, index) => (index < 22 ? 1 : 0.5));
    expect(halfWidth(turned, undefined, 400)).toBeLessThan(2 * halfWidth(even, undefined, 400));
  });

  test('an uneven gait is less sure', () => {
    const uneven = even.map((_, index) => 1 + 0.06 * Math.sin(index));
    expect(halfWidth(uneven)).toBeGreaterThan(1.5 * halfWidth(even));
  });
});

describe('a stride in which a foot is not lifted', () => {
  const OFFSETS = [-0.2, 0, 0.2, 0.5];

  /** The samples of a swing around a whole phase: where in the stride, and the highest level of the foot there. */
  type Swing = readonly (readonly [offset: number, level: number])[];
  const lifted: Swing = OFFSETS.map((offset) => [offset, offset === 0.5 ? 1 : 0]);
  const onGround = (level = 1, offsets: readonly number[] = OFFSETS): Swing =>
    offsets.map((offset) => [offset, level]);

  /** How many of the strides, each a second long, were left out as unlifted, both feet alike. */
  function countLeftOut(strides: number, unlifted: number, swing: Swing, midSwing = 0): number {
    const swings = Array.from({ length: strides }, (_, stride) => (stride < unlifted ? swing : lifted));
    const samples = swings.flatMap((samples, stride) =>
      samples.map(([offset, level]) => [stride + 0.5 + offset, level] as const),
    );
    const times = Float64Array.from(samples, ([at]) => at);
    const top = Float64Array.from(samples, ([, level]) => level);
    const foot: FootSignal = { load: top, top, sensors: 3, isInformative: true };
    const track = makeTrack(Array(strides).fill(1));
    // Swings lie in the middle of each second.
    const shifted = { ...track, strides: track.strides.map((phase) => phase + 0.5 + midSwing) };
    const pairs = Array(strides).fill(true);
    const found = measureStrideTimes(shifted, pairs, times, { left: foot, right: foot, difference: top });
    return Math.round(strides - strides / (found?.meanSeconds ?? Number.NaN));
  }

  test('is left out of the mean', () => {
    expect(countLeftOut(20, 2, onGround())).toBe(2);
    expect(countLeftOut(20, 2, lifted)).toBe(0);
  });

  test('is found wherever in the stride the foot swings', () => {
    for (const midSwing of [0.2, 0.4, -0.35]) {
      expect(countLeftOut(20, 2, onGround(1, [-0.115, 0.115]), midSwing)).toBe(2);
      expect(countLeftOut(20, 2, onGround(1, [-0.125, 0.125]), midSwing)).toBe(0);
    }
  });

  test('is one in which the foot stays at a level of 0.16 or more', () => {
    expect(countLeftOut(20, 2, onGround(0.16))).toBe(2);
    expect(countLeftOut(20, 2, onGround(0.155))).toBe(0);
  });

  test('has to be seen within 0.12 of mid-swing', () => {
    expect(countLeftOut(20, 2, onGround(1, [-0.115, 0.115]))).toBe(2);
    expect(countLeftOut(20, 2, onGround(1, [-0.125, 0.125]))).toBe(0);
  });

  test('has to be seen in two samples within 0.3 of mid-swing', () => {
    expect(countLeftOut(20, 2, onGround(1, [0, 0.29]))).toBe(2);
    expect(countLeftOut(20, 2, onGround(1, [0, 0.31]))).toBe(0);
  });

  test('counts only among twelve strides or more', () => {
    expect(countLeftOut(12, 1, onGround())).toBe(1);
    expect(countLeftOut(11, 1, onGround())).toBe(0);
  });

  test('counts only up to 15 % of the strides', () => {
    expect(countLeftOut(100, 15, onGround())).toBe(15);
    expect(countLeftOut(100, 16, onGround())).toBe(0);
  });
});
