import { extractFootSignals } from '../gait/foot-signals.ts';
import { classifyGait, type UnknownReason } from '../gait/gait-state.ts';
import { type Estimate, halveWidth, type Interval } from '../gait/interval.ts';
import { listStates } from '../gait/list-states.ts';
import { computeLoadFigures, computeSymmetryIndex, findFloors, sumFootLoad } from '../gait/load.ts';
import { collectWindow, type ReadingWindow } from '../gait/sample-window.ts';
import { computeStance, findHighestLoads } from '../gait/stance.ts';
import { measureStrideTimes } from '../gait/stride-time.ts';
import { interpolateStrides, type StrideTrack, trackStrides } from '../gait/stride-track.ts';
import { findPair, findWalkedPairs } from '../gait/walking-spans.ts';
import type { Insole } from '../insole/insole.ts';
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
 * Computes the figures of all the walking in some minutes of samples, as those of the dashboard are of the last 30 s.
 *
 * @param samples oldest first
 * @param insole without the sensors that are left out
 */
export function computeWalkFigures(samples: readonly Sample[], insole: Insole): WalkFigures {
  const window = collectWindow(samples, insole, Number.POSITIVE_INFINITY);
  const { state, reason } = classifyGait(window);
  const states = listStates(samples, insole, STEP_SECONDS);
  const spanSeconds = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
  const seconds = { walking: 0, standing: 0, unknown: 0 };
  states.forEach((each, step) => {
    seconds[each] += Math.min(STEP_SECONDS, spanSeconds - step * STEP_SECONDS);
  });
  const whyNot = insole.sensors.length === 0 ? 'flagged' : reason;
  const walk = {
    walkingSeconds: seconds.walking,
    standingSeconds: seconds.standing,
    unknownSeconds: seconds.unknown,
    reason: seconds.walking > 0 || state !== 'unknown' ? null : whyNot,
  };
  if (seconds.walking === 0 || window.times.length < 2) return { ...walk, figures: NO_FIGURES };
  const signals = extractFootSignals(window);
  const track = trackStrides(window.times, signals.difference);
  const pairs = keepJudged(
    track,
    findWalkedPairs(track, window.times, signals.difference),
    states,
    samples[0]?.atSeconds ?? 0,
    STEP_SECONDS,
  );
  const times = measureStrideTimes(track, pairs, window.times, signals);
  const straight = times && widenStride(times.straight);
  return {
    ...walk,
    figures: {
      ...computeShares(window, track, pairs),
      cadence: straight && {
        value: 120 / straight.value,
        interval: [120 / straight.interval[1], 120 / straight.interval[0]],
      },
      strideSeconds: straight,
      meanStrideSeconds: times && { value: times.meanSeconds, interval: null },
    },
  };
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

function computeShares(window: ReadingWindow, track: StrideTrack, pairs: readonly boolean[]): Shares {
  const { times } = window;
  const strides = interpolateStrides(track, times);
  const isWalked = Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false);
  const floors = findFloors(window);
  const loads = {
    left: sumFootLoad(window, floors, 'left'),
    right: sumFootLoad(window, floors, 'right'),
  };
  const load = computeLoadFigures(loads, strides, isWalked);
  const stance = computeStance(loads, findHighestLoads(window, floors), strides, isWalked);
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
