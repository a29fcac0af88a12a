import type { GaitFigures } from './gait-figures.ts';
import type { Interval } from './interval.ts';

/** Which feet bear load at the newest sample; null when that is not known, or seems to be neither, which nobody walks or stands on. */
export function describeSupport({ state, phase: { left, right } }: GaitFigures): string | null {
  if (state === 'unknown' || left === null || right === null) return null;
  if (left === 'swing') return right === 'swing' ? null : 'on the right foot';
  return right === 'swing' ? 'on the left foot' : 'on both feet';
}

/** Which foot bears more, if it is sure that one does. */
export function describeSymmetry(interval: Interval | null): string {
  if (interval === null) return '';
  if (interval[0] <= 0 && interval[1] >= 0) return 'may be even';
  return interval[0] > 0 ? 'right bears more' : 'left bears more';
}
