import { fitLocally, type LocalFits } from './local-fits.ts';

/** What a change of the stride frequency by 1 Hz between two knots costs, as a share of explained variance. */
const CHANGE_COST = 3;

/** The stride as an oscillation followed through a signal. */
export interface StrideTrack {
  /** Instants about a second apart, from the first sample to the last; seconds. */
  readonly knots: Float64Array;
  /** Stride frequency at each knot. */
  readonly hertz: Float64Array;
  /** Strides counted at each knot, whole numbers at the signal's crests. Only differences have a meaning. */
  readonly strides: Float64Array;
}

/**
 * Tracks the strides in a signal: the path through its local fits that explains most while its frequency changes least
 * (Viterbi), and the unwrapped phase along that path. The difference of the phase between two instants is the number of
 * strides between them, and no single strike has to be seen.
 *
 * @param times seconds, ascending, at least two
 * @param signal one value for each instant, such as the difference of the feet
 */
export function trackStrides(times: Float64Array, signal: Float64Array): StrideTrack {
  const fits = fitLocally(times, signal);
  const path = findBestPath(fits);
  const hertz = path.map((frequency) => fits.hertz[frequency] ?? 0);
  const cyclesAt = (knot: number) => fits.cycles[knot * fits.hertz.length + (path[knot] ?? 0)] ?? 0;
  const strides = new Float64Array(path.length);
  strides[0] = cyclesAt(0);
  for (let knot = 1; knot < path.length; knot++) {
    const sinceSeconds = (fits.knots[knot] ?? 0) - (fits.knots[knot - 1] ?? 0);
    const expected = ((hertz[knot - 1] ?? 0) + (hertz[knot] ?? 0)) * 0.5 * sinceSeconds;
    const surplus = cyclesAt(knot) - cyclesAt(knot - 1) - expected;
    strides[knot] = (strides[knot - 1] ?? 0) + expected + surplus - Math.round(surplus);
  }
  return { knots: fits.knots, hertz, strides };
}

/** Interpolates the strides counted at each of the instants, which are ascending and lie within the track. */
export function interpolateStrides({ knots, strides }: StrideTrack, times: Float64Array): Float64Array {
  let next = 1;
  return times.map((atSeconds) => {
    while (next < knots.length - 1 && (knots[next] ?? 0) < atSeconds) next += 1;
    const before = knots[next - 1] ?? 0;
    const share = (atSeconds - before) / ((knots[next] ?? 0) - before);
    return (strides[next - 1] ?? 0) * (1 - share) + (strides[next] ?? 0) * share;
  });
}

function findBestPath({ knots, hertz, explained }: LocalFits): Float64Array {
  const count = hertz.length;
  const total = new Float64Array(knots.length * count);
  const from = new Int16Array(knots.length * count);
  for (let cell = 0; cell < total.length; cell++) {
    const row = cell - (cell % count) - count;
    let best = row < 0 ? 0 : Number.NEGATIVE_INFINITY;
    for (let other = 0; row >= 0 && other < count; other++) {
      const change = Math.abs((hertz[cell % count] ?? 0) - (hertz[other] ?? 0));
      const score = (total[row + other] ?? 0) - CHANGE_COST * change;
      if (score > best) {
        best = score;
        from[cell] = other;
      }
    }
    total[cell] = best + (explained[cell] ?? 0);
  }
  const path = new Float64Array(knots.length);
  const last = total.subarray(-count);
  let frequency = last.indexOf(Math.max(...last));
  for (let knot = knots.length - 1; knot >= 0; knot--) {
    path[knot] = frequency;
    frequency = from[knot * count + frequency] ?? 0;
  }
  return path;
}
