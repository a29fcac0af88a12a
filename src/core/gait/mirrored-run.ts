import { SIDES, type Side } from '../insole/insole.ts';
import { fitOscillation } from './oscillation.ts';
import type { ReadingWindow } from './sample-window.ts';

/** The fastest strides of a run, 288 steps/min. */
const MAX_RUN_HERTZ = 2.4;
/** Polls that come more often, a second, show no stride of a run as one of a walk. */
const MAX_POLL_HERTZ = 3.8;
/** By how much of a stride the heel bears before the rest of the foot: in a mirror image it bears after it. */
const MIN_HEEL_LEAD = 0.05;
/** The same where the mirror image fits the instants of the samples better, by this share of the variance. */
const MIN_HEEL_LEAD_IN_MIRROR = 0.15;
const MIRROR_MARGIN = 0.02;
/**
 * The same where the strides explain a smaller share of the variance than those of a walk do. Late polls of frames that are held for
 * 0.2 s show a run now and then as strides of any pace, which fit badly and whose heels bear at any time.
 */
const MIN_HEEL_LEAD_IN_DOUBT = 0.1;
const SURE_EXPLAINED = 0.8;
/** A part of a foot shows when it bears if the stride explains this share of its variance. */
const MIN_EXPLAINED = 0.15;

/** Strides that were tracked through samples. */
export interface TrackedStrides {
  /** The difference of the feet that they were tracked in, at each sample. */
  readonly difference: Float64Array;
  /** Strides counted at each sample, in cycles. */
  readonly phases: Float64Array;
  /** The share of the variance of the difference that they explain. */
  readonly explained: number;
  /** Strides a second. */
  readonly hertz: number;
}

/**
 * Whether strides of a walk are those of a run that is polled too seldom. Polls at n a second show strides of f a second as n - f, and
 * backwards, as a wheel seems to turn in a film: each foot then bears with its forefoot first. Polls that are not quite regular show the
 * difference too: at their instants the faster strides explain more.
 *
 * Limits: of an insole without sensors under the heel, and of exactly regular polls, a run is not told from a walk.
 *
 * @param evidence the readings at the same samples
 */
export function isMirroredRun(
  evidence: ReadingWindow,
  strides: TrackedStrides,
  pollSeconds: number,
): boolean {
  const pollHertz = 1 / pollSeconds;
  if (pollHertz > MAX_POLL_HERTZ) return false;
  const isDoubtful = strides.explained < SURE_EXPLAINED;
  const isMirrorOfRun = pollHertz - strides.hertz <= MAX_RUN_HERTZ;
  if (!isDoubtful && !isMirrorOfRun) return false;
  const sides = SIDES.filter((side) => seesHeelAndFront(evidence, side));
  const leads = sides.flatMap((side) => measureHeelLead(evidence, side, strides.phases) ?? []);
  const lead = leads.length === 0 ? MIN_HEEL_LEAD : leads.reduce((sum, one) => sum + one, 0) / leads.length;
  if (isDoubtful && sides.length > 0 && lead < MIN_HEEL_LEAD_IN_DOUBT) return true;
  if (!isMirrorOfRun || lead >= MIN_HEEL_LEAD_IN_MIRROR) return false;
  return lead < MIN_HEEL_LEAD || measureMirrorGain(evidence, strides, pollHertz) > MIRROR_MARGIN;
}

/** How much more of the variance the strides of a run explain that come as those that were tracked. */
function measureMirrorGain(
  { times }: ReadingWindow,
  { difference, phases, explained }: TrackedStrides,
  pollHertz: number,
): number {
  const mirrored = phases.map((phase, index) => pollHertz * (times[index] ?? 0) - phase);
  return fitOscillation(difference, mirrored).explained - explained;
}

function seesHeelAndFront({ sensors }: ReadingWindow, side: Side): boolean {
  const regions = sensors.filter((sensor) => sensor.side === side).map(({ region }) => region);
  return regions.includes('heel') && regions.some((region) => region !== 'heel');
}

/** How much of a stride the heel bears before the rest of the foot, -0.5 to 0.5; null where either does not show it. */
function measureHeelLead(
  { times, sensors, readings }: ReadingWindow,
  side: Side,
  phases: Float64Array,
): number | null {
  const fitPart = (isHeel: boolean) => {
    const part = readings.filter(
      (_, at) => sensors[at]?.side === side && (sensors[at].region === 'heel') === isHeel,
    );
    return fitOscillation(
      times.map((_, index) => part.reduce((sum, values) => sum + (values[index] ?? 0), 0)),
      phases,
    );
  };
  const heel = fitPart(true);
  const front = fitPart(false);
  if (Math.min(heel.explained, front.explained) < MIN_EXPLAINED) return null;
  const lead = front.crestCycles - heel.crestCycles;
  return lead - Math.round(lead);
}
