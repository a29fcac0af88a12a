import type { Insole } from './insole.ts';

/** Readings are judged on the scale of the original's insole, 0 to 1023, whatever an insole tells them in. */
export const FULL_SCALE = 1023;

/** Makes the function that brings a reading of an insole to 0 for its lowest and 1023 for its highest; one of the original stays as it is. */
export function createScaler({
  lowest,
  highest,
}: Pick<Insole, 'lowest' | 'highest'>): (reading: number) => number {
  const factor = FULL_SCALE / (highest - lowest);
  return (reading) => (reading - lowest) * factor;
}
