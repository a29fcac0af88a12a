import { SIX } from '../insole/built-in-insoles.ts';
import { createScaler } from '../insole/full-scale.ts';
import type { Insole, InsoleSensor, Side } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';

/** How far back the gait figures look. */
export const WINDOW_SECONDS = 30;
/** Samples that follow the one before by less than this add nothing about a stride and are left out. */
const MIN_SPACING_SECONDS = 0.075;

/** The readings of all sensors of an insole over a time, oldest first. */
export interface ReadingWindow {
  /** When each sample was received, seconds, ascending. */
  readonly times: Float64Array;
  /** The sensors of the insole, in its order. */
  readonly sensors: readonly InsoleSensor[];
  /** One array for each of the sensors, in the same order, with one reading (0 to 1023) for each instant. */
  readonly readings: readonly Float64Array[];
}

/**
 * Collects the last 30 s of a patient's samples, oldest first, or the last so many seconds, on a scale of 0 to 1023 (see
 * `createScaler`).
 *
 * A sensor without a reading counts as 0, which carries no information. When the clock steps back, everything before the step is
 * dropped, since it has no place on the new clock.
 */
export function collectWindow(
  samples: Iterable<Sample>,
  insole: Insole = SIX,
  seconds = WINDOW_SECONDS,
): ReadingWindow {
  return readWindow(thinSamples(samples, seconds), insole);
}

/** The samples of the last seconds, without those that follow another too closely, or lie before a step back of the clock. */
export function thinSamples(
  samples: Iterable<Sample>,
  seconds: number,
  spacingSeconds = MIN_SPACING_SECONDS,
): readonly Sample[] {
  let kept: Sample[] = [];
  for (const sample of samples) {
    const sinceSeconds = sample.atSeconds - (kept.at(-1)?.atSeconds ?? Number.NEGATIVE_INFINITY);
    if (sinceSeconds >= 0 && sinceSeconds < spacingSeconds) continue;
    if (sinceSeconds < 0) kept = [];
    kept.push(sample);
  }
  const fromSeconds = (kept.at(-1)?.atSeconds ?? 0) - seconds;
  return kept.filter(({ atSeconds }) => atSeconds >= fromSeconds);
}

/** Reads the readings of an insole's sensors out of samples, as `collectWindow` has them. */
export function readWindow(recent: readonly Sample[], insole: Insole): ReadingWindow {
  const { sensors } = insole;
  const scale = createScaler(insole);
  const readings = sensors.map(() => new Float64Array(recent.length));
  const rowOf = new Map(sensors.map(({ id }, index) => [id, readings[index]]));
  for (const [index, sample] of recent.entries()) {
    for (const { id, value } of sample.sensors) {
      const row = rowOf.get(id);
      if (row !== undefined) row[index] = scale(value);
    }
  }
  return { times: Float64Array.from(recent, ({ atSeconds }) => atSeconds), sensors, readings };
}

/** The part of a window that some of its sensors read; its arrays are the window's. */
export function pickSensors(
  window: ReadingWindow,
  isPicked: (sensor: InsoleSensor) => boolean,
): ReadingWindow {
  const { times, sensors, readings } = window;
  if (sensors.every(isPicked)) return window;
  return {
    times,
    sensors: sensors.filter(isPicked),
    readings: readings.filter((_, at) => sensors[at] !== undefined && isPicked(sensors[at])),
  };
}

/** The part of a window that starts at an index; its arrays share memory with the window's. */
export function sliceWindow({ times, sensors, readings }: ReadingWindow, start: number): ReadingWindow {
  return {
    times: times.subarray(start),
    sensors,
    readings: readings.map((values) => values.subarray(start)),
  };
}

/** The part of a window that starts at an instant; its arrays share memory with the window's. */
export function sliceWindowSince(window: ReadingWindow, fromSeconds: number): ReadingWindow {
  const start = window.times.findIndex((atSeconds) => atSeconds >= fromSeconds);
  return sliceWindow(window, start < 0 ? window.times.length : start);
}

/** Sums the readings of a foot's sensors at each sample. */
export function sumFoot({ times, sensors, readings }: ReadingWindow, side: Side): Float64Array {
  const ofFoot = readings.filter((_, at) => sensors[at]?.side === side);
  return times.map((_, index) => ofFoot.reduce((sum, values) => sum + (values[index] ?? 0), 0));
}
