import { SIX } from '../../core/insole/built-in-insoles.ts';
import { type Random, seededRandom } from '../../core/random.ts';
import { FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from '../walk.ts';
import { measureLoads, type Recording, readReadings, type SensorLoads } from './recording.ts';
import type { Scenario } from './scenario.ts';

/** How much a sensor's readings wander, either way. */
const NOISE = 4;
/** The walk and what interrupts it take turns. */
const WALK_SECONDS = 30;
const ACT_SECONDS = 20;
/** Of the walk's amplitude: what a shuffle moves, and what never leaves the foot. */
const SHUFFLE_SHARE = 0.2;
const SHUFFLE_FLOOR = 0.25;
const FAST_TIME = 0.6;
const SLOW_TIME = 2;

/** What the sensors read at an instant of what somebody does; the instant is from its beginning, the place from its patient's walk. */
type Act = (moment: {
  readonly seconds: number;
  readonly loads: readonly SensorLoads[];
}) => readonly number[];

/**
 * What takes turns with walking, 20 s after each 30 s.
 *
 * - `freezing`: both feet on the ground tremble by 30 % of the walk's amplitude, at 4.2 Hz, which comes as 0.8 Hz at five frames a second.
 * - `tapping`: the right foot taps once a second, the left one stays.
 * - `swaying`: from foot to foot by 45 % of the amplitude, once in 2 s, without a lift.
 * - `sitting`: the feet rest on the ground, and march by turns at 1.2 Hz.
 * - `one-leg`: the left foot is lifted.
 * - `stop`: standing still.
 */
const ACTS: Readonly<Partial<Record<Scenario, Act>>> = {
  freezing: ({ seconds, loads }) =>
    onFeet(loads, (left) => 0.5 + 0.15 * turn(4.2 * seconds + (left ? 0 : 0.5))),
  tapping: ({ seconds, loads }) => onFeet(loads, (left) => (left ? 0.5 : Math.max(0, 0.6 * turn(seconds)))),
  swaying: ({ seconds, loads }) =>
    onFeet(loads, (left) => 0.5 + 0.225 * turn(seconds / 2 + (left ? 0 : 0.5))),
  sitting: ({ seconds, loads }) =>
    onFeet(loads, (left) => Math.min(0.15, 0.2 + 0.2 * turn(1.2 * seconds + (left ? 0 : 0.5)))),
  'one-leg': ({ loads }) => onFeet(loads, (left) => (left ? 0 : 0.9)),
  stop: ({ loads }) => onFeet(loads, () => 0.5),
};

/**
 * A patient's walk as a scenario has it, five frames a second and as long as the walk; the same for the same seed. Beside what takes
 * turns with walking (see `ACTS`):
 *
 * - `turn`: after each 30 s, 5 s in which the left foot pivots without being lifted and steps take twice as long.
 * - `shuffling`: steps of 20 % of the amplitude, without a lift.
 * - `fast`, `slow`: every stride takes 0.6 times, twice as long.
 */
export function actScenario(scenario: Scenario, recording: Recording, seed: number): Walk {
  const loads = measureLoads(recording);
  const random = seededRandom(seed);
  const durationSeconds = recording.rows.length / recording.rowsPerSecond;
  const frameCount = Math.floor(durationSeconds * FRAMES_PER_SECOND);
  const readings = new Uint16Array(frameCount * SENSORS_PER_FRAME);
  for (let frame = 0; frame < frameCount; frame++) {
    const values = readScenario(scenario, recording, loads, frame / FRAMES_PER_SECOND);
    readings.set(
      values.map((value) => addNoise(value, random)),
      frame * SENSORS_PER_FRAME,
    );
  }
  return { frameCount, readings, flagged: new Uint8Array(frameCount) };
}

function readScenario(
  scenario: Scenario,
  recording: Recording,
  loads: readonly SensorLoads[],
  atSeconds: number,
): readonly number[] {
  const walk = (seconds: number) => readReadings(recording, seconds);
  const act = ACTS[scenario];
  if (act) {
    const seconds = (atSeconds % (WALK_SECONDS + ACT_SECONDS)) - WALK_SECONDS;
    return seconds < 0 ? walk(atSeconds) : act({ seconds, loads });
  }
  switch (scenario) {
    case 'turn':
      return readTurn(walk, loads, atSeconds);
    case 'shuffling':
      return walk(atSeconds).map((reading, sensor) => {
        const { low = 0, high = 0 } = loads[sensor] ?? {};
        return low + SHUFFLE_FLOOR * (high - low) + SHUFFLE_SHARE * (reading - low);
      });
    case 'fast':
      return walk(atSeconds / FAST_TIME);
    case 'slow':
      return walk(atSeconds / SLOW_TIME);
    default:
      return walk(atSeconds);
  }
}

const TURN_SECONDS = 5;
/** What the foot that pivots bears at least, as a share of the walk's amplitude. */
const PIVOT_LOAD = 0.5;

function readTurn(
  walk: (seconds: number) => readonly number[],
  loads: readonly SensorLoads[],
  atSeconds: number,
): readonly number[] {
  const cycle = WALK_SECONDS + TURN_SECONDS;
  const seconds = (atSeconds % cycle) - WALK_SECONDS;
  // Each turn took twice the time of the walk that it shows.
  const turned = Math.floor(atSeconds / cycle) * (TURN_SECONDS / 2);
  if (seconds < 0) return walk(atSeconds - turned);
  const pivot = onFeet(loads, (left) => (left ? PIVOT_LOAD : 0));
  return walk(atSeconds - turned - seconds / 2).map((reading, sensor) =>
    Math.max(reading, pivot[sensor] ?? 0),
  );
}

/** The readings of both feet, each bearing a share of what its sensors bear at most in the walk. */
function onFeet(loads: readonly SensorLoads[], bear: (left: boolean) => number): number[] {
  return loads.map(({ isLeft, low, high }) => low + (high - low) * bear(isLeft));
}

function turn(cycles: number): number {
  return Math.sin(2 * Math.PI * cycles);
}

function addNoise(value: number, random: Random): number {
  return Math.round(Math.min(SIX.highest, Math.max(0, value + NOISE * (2 * random() - 1))));
}
