import { describe, expect, test } from 'vitest';
import { dateFrames } from '../../../src/cacher/frames/date-frames.ts';
import type { Frame } from '../../../src/core/decoding/frame.ts';

const frame = (own: number, deviceSeconds: number | null = null): Frame => ({
  own,
  deviceSeconds,
  patient: null,
  sensors: [],
});
const NOW = 1_795_465_522_000;

describe('dateFrames', () => {
  test('dates the newest frame when it was received, and the others by how much older they are', () => {
    const dated = dateFrames([frame(1, 7.94), frame(2, 7.96), frame(3, 8)], NOW, 1, 60_000);
    expect(dated.map(({ atMs }) => atMs - NOW)).toEqual([-60, -40, 0]);
  });

  test('dates frames without times by their numbers', () => {
    const dated = dateFrames([frame(1), frame(2), frame(5)], NOW, 20, 60_000);
    expect(dated.map(({ atMs }) => atMs - NOW)).toEqual([-80, -60, 0]);
  });

  test.each([-1e12, 0, 1e12])('makes nothing younger or older than it is by a clock %d s off', (off) => {
    const dated = dateFrames([frame(1, off), frame(2, off + 0.5)], NOW, 1, 60_000);
    expect(dated.map(({ atMs }) => atMs - NOW)).toEqual([-500, 0]);
  });

  test('takes a jump of the clock within an answer for an age that is still kept', () => {
    expect(dateFrames([frame(1, 0), frame(2, 1e9)], NOW, 1, 60_000)[0]?.atMs).toBe(NOW - 60_000);
  });
});
