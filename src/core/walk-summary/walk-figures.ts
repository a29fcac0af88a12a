import { isFrozen } from '../gait/faulty-sensors.ts';
import { followWalk, type Walk } from '../gait/followed-walk.ts';
import { classifyGait, type GaitJudgement, type UnknownReason } from '../gait/gait-state.ts';
import { type Estimate, halveWidth, type Interval } from '../gait/interval.ts';
import { listStates } from '../gait/list-states.ts';
import { computeSymmetryIndex } from '../gait/load.ts';
import { hasBothFeet } from '../gait/mended-loads.ts';
import { pickSensors, type ReadingWindow, readWindow, thinSamples } from '../gait/sample-window.ts';
import { findSensorFaults, type SensorFaults } from '../gait/sensor-faults.ts';
import { computeLoad, computeWalkStance } from '../gait/shares.ts';
import type { Insole, InsoleSensor } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';
import { keepJudged } from '../stride-curve/straight-walk.ts';

/** A figure of a walk, and where it lies with a probability of 90 %; null where that is not known. */
export interface WalkFigure {
  readonly value: number;
  readonly interval: Interval | null;
  /** Where it lies for these sensors under this person, which is how surely two walks of one person differ; where it is another. */
  readonly ownInterval?: Interval;
}

/** The figures of a walk, by their names. */
export const WALK_FIGURES = [
  'cadence',
  'strideSeconds',
  'meanStrideSeconds',
  'loadLeft',
  'symmetryIndexPercent',
  'stanceLeft',
  'stanceRight',
  'doubleSupport',
] as const;

/** Names a figure of a walk. */
export type WalkFigureName = (typeof WALK_FIGURES)[number];

/** What a patient did over a time, and the figures of all of the walking in it; null where one is not known. */
export interface WalkFigures {
  readonly walkingSeconds: number;
  readonly standingSeconds: number;
  readonly unknownSeconds: number;
  /** Why the gait is not known at the end, where nobody was seen walking; null when it is. */
  readonly reason: UnknownReason | null;
  readonly figures: Readonly<Record<WalkFigureName, WalkFigure | null>>;
}

/** How finely time is divided into what the patient did. */
const STEP_SECONDS = 1;

const NO_FIGURES: WalkFigures['figures'] = {
  cadence: null,
  strideSeconds: null,
  meanStrideSeconds: null,
  loadLeft: null,
  symmetryIndexPercent: null,
  stanceLeft: null,
  stanceRight: null,
  doubleSupport: null,
};

/**
 * Computes the figures of all the walking in some minutes of samples, as those of the dashboard are of the last 30 s: sensors that a rule
 * found faulty at any time are left out with their twins, and in the load bear what they did otherwise.
 *
 * @param samples oldest first
 * @param before earlier samples of the same walk, which tell what a faulty sensor bore
 */
export function computeWalkFigures(
  samples: readonly Sample[],
  insole: Insole,
  before: readonly Sample[] = [],
): WalkFigures {
  const thinned = thinSamples(samples, Number.POSITIVE_INFINITY);
  const window = readWindow(thinned, insole);
  const faults = findSensorFaults([...before, ...samples], thinned, insole, Number.POSITIVE_INFINITY);
  const isSound = (sensor: InsoleSensor) => !faults.leftOut.has(sensor) && !faults.twins.has(sensor);
  const sound = pickSensors(window, isSound);
  const soundInsole = sound === window ? insole : { ...insole, sensors: insole.sensors.filter(isSound) };
  const isFlagged = faults.leftOut.size > 0 && !hasBothFeet(sound);
  const { state, reason } = judgeEnd(samples, sound, isFlagged);
  const states = listStates(samples, soundInsole, STEP_SECONDS);
  const startSeconds = samples[0]?.atSeconds ?? 0;
  const spanSeconds = (samples.at(-1)?.atSeconds ?? 0) - startSeconds;
  const seconds = { walking: 0, standing: 0, unknown: 0 };
  states.forEach((each, step) => {
    seconds[isFlagged ? 'unknown' : each] += Math.min(STEP_SECONDS, spanSeconds - step * STEP_SECONDS);
  });
  const times = {
    walkingSeconds: seconds.walking,
    standingSeconds: seconds.standing,
    unknownSeconds: seconds.unknown,
    reason: seconds.walking > 0 || state !== 'unknown' ? null : reason,
  };
  if (seconds.walking === 0 || window.times.length < 2) return { ...times, figures: NO_FIGURES };
  const walk = followWalk(sound, (track, pairs) =>
    keepJudged(track, pairs, states, startSeconds, STEP_SECONDS),
  );
  const straight = walk.times && widenStride(walk.times.straight);
  return {
    ...times,
    figures: {
      ...computeShares(window, faults, walk),
      cadence: straight && {
        value: 120 / straight.value,
        interval: [120 / straight.interval[1], 120 / straight.interval[0]],
      },
      strideSeconds: straight,
      meanStrideSeconds: walk.times && { value: walk.times.meanSeconds, interval: null },
    },
  };
}

