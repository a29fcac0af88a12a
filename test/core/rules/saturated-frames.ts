import { holdFrames, pollWalk, type RecordedWalk } from '../../../bench/recorded-walk.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';

/** The intervals from 20 ms to 1 s at which healthy frames must not be flagged. */
export const INTERVALS = [
  0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1,
];
const PHASES = 40;
const LEFT_HEEL = 2;

/**
 * Frames as the API has them, five a second, of a walker whose sensors saturate most of the time and lift for moments, but for the
 * left heel, which never does.
 */
export function saturateWalk(walk: RecordedWalk, gain: number, floor: number): RecordedWalk {
  const rows = walk.rows.map((readings) =>
    readings.map((reading, id) =>
      Math.min(1023, Math.round(reading * (id === LEFT_HEEL ? 1 : gain) + floor)),
    ),
  );
  return holdFrames({ ...walk, rows }, 5);
}

/** In how many of 40 phases of polling a rule flags anything. */
export function countFlaggedPhases(create: () => Rule, walk: RecordedWalk, intervalSeconds: number): number {
  return Array.from({ length: PHASES }, (_, phase) => {
    const rule = create();
    const samples = pollWalk(walk, { intervalSeconds, missing: 0, jitter: 0 }, seededRandom(77 * phase + 1));
    return samples.some(
      (sample) => rule.detect({ ...sample, traceId: String(Math.floor(sample.atSeconds)) }).length > 0,
    );
  }).filter(Boolean).length;
}
