import { isFrozen, leaveOutFaulty } from '../gait/faulty-sensors.ts';
import { extractFootSignals } from '../gait/foot-signals.ts';
import { classifyGait, type GaitState, type UnknownReason } from '../gait/gait-state.ts';
import { listStates } from '../gait/list-states.ts';
import { collectWindow, type ReadingWindow } from '../gait/sample-window.ts';
import { trackStrides } from '../gait/stride-track.ts';
import { findPair, findWalkedPairs } from '../gait/walking-spans.ts';
import { SIX } from '../insole/built-in-insoles.ts';
import type { Insole, Side } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';
import { keepComplete } from './complete-samples.ts';
import { describeFeet, type FeetCurves, type FootCurve } from './describe-feet.ts';
import { foldStrides, measureLock } from './fold.ts';
import { dateReadings } from './frame-clock.ts';
import { findStraightWalk, keepJudged } from './straight-walk.ts';

/** How far back the curves look: enough strides even of those who walk slowly. */
export const CURVE_SECONDS = 120;
/** The mean of fewer strides is not that of the person (Melvin et al., Gait Posture 40:375-379, 2014). */
export const MIN_STRIDES = 30;
/** From this concentration of the samples' phases on, parts of the stride are not seen at all. */
const MAX_LOCK = 0.4;
const STATE_STEP_SECONDS = 2;

/** Two minutes of samples folded on the phase of the stride. */
export interface StrideCurves extends FeetCurves {
  readonly reason: null;
  /** How many strides were folded: those walked straight on. */
  readonly strides: number;
  /** Mean time of these strides. */
  readonly strideSeconds: number;
}

/**
 * Why there are no curves: as of the gait, or
 *
 * - `standing`: nobody walked
 * - `locked`: polling keeps step with the stride, so that parts of it are never seen
 */
export type NoCurvesReason = UnknownReason | 'standing' | 'locked';

/** Why there are no curves. */
export interface NoStrideCurves {
  readonly reason: NoCurvesReason;
  /** How many strides were seen, walked straight on. */
  readonly strides: number;
}

/** What the curves are made from, beside the samples. */
export interface CurveOptions {
  readonly insole?: Insole;
  /** Ids of sensors that are left out, beside those that a rule finds faulty in the newest sample. */
  readonly leftOut?: ReadonlySet<number>;
  /** How far back from the newest sample. */
  readonly seconds?: number;
}

/**
 * Computes the mean stride of a patient: two minutes of samples, far too few in each stride to show it, folded on the phase of the
 * stride as by a stroboscope. Turns, pauses and whatever is no walking are left out.
 *
 * @param samples oldest first
 * @returns curves, or why there are none
 */
export function computeStrideCurves(
  samples: readonly Sample[],
  { insole = SIX, leftOut = new Set(), seconds = CURVE_SECONDS }: CurveOptions = {},
): StrideCurves | NoStrideCurves {
  if (isFrozen(samples)) return { reason: 'frozen', strides: 0 };
  const fromSeconds = (samples.at(-1)?.atSeconds ?? 0) - seconds;
  const recent = samples.filter(({ atSeconds }) => atSeconds >= fromSeconds);
  const sound = leaveOutFaulty(samples, insole);
  const wanted = sound.sensors.filter(({ id }) => !leftOut.has(id));
  if (wanted.length === 0) return { reason: 'flagged', strides: 0 };
  const { complete, sensors } = keepComplete(recent, wanted);
  const used: Insole = { ...insole, sensors };
  const window = collectWindow(complete, used, seconds);
  const { times } = window;
  if (times.length < 2 || sensors.length === 0) return { reason: 'short', strides: 0 };
  const states = listStates(complete, used, STATE_STEP_SECONDS);
  const signals = extractFootSignals(window);
  const track = trackStrides(times, signals.difference);
  const startSeconds = complete[0]?.atSeconds ?? 0;
  const pairs = findWalkedPairs(track, times, signals);
  const walked = keepJudged(track, pairs, states, startSeconds, STATE_STEP_SECONDS);
  const straight = findStraightWalk(track, walked);
  const strides = Math.floor(straight.strides);
  if (strides < MIN_STRIDES) return { reason: explainAbsence(window, states), strides };
  const isChosen = Array.from(times, (atSeconds) => straight.pairs[findPair(track, atSeconds)] ?? false);
  const chosen = pickSamples(window, times, isChosen);
  const dated = dateReadings(chosen, track);
  const isNew = Array.from(dated, (atSeconds, index) => atSeconds !== dated[index - 1]);
  const folded = foldStrides(pickSamples(chosen, dated, isNew), track);
  if (folded === null) return { reason: 'short', strides };
  if (measureLock(folded.phases) > MAX_LOCK) return { reason: 'locked', strides };
  const strideSeconds = straight.seconds / straight.strides;
  return { reason: null, strides, strideSeconds, ...describeFeet(window, folded, insole) };
}

/** Picks the curve of a foot. */
export function pickFoot(curves: StrideCurves, side: Side): FootCurve | null {
  return side === 'left' ? curves.left : curves.right;
}

function explainAbsence(window: ReadingWindow, states: readonly GaitState[]): NoCurvesReason {
  const { state, reason } = classifyGait(window);
  if (state === 'walking' || states.includes('walking')) return 'short';
  return state === 'standing' ? 'standing' : (reason ?? 'standing');
}

/** Picks some samples of a window, with other instants. */
function pickSamples(
  { sensors, readings }: ReadingWindow,
  times: Float64Array,
  isPicked: readonly boolean[],
): ReadingWindow {
  const indices = Array.from(times.keys()).filter((index) => isPicked[index]);
  const pick = (values: Float64Array) => Float64Array.from(indices, (index) => values[index] ?? 0);
  return { times: pick(times), sensors, readings: readings.map(pick) };
}
