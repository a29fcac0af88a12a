import { memoize } from '../memoize.ts';
import type { Sample } from '../sample.ts';
import { type FootPhase, findFootPhases } from './foot-phase.ts';
import { extractFootSignals } from './foot-signals.ts';
import { classifyGait, type GaitState, type UnknownReason } from './gait-state.ts';
import {
  computeCentreOfPressure,
  computeLoadFigures,
  findFloors,
  type LoadFigures,
  type Place,
} from './load.ts';
import { collectWindow, type ReadingWindow } from './sample-window.ts';
import { measureStrideSeconds } from './stride-time.ts';
import { interpolateStrides, type StrideTrack, trackStrides } from './stride-track.ts';
import { findPair, findWalkedPairs } from './walking-spans.ts';

/** The gait figures of one patient at the newest sample. A figure that is not known is null, never 0. */
export interface GaitFigures {
  readonly state: GaitState;
  /** Why the state is unknown, see `UnknownReason`. */
  readonly reason: UnknownReason | null;
  /** Cadence in steps a minute, 120 / stride time; null unless walking. */
  readonly cadence: number | null;
  /** Stride time in seconds, over up to 30 s; null unless walking. See `measureStrideSeconds`. */
  readonly strideSeconds: number | null;
  /**
   * Share of the load on each foot, 0 to 1: over whole strides while walking, over the last 5 s while standing, else over
   * 30 s; null of sparse samples, which show each foot now and then. See `computeLoadFigures`.
   */
  readonly load: LoadFigures['share'];
  /** Symmetry index of the same load in per cent, -200 to 200; positive means more load on the right. */
  readonly symmetryIndexPercent: number | null;
  /** Share of the walked time, 0 to 1, in which each foot is in contact with the ground; null unless walking. */
  readonly contactShare: { readonly left: number | null; readonly right: number | null } | null;
  /** The phase of each foot at the newest sample; null where its sensors do not show it. */
  readonly phase: { readonly left: FootPhase | null; readonly right: FootPhase | null };
  /** A proxy of the centre of pressure, see `computeCentreOfPressure`. */
  readonly centreOfPressure: Place | null;
  /** The same proxy at up to five earlier samples of the last second, newest first. */
  readonly previousCentres: readonly (Place | null)[];
}

/** Who stands may have shifted his weight a moment ago. */
export const STANDING_LOAD_SECONDS = 5;
const UNKNOWN_LOAD: LoadFigures = { share: null, symmetryIndexPercent: null };
const PREVIOUS_CENTRES_SECONDS = 1;
const MAX_PREVIOUS_CENTRES = 5;

/**
 * Computes the gait figures at the newest of a patient's samples, from the last 30 s of them; once for each array.
 *
 * @param samples oldest first, not modified afterwards
 */
export const computeFigures = memoize((samples: readonly Sample[]): GaitFigures => {
  const window = collectWindow(samples);
  const { state, reason } = classifyGait(window);
  const phases = { left: findFootPhases(window, 'left'), right: findFootPhases(window, 'right') };
  const floors = findFloors(window);
  const walk = state === 'walking' ? computeWalkFigures(window, phases) : null;
  const chosen = walk?.chosen ?? (state === 'standing' ? selectLastSeconds(window) : selectAll(window));
  const load = reason === 'sparse' ? UNKNOWN_LOAD : computeLoadFigures(window, floors, chosen);
  return {
    state,
    reason,
    cadence: walk?.strideSeconds ? 120 / walk.strideSeconds : null,
    strideSeconds: walk?.strideSeconds ?? null,
    load: load.share,
    symmetryIndexPercent: load.symmetryIndexPercent,
    contactShare: walk?.contactShare ?? null,
    phase: { left: phases.left?.at(-1) ?? null, right: phases.right?.at(-1) ?? null },
    centreOfPressure: computeCentreOfPressure(window, floors),
    previousCentres: computePreviousCentres(window, floors),
  };
});

function computePreviousCentres(window: ReadingWindow, floors: readonly number[]): (Place | null)[] {
  const { times } = window;
  const newest = times.at(-1) ?? 0;
  const centres: (Place | null)[] = [];
  for (
    let back = 1;
    back <= MAX_PREVIOUS_CENTRES && newest - (times.at(-1 - back) ?? -Infinity) <= PREVIOUS_CENTRES_SECONDS;
    back++
  ) {
    centres.push(computeCentreOfPressure(window, floors, back));
  }
  return centres;
}

interface Phases {
  readonly left: readonly FootPhase[] | null;
  readonly right: readonly FootPhase[] | null;
}

function computeWalkFigures(window: ReadingWindow, phases: Phases) {
  const { times } = window;
  const signals = extractFootSignals(window);
  const track = trackStrides(times, signals.difference);
  const pairs = findWalkedPairs(track, times, signals.difference);
  const chosen = selectWholeStrides(track, pairs, times);
  return {
    strideSeconds: measureStrideSeconds(track, pairs, times, signals),
    chosen,
    contactShare: {
      left: computeContactShare(phases.left, chosen),
      right: computeContactShare(phases.right, chosen),
    },
  };
}

/** Selects the samples that lie in whole strides of an uninterrupted bout of walking, counted back from its end. */
function selectWholeStrides(track: StrideTrack, pairs: readonly boolean[], times: Float64Array): boolean[] {
  const wholeFrom = new Float64Array(pairs.length).fill(Number.POSITIVE_INFINITY);
  for (let end = pairs.length - 1; end >= 0; end--) {
    if (!pairs[end]) continue;
    let start = end;
    while (pairs[start - 1]) start -= 1;
    const endStrides = track.strides[end + 1] ?? 0;
    const whole = endStrides - Math.floor(endStrides - (track.strides[start] ?? 0));
    wholeFrom.fill(whole, start, end + 1);
    end = start;
  }
  const strides = interpolateStrides(track, times);
  return Array.from(times, (atSeconds, index) => {
    const from = wholeFrom[findPair(track, atSeconds)] ?? Number.POSITIVE_INFINITY;
    return (strides[index] ?? 0) > from;
  });
}

function computeContactShare(phases: readonly FootPhase[] | null, chosen: readonly boolean[]): number | null {
  if (phases === null) return null;
  const counted = phases.filter((_, index) => chosen[index]);
  return counted.length === 0 ? null : counted.filter((phase) => phase !== 'swing').length / counted.length;
}

function selectAll({ times }: ReadingWindow): boolean[] {
  return Array.from(times, () => true);
}

function selectLastSeconds({ times }: ReadingWindow): boolean[] {
  const fromSeconds = (times.at(-1) ?? 0) - STANDING_LOAD_SECONDS;
  return Array.from(times, (atSeconds) => atSeconds >= fromSeconds);
}
