import { SIX } from '../insole/built-in-insoles.ts';
import type { Insole } from '../insole/insole.ts';
import { memoize } from '../memoize.ts';
import { API_SOURCE, findFlagSource, type Sample } from '../sample.ts';
import { isFrozen } from './faulty-sensors.ts';
import { followWalk } from './followed-walk.ts';
import { type FootPhase, findFootPhases } from './foot-phase.ts';
import { classifyGait, type GaitState, type UnknownReason } from './gait-state.ts';
import type { Interval } from './interval.ts';
import { computeCentreOfPressure, findFloors, type LoadFigures, type Place } from './load.ts';
import { hasBothFeet, seesWholeSteps } from './mended-loads.ts';
import { pickSensors, type ReadingWindow, readWindow, thinSamples, WINDOW_SECONDS } from './sample-window.ts';
import { findSensorFaults } from './sensor-faults.ts';
import { computeLoad, computeWalkStance } from './shares.ts';
import type { StanceFigures } from './stance.ts';
import type { StrideTimes } from './stride-time.ts';

/** The gait figures of one patient at the newest sample. A figure that is not known is null, never 0. */
export interface GaitFigures {
  readonly state: GaitState;
  /** Why something is not told: the state, or a load share that faulty sensors do not let know; see `UnknownReason`. */
  readonly reason: UnknownReason | null;
  /** Cadence of straight walking in steps a minute, 120 / stride time; null unless walking. */
  readonly cadence: number | null;
  /** Stride time of straight walking in seconds, over up to 30 s; null unless walking. See `measureStrideTimes`. */
  readonly strideSeconds: number | null;
  /** Mean stride time of the same walking, its turns with it. */
  readonly meanStrideSeconds: number | null;
  /**
   * Share of the load on each foot, 0 to 1: over the walked time while walking, over the last 5 s while standing, else over 30 s; null
   * of sparse samples, which show each foot now and then. See `computeLoadFigures`.
   */
  readonly load: LoadFigures['share'] | null;
  /** Symmetry index of the same load in per cent, -200 to 200; positive means more load on the right. */
  readonly symmetryIndexPercent: number | null;
  /** Share of the walked time, 0 to 1, in which each foot is on the ground; null unless walking. */
  readonly stanceShare: { readonly left: number; readonly right: number } | null;
  /** Share of the walked time in which both feet are on the ground; null unless walking, and when not sure to 8 points. */
  readonly doubleSupportShare: number | null;
  /** Share of the samples of the last 30 s that the API flagged; null without samples. */
  readonly flaggedShare: number | null;
  /** The ids of the sensors that no figure rests on, since a rule finds them faulty. */
  readonly withoutSensors: readonly number[];
  readonly intervals: FigureIntervals;
  /** The phase of each foot at the newest sample; null where its sensors do not show it. */
  readonly phase: { readonly left: FootPhase | null; readonly right: FootPhase | null };
  /** A proxy of the centre of pressure, see `computeCentreOfPressure`. */
  readonly centreOfPressure: Place | null;
  /** The same proxy at up to five earlier samples of the last second, newest first. */
  readonly previousCentres: readonly (Place | null)[];
}

/** Where the figures lie with a probability of 90 %; null where the figure is. */
export interface FigureIntervals {
  readonly cadence: Interval | null;
  readonly strideSeconds: Interval | null;
  /** Of the force under the whole feet, as of `symmetryIndexPercent`. */
  readonly loadLeft: Interval | null;
  /** Of what the sensors themselves bear. */
  readonly loadLeftOfSensors: Interval | null;
  readonly symmetryIndexPercent: Interval | null;
  readonly stanceLeft: Interval | null;
  readonly stanceRight: Interval | null;
  readonly doubleSupport: Interval | null;
}

/** Somebody who stands may have shifted their weight a moment ago. */
export const STANDING_LOAD_SECONDS = 5;
const PREVIOUS_CENTRES_SECONDS = 1;
const MAX_PREVIOUS_CENTRES = 5;

/**
 * Computes the gait figures at the newest of a patient's samples, from the last 30 s of them; once for each array and insole.
 *
 * @param samples oldest first, not modified afterwards
 */
export function computeFigures(samples: readonly Sample[], insole: Insole = SIX): GaitFigures {
  return computeFor(insole)(samples);
}

const computeFor = memoize((insole: Insole) =>
  memoize((samples: readonly Sample[]) => computeFiguresOf(samples, insole)),
);

/**
 * Computes the same of any insole, each time.
 *
 * Sensors that a rule finds faulty are left out, with their twins under the other foot where the feet are compared; in the load while
 * walking, they bear what they did before the fault. Nothing is known while the clock is frozen, or where no pair of sensors is left.
 * An insole for one foot has neither steps nor a load share.
 *
 * @param samples oldest first; those before the window tell what a faulty sensor bore
 */
