import type { Insole } from '../insole/insole.ts';
import { memoize } from '../memoize.ts';

/**
 * A correlation of two sensors, by their places in the insole's list: `i` in a frame with `j` in the same frame or, from the number of
 * sensors on, with sensor `j` minus that number in the frame before.
 */
export type Feature = readonly [i: number, j: number];

/** What two sensors that change places do to a signature. */
export interface Swap {
  readonly ids: readonly number[];
  /** The features that move, as places in the signature. */
  readonly moved: readonly number[];
  /** For each of these, the place from which to read it. */
  readonly from: readonly number[];
}

/** Which correlations make the signature of an insole, and each exchange of two of its sensors. */
export interface SignatureLayout {
  readonly features: readonly Feature[];
  readonly swaps: readonly Swap[];
}

/** Lays out the signature of an insole; once for each insole. */
export const layOutSignature = memoize(({ sensors }: Insole): SignatureLayout => {
  const count = sensors.length;
  const features = Array.from({ length: 2 * count }, (_, j) => sensors.map((_, i): Feature => [i, j]))
    .flat()
    .filter(([i, j]) => (j < count ? i < j : i !== j - count));
  const placeOf = new Map(features.map(([i, j], place) => [i * 2 * count + j, place]));
  const findSwap = (first: number, second: number): Omit<Swap, 'ids'> => {
    const swap = (index: number) => (index === first ? second : index === second ? first : index);
    const places = features.map(([i, j]) => {
      const [a, b] = [swap(i), j < count ? swap(j) : swap(j - count) + count];
      return placeOf.get(b < count && a > b ? b * 2 * count + a : a * 2 * count + b) ?? 0;
    });
    const moved = [...places.keys()].filter((place) => places[place] !== place);
    return { moved, from: moved.map((place) => places[place] ?? 0) };
  };
  const swaps = sensors.flatMap(({ id: firstId }, first) =>
    sensors.slice(first + 1).map(({ id: secondId }, after) => ({
      ids: [firstId, secondId].sort((a, b) => a - b),
      ...findSwap(first, first + 1 + after),
    })),
  );
  return { features, swaps };
});
