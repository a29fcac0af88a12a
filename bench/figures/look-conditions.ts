import { holdFrames, type Polling } from '../recorded-walk.ts';
import type { ForceWalk } from './force-walk.ts';
import type { Scope } from './table.ts';

/** How the polls of a walk went. */
export interface Condition {
  readonly name: string;
  readonly polling: Polling;
  /** New frames a second, as the service has them; null when each poll finds a new one. */
  readonly framesPerSecond: number | null;
}

const INTERVALS = [0.05, 0.1, 0.2, 0.3, 0.5, 1];
const LOSSES = [
  { name: 'clean', missing: 0, jitter: 0, framesPerSecond: null },
  { name: '10 % lost', missing: 0.1, jitter: 0, framesPerSecond: null },
  { name: '20 % jitter', missing: 0, jitter: 0.2, framesPerSecond: null },
  { name: 'both', missing: 0.1, jitter: 0.2, framesPerSecond: null },
  { name: 'both, 5 frames/s', missing: 0.1, jitter: 0.2, framesPerSecond: 5 },
];

/** Every interval with every loss; in the short form two intervals at their worst. */
export function listConditions({ isShort }: Scope): readonly Condition[] {
  return INTERVALS.flatMap((intervalSeconds) =>
    LOSSES.map(({ name, missing, jitter, framesPerSecond }) => ({
      name,
      polling: { intervalSeconds, missing, jitter },
      framesPerSecond,
    })),
  ).filter(
    ({ name, polling }) =>
      !isShort || (name === 'both, 5 frames/s' && [0.1, 0.3].includes(polling.intervalSeconds)),
  );
}

/** The rows of a walk as the service shows them under a condition. */
export function showRows(
  { rows }: ForceWalk,
  { framesPerSecond }: Condition,
): readonly (readonly number[])[] {
  if (framesPerSecond === null) return rows;
  return holdFrames({ name: '', cadence: Number.NaN, strikes: [], rows }, framesPerSecond).rows;
}
