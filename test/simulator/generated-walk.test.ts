import { describe, expect, test } from 'vitest';
import { generateWalk } from '../../src/simulator/generated-walk.ts';
import { FRAMES_PER_SECOND } from '../../src/simulator/walk.ts';
import { readWalkFrame } from './read-walk-frame.ts';

const walk = generateWalk(1);
const frames = Array.from({ length: walk.frameCount }, (_, frame) => readWalkFrame(walk, frame));
const listReadings = (sensor: number) => frames.map((frame) => frame[sensor] ?? Number.NaN);
const SENSORS = [0, 1, 2, 3, 4, 5];
/** Highest reading of an unloaded sensor, noise included. */
const MAX_UNLOADED = 63;
const WINDOW = 4 * FRAMES_PER_SECOND;

/** Whether all sensors are loaded and hardly change for four seconds from a frame on. */
function isStandingFrom(frame: number): boolean {
  return SENSORS.every((sensor) => {
    const readings = listReadings(sensor).slice(frame, frame + WINDOW);
    return Math.min(...readings) > MAX_UNLOADED && Math.max(...readings) - Math.min(...readings) < 50;
  });
}

function flaggedRuns(flagged: Uint8Array): { start: number; seconds: number }[] {
  const runs = [...flagged.join('').matchAll(/1+/g)];
  return runs.map((run) => ({
    start: run.index / FRAMES_PER_SECOND,
    seconds: run[0].length / FRAMES_PER_SECOND,
  }));
}

describe('the generated walker', () => {
  test('is the same for the same seed, and differs for another seed', () => {
    expect(generateWalk(1)).toEqual(walk);
    expect(generateWalk(2).readings).not.toEqual(walk.readings);
  });

  test('lasts 20 minutes, with readings from 1 to 1023', () => {
    expect(walk.frameCount).toBe(20 * 60 * FRAMES_PER_SECOND);
    for (const reading of walk.readings) {
      expect(reading).toBeGreaterThan(0);
      expect(reading).toBeLessThanOrEqual(1023);
    }
  });

  test('has a floor above 0 on each sensor, not the same on all', () => {
    const floors = SENSORS.map((sensor) => Math.min(...listReadings(sensor)));
    for (const floor of floors) {
      expect(floor).toBeGreaterThanOrEqual(5);
      expect(floor).toBeLessThanOrEqual(MAX_UNLOADED);
    }
    expect(new Set(floors).size).toBeGreaterThan(2);
  });

  test('limps: the left foot is loaded for less of the time, and less', () => {
    const share = (foot: readonly number[]) =>
      frames.filter((frame) => foot.some((sensor) => (frame[sensor] ?? 0) > MAX_UNLOADED)).length /
      frames.length;
    const most = (foot: readonly number[]) => foot.map((sensor) => Math.max(...listReadings(sensor)));
    const mean = (foot: readonly number[]) =>
      foot.flatMap(listReadings).reduce((sum, reading) => sum + reading, 0) / frames.length;
    expect(share([3, 4, 5]) - share([0, 1, 2])).toBeGreaterThan(0.08);
    expect(mean([0, 1, 2]) / mean([3, 4, 5])).toBeLessThan(0.7);
    for (const reading of most([0, 1, 2])) expect(reading).toBeLessThan(1023);
    expect(most([3, 5])).toEqual([1023, 1023]);
  });

  test('takes 91 steps a minute while it walks', () => {
    const heel = listReadings(2);
    const strikes = heel.flatMap((reading, frame) => {
      const before = heel[frame - 1] ?? Number.POSITIVE_INFINITY;
      return before <= MAX_UNLOADED && reading > MAX_UNLOADED ? [frame / FRAMES_PER_SECOND] : [];
    });
    const strides = strikes.slice(1).map((at, index) => at - (strikes[index] ?? Number.NaN));
    // Longer ones are bouts of standing.
    const walking = strides.filter((seconds) => seconds < 2);
    const meanSeconds = walking.reduce((sum, seconds) => sum + seconds, 0) / walking.length;
    expect(walking.length).toBeGreaterThan(500);
    expect(120 / meanSeconds).toBeGreaterThan(89);
    expect(120 / meanSeconds).toBeLessThan(93);
  });

  test('stands in several bouts, and walks most of the time', () => {
    const windows = Array.from({ length: walk.frameCount / WINDOW }, (_, index) =>
      isStandingFrom(index * WINDOW),
    );
    const standing = windows.filter(Boolean).length;
    expect(standing).toBeGreaterThan(10);
    expect(standing / windows.length).toBeLessThan(0.3);
    // A demo need not wait: the first bout comes within 75 s.
    expect(Array.from({ length: 70 * FRAMES_PER_SECOND }, (_, frame) => isStandingFrom(frame))).toContain(
      true,
    );
  });

  test('is flagged for 18 s within the first minute, and rarely afterwards', () => {
    for (let seed = 0; seed < 20; seed++) {
      const [first, ...later] = flaggedRuns(generateWalk(seed).flagged);
      expect(first?.start).toBeGreaterThanOrEqual(19.8);
      expect(first?.start).toBeLessThanOrEqual(35);
      expect(first?.seconds).toBe(18);
      expect(later.length).toBeGreaterThan(0);
      expect(later.length).toBeLessThan(6);
      for (const run of later) expect(run.start).toBeGreaterThan(240);
    }
  });

  test('is flagged for 18 s at the median and 69 s at most', () => {
    const seconds = Array.from({ length: 60 }, (_, seed) => flaggedRuns(generateWalk(seed).flagged).slice(1))
      .flat()
      .map((run) => run.seconds)
      .sort((a, b) => a - b);
    expect(seconds.at(0)).toBeGreaterThan(4);
    expect(seconds.at(-1)).toBeLessThanOrEqual(69);
    expect(seconds.at(-1)).toBeGreaterThan(50);
    expect(seconds[Math.floor(seconds.length / 2)]).toBeGreaterThan(13);
    expect(seconds[Math.floor(seconds.length / 2)]).toBeLessThan(24);
  });
});