export function computeFiguresOf(samples: readonly Sample[], insole: Insole): GaitFigures {
  if (isFrozen(samples)) return knowNothing('frozen', null, []);
  const recent = thinSamples(samples, WINDOW_SECONDS);
  const window = readWindow(recent, insole);
  const faults = findSensorFaults(samples, recent, insole);
  const withoutSensors = insole.sensors.filter((sensor) => faults.leftOut.has(sensor)).map(({ id }) => id);
  const sound = pickSensors(window, (sensor) => !faults.leftOut.has(sensor));
  const paired = pickSensors(sound, (sensor) => !faults.twins.has(sensor));
  const isPaired = hasBothFeet(paired);
  if (!isPaired && withoutSensors.length > 0) {
    return knowNothing('flagged', computeFlaggedShare(samples, window), withoutSensors);
  }
  const { state, reason } = classifyGait(paired);
  const walk = state === 'walking' ? followWalk(paired) : null;
  const isComparable = isPaired && reason !== 'sparse';
  const chosen = walk?.isWalked ?? (state === 'standing' ? selectLastSeconds(window) : selectAll(window));
  const load = isComparable ? computeLoad(window, faults, walk, chosen) : null;
  const isLoadFlagged = isComparable && load === null && faults.faults.length > 0;
  const stance = walk && computeWalkStance(window, faults, walk);
  const straight = walk?.times?.straight ?? null;
  const showsCentre = isPaired && (paired === window || seesWholeSteps(paired));
  const floors = findFloors(paired);
  return {
    state,
    reason: reason ?? (isLoadFlagged ? 'flagged' : null),
    cadence: straight && 120 / straight.value,
    strideSeconds: straight?.value ?? null,
    meanStrideSeconds: walk?.times?.meanSeconds ?? null,
    load: load?.share ?? null,
    symmetryIndexPercent: load?.symmetryIndexPercent ?? null,
    stanceShare: stance && { left: stance.left.value, right: stance.right.value },
    doubleSupportShare: stance?.doubleSupport?.value ?? null,
    flaggedShare: computeFlaggedShare(samples, window),
    withoutSensors,
    intervals: listIntervals(walk?.times ?? null, load, stance),
    phase: {
      left: findFootPhases(sound, 'left')?.at(-1) ?? null,
      right: findFootPhases(sound, 'right')?.at(-1) ?? null,
    },
    centreOfPressure: showsCentre ? computeCentreOfPressure(paired, floors) : null,
    previousCentres: showsCentre ? computePreviousCentres(paired, floors) : [],
  };
}

function knowNothing(
  reason: UnknownReason,
  flaggedShare: number | null,
  withoutSensors: readonly number[],
): GaitFigures {
  return {
    state: 'unknown',
    reason,
    cadence: null,
    strideSeconds: null,
    meanStrideSeconds: null,
    load: null,
    symmetryIndexPercent: null,
    stanceShare: null,
    doubleSupportShare: null,
    flaggedShare,
    withoutSensors,
    intervals: listIntervals(null, null, null),
    phase: { left: null, right: null },
    centreOfPressure: null,
    previousCentres: [],
  };
}

function listIntervals(
  times: StrideTimes | null,
  load: LoadFigures | null,
  stance: StanceFigures | null,
): FigureIntervals {
  const stride = times?.straight.interval ?? null;
  return {
    cadence: stride && [120 / stride[1], 120 / stride[0]],
    strideSeconds: stride,
    loadLeft: load?.leftInterval ?? null,
    loadLeftOfSensors: load?.leftOfSensorsInterval ?? null,
    symmetryIndexPercent: load?.symmetryInterval ?? null,
    stanceLeft: stance?.left.interval ?? null,
    stanceRight: stance?.right.interval ?? null,
    doubleSupport: stance?.doubleSupport?.interval ?? null,
  };
}

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

function computeFlaggedShare(samples: readonly Sample[], { times }: ReadingWindow): number | null {
  const fromSeconds = times[0] ?? Number.POSITIVE_INFINITY;
  const recent = samples.slice(samples.findLastIndex(({ atSeconds }) => atSeconds < fromSeconds) + 1);
  const flagged = recent.filter(({ sensors }) =>
    sensors.some((sensor) => findFlagSource(sensor) === API_SOURCE),
  );
  return recent.length === 0 ? null : flagged.length / recent.length;
}

function selectAll({ times }: ReadingWindow): boolean[] {
  return Array.from(times, () => true);
}

function selectLastSeconds({ times }: ReadingWindow): boolean[] {
  const fromSeconds = (times.at(-1) ?? 0) - STANDING_LOAD_SECONDS;
  return Array.from(times, (atSeconds) => atSeconds >= fromSeconds);
}
