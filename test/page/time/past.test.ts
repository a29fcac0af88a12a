import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/core/sample.ts';
import {
  advance,
  changeSpeed,
  extendPast,
  goTo,
  needsMore,
  startPast,
  stepSamples,
  stepSeconds,
  togglePlay,
} from '../../../src/page/time/past.ts';

const makeSamples = (from: number, count: number, step = 1): Sample[] =>
  Array.from({ length: count }, (_, index) => ({ atSeconds: from + index * step, sensors: [] }));

const SAMPLES = makeSamples(1000, 400);
const halt = (atSeconds = 1399) => startPast(SAMPLES, atSeconds, [1000, 1399]);

describe('the past', () => {
  test('is gone through sample by sample and second by second, and not beyond its ends', () => {
    expect(stepSamples(halt(), -1).atSeconds).toBe(1398);
    expect(stepSamples(halt(), 1).atSeconds).toBe(1399);
    expect(stepSamples(halt(1000), -5).atSeconds).toBe(1000);
    const dense = startPast(makeSamples(0, 100, 0.3), 15, [0, 29.7]);
    expect(stepSeconds(dense, -1).atSeconds).toBeCloseTo(13.8);
    expect(goTo(halt(), 5).atSeconds).toBe(1000);
    expect(goTo(halt(), 5000).atSeconds).toBe(1399);
  });

  test('is played at its speed, and ends where it catches up', () => {
    const played = togglePlay(halt(1100), 5000);
    expect(advance(played, 7000)?.atSeconds).toBe(1102);
    const fast = changeSpeed(changeSpeed(played, 2, 5000), 2, 5000);
    expect(advance(fast, 7000)?.atSeconds).toBe(1108);
    expect(advance(fast, 5000 + 80_000)).toBeNull();
    expect(togglePlay(played, 6000).play).toBeNull();
  });

  test('is played from a quarter of its speed to sixteen times, without a leap when that changes', () => {
    let past = togglePlay(halt(1100), 0);
    for (let press = 0; press < 9; press++) past = changeSpeed(past, 0.5, 0);
    expect(past.speed).toBe(0.25);
    for (let press = 0; press < 9; press++) past = changeSpeed(past, 2, 0);
    expect(past.speed).toBe(16);
    const later = advance(togglePlay(halt(1100), 0), 10_000) ?? halt();
    expect(advance(changeSpeed(later, 2, 10_000), 10_000)?.atSeconds).toBe(later.atSeconds);
  });

  test('a step halts what is played', () => {
    expect(stepSamples(togglePlay(halt(1100), 0), 1).play).toBeNull();
  });

  test('counts what came since, and can go on to it', () => {
    const extended = extendPast(halt(), makeSamples(1300, 110));
    expect(extended.meanwhile.samples).toBe(10);
    expect(extended.limits).toEqual([1000, 1409]);
    expect(stepSamples(extended, 1).atSeconds).toBe(1400);
    expect(extendPast(extended, makeSamples(1300, 110))).toBe(extended);
  });

  test('does not take for whole what came after a gap that was not read', () => {
    const extended = extendPast(halt(), makeSamples(2000, 10));
    expect(extended.samples).toBe(SAMPLES);
    expect(needsMore(extended)).toBe(true);
  });

  test('is read where little of it is known, and not where there is no more', () => {
    expect(needsMore(halt(1050))).toBe(false);
    expect(needsMore({ ...halt(1050), limits: [0, 1399] })).toBe(true);
    expect(needsMore({ ...halt(1200), limits: [0, 1399] })).toBe(false);
    expect(needsMore({ ...halt(1300), limits: [1000, 9999] })).toBe(true);
  });
});
