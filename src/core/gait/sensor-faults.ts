import type { Insole, InsoleSensor } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';
import { findFaultSpans } from './fault-spans.ts';
import { findFault, findTwins } from './faulty-sensors.ts';
import {
  pickSensors,
  type ReadingWindow,
  readWindow,
  sumFoot,
  thinSamples,
  WINDOW_SECONDS,
} from './sample-window.ts';
import { findWalkedStretches, measureUsualLoad, type UsualLoad } from './usual-load.ts';

/** How far back a fault may have begun for what the sensor bore before it to be known. */
export const FAULT_HISTORY_SECONDS = 300;
const OLDER_SPACING_SECONDS = 0.25;
/** A sensor whose flag ended comes back once its wrong readings are this old: the gait is judged by no older ones. */
const RETURN_SECONDS = 10;

/** A sensor with wrong readings in the window. */
export interface SensorFault {
  /** Its place in the window's list of sensors. */
  readonly at: number;
  /** Whether each of its readings is wrong. */
  readonly isWrong: Uint8Array;
  /** What it bore while walking before the fault; null when too little was seen of that. */
  readonly usual: UsualLoad | null;
}

/** The sensors of a window that rules find faulty. */
export interface SensorFaults {
  readonly faults: readonly SensorFault[];
  /** The sensors that are faulty now, or were a moment ago. */
  readonly leftOut: ReadonlySet<InsoleSensor>;
  /** As many sensors of the other foot in the same regions, which leave with them where the feet are compared. */
  readonly twins: ReadonlySet<InsoleSensor>;
}

const NO_FAULTS: SensorFaults = { faults: [], leftOut: new Set(), twins: new Set() };

/**
 * Finds the sensors that a rule flags as faulty in a window. Flags of the API speak of the walk, not of a sensor.
 *
 * @param samples oldest first; those before the window tell what a faulty sensor usually bears
 * @param recent the thinned samples of the window
 * @param returnSeconds how long ago the last wrong reading of a sensor lies that is left out no more
 */
export function findSensorFaults(
  samples: readonly Sample[],
  recent: readonly Sample[],
  insole: Insole,
  returnSeconds = RETURN_SECONDS,
): SensorFaults {
  const hasFault = recent.some(({ sensors }) =>
    sensors.some((reading) => reading.anomaly && findFault(reading) !== null),
  );
  if (!hasFault) return NO_FAULTS;
  const older = listOlder(samples, recent);
  const long = [...older, ...recent];
  const history = readWindow(long, insole);
  const spans = findFaultSpans(long, history);
  const sinceSeconds = (history.times.at(-1) ?? 0) - returnSeconds;
  const returnStart = Math.max(
    older.length,
    history.times.findIndex((at) => at >= sinceSeconds),
  );
  const leftOut = new Set(
    insole.sensors.filter((_, at) => spans[at]?.subarray(returnStart).includes(1) ?? false),
  );
  const twins = findTwins([...leftOut], insole);
  const paired = pickSensors(history, (sensor) => !leftOut.has(sensor) && !twins.has(sensor));
  const stretches = findWalkedStretches(history.times, subtractFeet(paired));
  const faults = spans.flatMap((span, at): SensorFault[] => {
    const isWrong = span?.subarray(older.length);
    if (!span || !isWrong?.includes(1)) return [];
    const readings = history.readings[at] ?? new Float64Array();
    return [{ at, isWrong, usual: measureUsualLoad(readings, span, stretches) }];
  });
  return { faults, leftOut, twins };
}

/** The samples before the recent ones, fewer of them: a mean over strides needs no more. */
function listOlder(samples: readonly Sample[], recent: readonly Sample[]): readonly Sample[] {
  const [first] = recent;
  if (first === undefined) return [];
  const before = samples.slice(0, samples.indexOf(first));
  const older = thinSamples(before, FAULT_HISTORY_SECONDS - WINDOW_SECONDS, OLDER_SPACING_SECONDS);
  // Where the clock stepped back just then, they have no place on the new one.
  return (older.at(-1)?.atSeconds ?? 0) < first.atSeconds ? older : [];
}

function subtractFeet(window: ReadingWindow): Float64Array {
  const right = sumFoot(window, 'right');
  return sumFoot(window, 'left').map((load, index) => load - (right[index] ?? 0));
}
