import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { computeHarmonicMeans } from '../../../src/core/gait/harmonic-mean.ts';
import { estimateSpread, weighSpread } from '../../../src/core/gait/interval.ts';
import { findFloors } from '../../../src/core/gait/load.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { computeStance, findHighestLoads } from '../../../src/core/gait/stance.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** A foot that is on the ground from the beginning of each stride for so much of it, with so much load. */
function step(strides: Float64Array, stance: number, behind: number, load = 100): Float64Array {
  return strides.map((stride) => ((stride - behind + 10) % 1 < stance ? load : 0));
}

function standOn(perSecond: number, left: number, right: number) {
  const random = seededRandom(3);
  const strides = Float64Array.from({ length: 30 * perSecond }, (_, index) => (index + random()) / perSecond);
  const loads = { left: step(strides, left, 0), right: step(strides, right, 0.5) };
  const chosen = Array.from(strides, () => true);
  return computeStance(loads, { left: 100, right: 100 }, strides, chosen);
}

describe('the stance of a foot', () => {
  test('is the share of the stride for which it bears a load', () => {
    const found = standOn(20, 0.7, 0.6);
    expect(found?.left.value).toBeCloseTo(0.7, 1);
    expect(found?.right.value).toBeCloseTo(0.6, 1);
    expect(found?.doubleSupport?.value).toBeCloseTo(0.3, 1);
  });

  test('begins at 6 % of what the most loaded sensor of the foot bears', () => {
    const strides = Float64Array.from({ length: 200 }, (_, index) => index * 0.07);
    const all = Array.from(strides, () => true);
    const stanceWith = (load: number) => {
      const foot = step(strides, 0.5, 0, load);
      return computeStance({ left: foot, right: foot }, { left: 100, right: 100 }, strides, all)?.left.value;
    };
    expect(stanceWith(6)).toBeCloseTo(0.5, 1);
    expect(stanceWith(5.9)).toBe(0);
  });

  test('is not known of a foot of which no sensor moves', () => {
    const window = collectWindow(
      Array.from({ length: 20 }, (_, index) => makeSample(index, [index * 50, 0, 0, 30, 0, 0])),
    );
    const highest = findHighestLoads(window, findFloors(window));
    expect(highest.left).toBeGreaterThan(800);
    expect(highest.right).toBe(0);
    const strides = window.times;
    expect(
      computeStance({ left: strides, right: strides }, highest, strides, Array(20).fill(true)),
    ).toBeNull();
  });

  test('is not known of one foot alone, or of fewer samples than a fit takes', () => {
    const strides = Float64Array.from({ length: 200 }, (_, index) => index * 0.07);
    const all = Array.from(strides, () => true);
    const loads = { left: step(strides, 0.6, 0), right: step(strides, 0.6, 0.5) };
    const few = all.map((_, index) => index < 8);
    expect(computeStance(loads, { left: 100, right: 100 }, strides, all)).not.toBeNull();
    expect(computeStance(loads, { left: 100, right: 0 }, strides, all)).toBeNull();
    expect(computeStance(loads, { left: 0, right: 100 }, strides, all)).toBeNull();
    expect(computeStance(loads, { left: 100, right: 100 }, strides, few)).toBeNull();
  });

  test('is as sure as 2.5 points and 0.95 of the jackknife, less with many samples, have it; both feet as the less sure of two ways', () => {
    const random = seededRandom(8);
    const strides = Float64Array.from({ length: 400 }, (_, index) => (index + random()) / 13);
    const chosen = Array.from(strides, () => true);
    const uneven = (behind: number) =>
      strides.map((stride) => Number((stride - behind + 10) % 1 < 0.5 + 0.2 * random()));
    const [left, right] = [uneven(0), uneven(0.5)];
    const both = left.map((contact, index) => contact * (right[index] ?? 0));
    const found = computeHarmonicMeans([left, right, both], strides, chosen, 2);
    const spread = [0, 1, 2].map(
      (at) =>
        0.95 *
        weighSpread(chosen) *
        estimateSpread(found?.leftOut.map((means) => means[at] ?? Number.NaN) ?? []),
    );
    const [ofLeft = 0, ofRight = 0, ofBoth = 0] = spread;
    const stance = computeStance({ left, right }, { left: 1, right: 1 }, strides, chosen);
    const halve = (interval: readonly [number, number] | undefined) =>
      interval === undefined ? Number.NaN : (interval[1] - interval[0]) / 2;
    expect(halve(stance?.left.interval)).toBeCloseTo(Math.hypot(0.025, ofLeft), 9);
    expect(halve(stance?.right.interval)).toBeCloseTo(Math.hypot(0.025, ofRight), 9);
    const less = Math.max(ofBoth, Math.hypot(ofLeft, ofRight));
    expect(less).toBeGreaterThan(1.1 * Math.min(ofBoth, Math.hypot(ofLeft, ofRight)));
    expect(halve(stance?.doubleSupport?.interval)).toBeCloseTo(Math.hypot(Math.SQRT2 * 0.025, less), 9);
  });

  test('is told by what the most loaded sensor of the foot bears above its floor', () => {
    const window = collectWindow(
      Array.from({ length: 40 }, (_, index) =>
        makeSample(index, index % 2 ? [900, 400, 70, 300, 20, 950] : [100, 350, 70, 200, 0, 940]),
      ),
    );
    expect(findHighestLoads(window, [100, 0, 0, 200, 0, 0])).toEqual({ left: 800, right: 100 });
  });

  test('is surer with more samples', () => {
    const width = (perSecond: number) => {
      const [from = 0, to = 0] = standOn(perSecond, 0.7, 0.6)?.left.interval ?? [];
      return to - from;
    };
    expect(width(20)).toBeLessThan(width(4));
    expect(width(20)).toBeGreaterThan(2 * 0.025);
  });
});

test('double support is told only when it is sure to 8 points', () => {
  expect(standOn(20, 0.7, 0.6)?.doubleSupport).not.toBeNull();
  expect(standOn(2, 0.7, 0.6)?.doubleSupport).toBeNull();
});
