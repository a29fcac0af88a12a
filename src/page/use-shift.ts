import { useEffect, useState } from 'preact/hooks';
import type { Route } from './route.ts';

/**
 * How far what is shown of an event is moved from its beginning, seconds; another view begins anew.
 *
 * @returns also how to move it: to a distance that a function makes of the one before
 */
export function useShift(
  route: Route,
  limitSeconds: number,
): readonly [seconds: number, move: (next: (before: number) => number) => void] {
  const [shiftSeconds, setShift] = useState(0);
  useEffect(() => setShift(0), [route]);
  const clamp = (seconds: number) => Math.max(-limitSeconds, Math.min(limitSeconds, seconds));
  return [shiftSeconds, (next) => setShift((before) => clamp(next(before)))];
}