/** What the end of the samples shows, of which there is nothing to tell without a sound sensor under each foot. */
function judgeEnd(samples: readonly Sample[], sound: ReadingWindow, isFlagged: boolean): GaitJudgement {
  if (isFrozen(samples)) return { state: 'unknown', reason: 'frozen' };
  return isFlagged ? { state: 'unknown', reason: 'flagged' } : classifyGait(sound);
}

/** Over minutes chance averages out; what is left is what a mean is of, with which turns (docs/figures.md). */
const MIN_HALF_WIDTH_SHARE = 0.005;

function widenStride({ value, interval }: Estimate): Estimate {
  const halfWidth = Math.hypot(halveWidth(interval), MIN_HALF_WIDTH_SHARE * value);
  return { value, interval: [value - halfWidth, value + halfWidth] };
}

type Shares = Pick<
  WalkFigures['figures'],
  'loadLeft' | 'symmetryIndexPercent' | 'stanceLeft' | 'stanceRight' | 'doubleSupport'
>;

function computeShares(window: ReadingWindow, faults: SensorFaults, walk: Walk): Shares {
  const load = computeLoad(window, faults, walk, walk.isWalked);
  const stance = computeWalkStance(window, faults, walk);
  return {
    loadLeft: load && {
      value: load.share.left,
      interval: load.leftInterval,
      ownInterval: load.leftOfSensorsInterval,
    },
    symmetryIndexPercent: load && {
      value: load.symmetryIndexPercent,
      interval: load.symmetryInterval,
      ownInterval: [
        computeSymmetryIndex(load.leftOfSensorsInterval[1]),
        computeSymmetryIndex(load.leftOfSensorsInterval[0]),
      ],
    },
    stanceLeft: stance?.left ?? null,
    stanceRight: stance?.right ?? null,
    doubleSupport: stance?.doubleSupport ?? null,
  };
}

/** Pools the figures of parts of a time, each by the time walked in it. Intervals are pooled alike: what is off in all does not average out. */
export function poolWalkFigures(parts: readonly WalkFigures[]): WalkFigures {
  const sum = (measure: (part: WalkFigures) => number) =>
    parts.reduce((total, part) => total + measure(part), 0);
  const figures = Object.fromEntries(
    WALK_FIGURES.map((name) => [
      name,
      poolFigure(
        parts.flatMap((part) => {
          const figure = part.figures[name];
          return figure === null ? [] : { figure, weight: part.walkingSeconds };
        }),
      ),
    ]),
  ) as Record<WalkFigureName, WalkFigure | null>;
  const walkingSeconds = sum((part) => part.walkingSeconds);
  return {
    walkingSeconds,
    standingSeconds: sum((part) => part.standingSeconds),
    unknownSeconds: sum((part) => part.unknownSeconds),
    reason: walkingSeconds > 0 ? null : (parts.at(-1)?.reason ?? null),
    figures,
  };
}

function poolFigure(
  weighted: readonly { readonly figure: WalkFigure; readonly weight: number }[],
): WalkFigure | null {
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  const pool = (read: (figure: WalkFigure) => number) =>
    weighted.reduce((sum, { figure, weight }) => sum + (weight / total) * read(figure), 0);
  const poolInterval = (read: (figure: WalkFigure) => Interval | null | undefined): Interval | null =>
    weighted.every(({ figure }) => read(figure))
      ? [pool((figure) => read(figure)?.[0] ?? 0), pool((figure) => read(figure)?.[1] ?? 0)]
      : null;
  const own = poolInterval(({ ownInterval }) => ownInterval);
  return {
    value: pool(({ value }) => value),
    interval: poolInterval(({ interval }) => interval),
    ...(own !== null && { ownInterval: own }),
  };
}

/** Of so many seconds it may be unknown whether somebody walked who made no step. */
const MAX_UNKNOWN_SECONDS = 5;

/** Estimates the steps of both feet: the time walked, times the mean pace; null when it is not known whether, or how fast, somebody walked. */
export function estimateSteps({ walkingSeconds, unknownSeconds, figures }: WalkFigures): number | null {
  if (walkingSeconds === 0) return unknownSeconds > MAX_UNKNOWN_SECONDS ? null : 0;
  const stride = figures.meanStrideSeconds;
  return stride === null ? null : Math.round((2 * walkingSeconds) / stride.value);
}
