import { memoize } from '../memoize.ts';
import type { Sample } from '../sample.ts';
import { type FootPhase, findFootPhases } from './foot-phase.ts';
import { extractFootSignals } from './foot-signals.ts';
import { classifyGait, type GaitState } from './gait-state.ts';
import {
  computeCentreOfPressure,
  computeLoadFigures,
  findFloors,
  type LoadFigures,
  type Place,
} from './load.ts';
import { LoadIndex } from './load-index.ts';
import { type ReadingWindow, SampleWindow } from './sample-window.ts';
import { measureStrideSeconds } from './stride-time.ts';
import { interpolateStrides, type StrideTrack, trackStrides } from './stride-track.ts';
import { findPair, findWalkedPairs } from './walking-spans.ts';

/** What is true of a patient's gait at the newest sample. What is not known is null, never 0. */
export interface GaitFigures {
  readonly state: GaitState;
  /** Steps a minute, 120 / stride time; null unless walking. */
  readonly cadence: number | null;
  /** Seconds from a foot's strike to its next, over up to 30 s; null unless walking. See `strideSecondsOf`. */
  readonly strideSeconds: number | null;
  /** Over whole strides while walking, over the last 5 s while standing, else over 30 s. See `loadFiguresOf`. */
  readonly load: LoadFigures['share'];
  readonly symmetryIndexPercent: number | null;
  /** Share of the walked time in which each foot bears load; null unless walking. */
  readonly contactShare: { readonly left: number | null; readonly right: number | null } | null;
  readonly phase: { readonly left: FootPhase | null; readonly right: FootPhase | null };
  /** A proxy, see `centreOfPressureOf`. */
  readonly centreOfPressure: Place | null;
  /** Where it was at the samples of the second before, the newest first. */
  readonly previousCentres: readonly (Place | null)[];
  /** Uncalibrated, since the first sample, see `LoadIndex`. */
  readonly loadIndex: readonly number[];
}

export interface GaitTracker {
  /** O(1). Samples come oldest first; a clock that stepped back starts anew. */
  push(sample: Sample): void;
  /** Worked out when asked for, from the last 30 s, and kept until the next sample. */
  figures(): GaitFigures;
}

const STANDING_LOAD_SECONDS = 5;
const TAIL_SECONDS = 1;
const MAX_TAIL = 5;

/** Follows one patient. */
export function createGaitTracker(): GaitTracker {
  const window = new SampleWindow();
  const loadIndex = new LoadIndex();
  let known: Omit<GaitFigures, 'loadIndex'> | null = null;
  return {
    push(sample) {
      loadIndex.push(sample);
      if (window.push(sample)) known = null;
    },
    figures() {
      known ??= computeWindowFigures(window.read());
      return { ...known, loadIndex: loadIndex.read() };
    },
  };
}

/** The figures at the last of the samples, oldest first; worked out once for each array. */
export const computeFigures = memoize((samples: readonly Sample[]): GaitFigures => {
  const tracker = createGaitTracker();
  for (const sample of samples) tracker.push(sample);
  return tracker.figures();
});

function computeWindowFigures(window: ReadingWindow): Omit<GaitFigures, 'loadIndex'> {
  const state = classifyGait(window);
  const phases = { left: findFootPhases(window, 'left'), right: findFootPhases(window, 'right') };
  const floors = findFloors(window);
  const walk = state === 'walking' ? computeWalkFigures(window, phases) : null;
  const chosen = walk?.chosen ?? (state === 'standing' ? selectLastSeconds(window) : selectAll(window));
  const load = computeLoadFigures(window, floors, chosen);
  return {
    state,
    cadence: walk?.strideSeconds ? 120 / walk.strideSeconds : null,
    strideSeconds: walk?.strideSeconds ?? null,
    load: load.share,
    symmetryIndexPercent: load.symmetryIndexPercent,
    contactShare: walk?.contactShare ?? null,
    phase: { left: phases.left?.at(-1) ?? null, right: phases.right?.at(-1) ?? null },
    centreOfPressure: computeCentreOfPressure(window, floors),
    previousCentres: computePreviousCentres(window, floors),
  };
}

function computePreviousCentres(window: ReadingWindow, floors: readonly number[]): (Place | null)[] {
  const { times } = window;
  const newest = times.at(-1) ?? 0;
  const centres: (Place | null)[] = [];
  for (
    let back = 1;
    back <= MAX_TAIL && newest - (times.at(-1 - back) ?? -Infinity) <= TAIL_SECONDS;
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

/** The samples of each walked stretch that lie in its whole strides, counted back from its end. */
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
