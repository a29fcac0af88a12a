import { estimatePollInterval } from './poll-interval.ts';
import { type ReadingWindow, sliceWindow, sliceWindowSince } from './sample-window.ts';
import { isLoaded, isStill, MIN_STILL_SECONDS } from './stillness.ts';
import { EVIDENCE_SECONDS, isWalking, MIN_EVIDENCE_SECONDS } from './walking-evidence.ts';
import { MAX_GAP_SECONDS } from './walking-spans.ts';

/** `unknown`: the samples show neither walking nor standing. */
export type GaitState = 'walking' | 'standing' | 'unknown';

/**
 * Why a figure is not told.
 *
 * - `moving`: the feet move, but not in steps that can be vouched for
 * - `sparse`: the samples are too far apart
 * - `frozen`: the recording's clock stands still, so nothing is known of now
 * - `flagged`: a foot cannot be judged without its faulty sensors
 * - `short`: too little was seen since the start or the last gap
 */
export type UnknownReason = 'moving' | 'sparse' | 'frozen' | 'flagged' | 'short';

/** What the samples show at the newest of them. */
export interface GaitJudgement {
  readonly state: GaitState;
  /** Why the state is unknown; null when it is known, and of feet that bear nothing, since there is nothing to tell. */
  readonly reason: UnknownReason | null;
}

/** Samples that are judged, and that the sensors' ranges are taken from. */
const RANGE_SECONDS = 10;
/**
 * Polls at a longer interval carry no figure: a run of 195 steps/min comes as a walk of less than 168, since 1 / 0.33 s is less than
 * the sum of their strides a second, and whoever walks may be met with the same foot down for seconds.
 */
const MAX_INTERVAL_SECONDS = 0.33;

/**
 * Classifies the gait at the newest sample, from the last 10 s or from the last gap of more than 1.5 s on.
 *
 * - `standing`: for 3 s no sensor has moved much (see `isStill`), and at least one is loaded.
 * - `walking`: over the last 6.5 s (5 s after a gap) both feet were lifted and set down in turns (see `isWalking`).
 * - `unknown`: neither of these, or polls more than 0.33 s apart, or too few of them since a gap.
 */
export function classifyGait(window: ReadingWindow): GaitJudgement {
  const newestSeconds = window.times.at(-1) ?? 0;
  const interval = estimatePollInterval(window.times, newestSeconds - RANGE_SECONDS);
  if (interval === null) return unknown('short');
  if (interval.seconds > MAX_INTERVAL_SECONDS) return unknown('sparse');
  const recent = sliceWindowSince(window, newestSeconds - RANGE_SECONDS);
  const unbroken = sliceWindow(recent, findStartAfterGap(recent.times));
  const spanSeconds = newestSeconds - (unbroken.times[0] ?? newestSeconds);
  if (spanSeconds < MIN_STILL_SECONDS) return unknown('short');
  if (isStill(unbroken, newestSeconds)) {
    return isLoaded(unbroken) ? { state: 'standing', reason: null } : unknown(null);
  }
  if (spanSeconds < MIN_EVIDENCE_SECONDS) return unknown('short');
  return isWalking(unbroken, newestSeconds - EVIDENCE_SECONDS, interval.seconds)
    ? { state: 'walking', reason: null }
    : unknown('moving');
}

function unknown(reason: UnknownReason | null): GaitJudgement {
  return { state: 'unknown', reason };
}

function findStartAfterGap(times: Float64Array): number {
  for (let index = times.length - 1; index > 0; index--) {
    if ((times[index] ?? 0) - (times[index - 1] ?? 0) > MAX_GAP_SECONDS) return index;
  }
  return 0;
}
