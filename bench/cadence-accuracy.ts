import { computeFigures } from '../src/core/gait/gait-figures.ts';
import { seededRandom } from '../src/core/random.ts';
import { computeStraightStride, type Polling, pollWalk, type RecordedWalk } from './recorded-walk.ts';

const WINDOW_SECONDS = 30;
const LOOK_SECONDS = 1.5;
/** How far a window's cadence may be off, as a share of the truth. */
const WINDOW_TOLERANCE = 0.05;

/** How accurate cadence is over several starting phases of one walk. Errors are shares of the truth, with their signs. */
export interface CadenceAccuracy {
  /** Cadence in steps/min: the median over the phases of each phase's median. */
  readonly found: number;
  /** Largest error of a phase's median. */
  readonly worstMedianError: number;
  /** Largest error of a window of 30 s. */
  readonly worstWindowError: number;
  readonly windows: number;
  /** Windows with an error beyond `WINDOW_TOLERANCE`. */
  readonly windowsBeyond: number;
  /** Windows without a cadence. */
  readonly unknown: number;
  /** Longest time from the first strike to the state `walking`, seconds. */
  readonly walkingAfterSeconds: number;
}

/** Polls a walk from several starting phases and compares its cadence with the truth. */
export function measureCadence(walk: RecordedWalk, polling: Polling, phases: number): CadenceAccuracy {
  const runs = Array.from({ length: phases }, (_, phase) => followOnce(walk, polling, phase + 1));
  const medians = runs.map((run) => findMedian(run.cadences));
  const errors = runs.flatMap((run) => run.windowErrors);
  const known = errors.flatMap((error) => error ?? []);
  return {
    found: findMedian(medians),
    worstMedianError: findWorst(medians.map((cadence) => cadence / walk.cadence - 1)),
    worstWindowError: findWorst(known),
    windows: errors.length,
    windowsBeyond: known.filter((error) => Math.abs(error) > WINDOW_TOLERANCE).length,
    unknown: errors.length - known.length,
    walkingAfterSeconds: Math.max(...runs.map((run) => run.walkingAfterSeconds)),
  };
}

function followOnce(walk: RecordedWalk, polling: Polling, seed: number) {
  const samples = pollWalk(walk, polling, seededRandom(seed * 7919));
  const cadences: number[] = [];
  const windowErrors: (number | null)[] = [];
  const firstStrikeSeconds = Math.min(...walk.strikes.map(([first = Number.POSITIVE_INFINITY]) => first));
  let walkingAfterSeconds = Number.POSITIVE_INFINITY;
  let lookAtSeconds = 0;
  for (const [index, sample] of samples.entries()) {
    if (sample.atSeconds < lookAtSeconds) continue;
    lookAtSeconds = sample.atSeconds + LOOK_SECONDS;
    const { state, cadence } = computeFigures(samples.slice(0, index + 1));
    if (state === 'walking') {
      walkingAfterSeconds = Math.min(walkingAfterSeconds, sample.atSeconds - firstStrikeSeconds);
    }
    if (cadence !== null) cadences.push(cadence);
    if (sample.atSeconds < WINDOW_SECONDS) continue;
    const truth = 120 / computeStraightStride(walk, sample.atSeconds - WINDOW_SECONDS, sample.atSeconds);
    if (Number.isFinite(truth)) windowErrors.push(cadence === null ? null : cadence / truth - 1);
  }
  return { cadences, windowErrors, walkingAfterSeconds };
}

function findMedian(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function findWorst(errors: readonly number[]): number {
  return errors.reduce((worst, error) => (Math.abs(error) > Math.abs(worst) ? error : worst), 0);
}
