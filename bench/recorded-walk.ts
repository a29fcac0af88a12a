import { readFileSync } from 'node:fs';
import type { Random } from '../src/core/random.ts';
import type { Sample } from '../src/core/sample.ts';
import { FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from '../src/simulator/walk.ts';

/** How many rows of readings a walk has each second. */
export const ROWS_PER_SECOND = 50;
/**
 * Contact above 40 N and release below 20 N, as in walks/README.md, in readings of the sum of three sensors (1023 are 300 N). They
 * give the number of strikes in the README to within two, and its median strides to 0.01 s. In a window with turns, lower or
 * higher thresholds move the mean stride by up to 4 %.
 */
const CONTACT_SUM = 136;
const RELEASE_SUM = 68;

/** A walk at 50 Hz whose strikes are known. */
export interface RecordedWalk {
  readonly name: string;
  /** True cadence in steps/min. */
  readonly cadence: number;
  /** The six readings of every 20 ms. */
  readonly rows: readonly (readonly number[])[];
  /** When each foot strikes, seconds: left, right. */
  readonly strikes: readonly (readonly number[])[];
}

const CADENCES = { gaco01_01: 98.4, gaco02_01: 109.1, gaco03_01: 97.6, gaco04_01: 97.6, gaco05_01: 114.3 };

/** Reads the five walks of the simulator at 50 Hz; run from the project's folder. */
export function readWalks(): readonly RecordedWalk[] {
  return Object.entries(CADENCES).map(([name, cadence]) => {
    const lines = readFileSync(`src/simulator/walks/${name}.csv`, 'utf8').trimEnd().split('\n').slice(1);
    const rows = lines.map((line) => line.split(',').slice(1).map(Number));
    return makeRecordedWalk(name, rows, cadence);
  });
}

/** Makes a walk from its rows, and finds its strikes. */
export function makeRecordedWalk(
  name: string,
  rows: readonly (readonly number[])[],
  cadence: number,
): RecordedWalk {
  return { name, cadence, rows, strikes: [findStrikes(rows, 0), findStrikes(rows, 3)] };
}

function findStrikes(rows: readonly (readonly number[])[], first: number): number[] {
  const sumFoot = (row: readonly number[]) => row.slice(first, first + 3).reduce((sum, x) => sum + x, 0);
  let inContact = sumFoot(rows[0] ?? []) > CONTACT_SUM;
  return rows.flatMap((row, index) => {
    const sum = sumFoot(row);
    const strikes = !inContact && sum > CONTACT_SUM;
    if (strikes || sum < RELEASE_SUM) inContact = strikes;
    return strikes ? [index / ROWS_PER_SECOND] : [];
  });
}

/** Strides that differ more from the median of their window are those of turns, or hold a pause. */
export const STRAIGHT_SHARE = 0.15;

/** The mean of those strides of both feet, in seconds, that lie in a window and within 15 % of their median. */
export function computeStraightStride(
  { strikes }: Pick<RecordedWalk, 'strikes'>,
  fromSeconds: number,
  toSeconds: number,
): number {
  const strides = strikes.flatMap((ofFoot) =>
    ofFoot.flatMap((strike, index) => {
      const next = ofFoot[index + 1] ?? Number.POSITIVE_INFINITY;
      return strike >= fromSeconds && next <= toSeconds ? [next - strike] : [];
    }),
  );
  const median = strides.toSorted((a, b) => a - b)[strides.length >> 1] ?? Number.NaN;
  const straight = strides.filter((stride) => Math.abs(stride / median - 1) <= STRAIGHT_SHARE);
  return straight.reduce((sum, stride) => sum + stride, 0) / straight.length;
}

/** How a walk is polled. */
export interface Polling {
  readonly intervalSeconds: number;
  /** Share of the polls that are missing, 0 to 1. */
  readonly missing: number;
  /** How early or late a poll may be, as a share of the interval, 0 to 1. */
  readonly jitter: number;
}

/** Polls a walk from a random phase on. */
export function pollWalk(
  { rows }: Pick<RecordedWalk, 'rows'>,
  { intervalSeconds, missing, jitter }: Polling,
  random: Random,
): Sample[] {
  const samples: Sample[] = [];
  const phase = random();
  const endSeconds = (rows.length - 1) / ROWS_PER_SECOND;
  for (let poll = 0; ; poll++) {
    const atSeconds = (poll + phase + (random() - 0.5) * 2 * jitter) * intervalSeconds;
    if (atSeconds > endSeconds) return samples;
    if (atSeconds < 0 || random() < missing) continue;
    samples.push(makeSample(atSeconds, rows[Math.floor(atSeconds * ROWS_PER_SECOND)] ?? []));
  }
}

/** Makes a sample without flags from the readings of the sensors 0, 1, 2 and so on. */
export function makeSample(atSeconds: number, readings: readonly number[]): Sample {
  return { atSeconds, sensors: readings.map((value, id) => ({ id, value, anomaly: false })) };
}

/** Makes the walk as a service with so many frames a second shows it, which repeats each frame until the next one. */
export function holdFrames(walk: RecordedWalk, framesPerSecond: number): RecordedWalk {
  const rowsPerFrame = ROWS_PER_SECOND / framesPerSecond;
  const rows = walk.rows.map((_, row) => walk.rows[Math.floor(row / rowsPerFrame) * rowsPerFrame] ?? []);
  return { ...walk, name: `${walk.name}, ${framesPerSecond} frames/s`, rows };
}

/** Plays a walk twice, with a jump from its end to its start, as a recording that loops. */
export function playTwice(walk: RecordedWalk): RecordedWalk {
  return { ...walk, name: `${walk.name}, twice`, rows: [...walk.rows, ...walk.rows] };
}

/** Makes a walk of the first seconds of one of the simulator's, with unknown strikes and a cadence of NaN. */
export function playFrames(name: string, { readings }: Walk, seconds: number): RecordedWalk {
  const rows = Array.from({ length: seconds * ROWS_PER_SECOND }, (_, row) => {
    const first = Math.floor((row / ROWS_PER_SECOND) * FRAMES_PER_SECOND) * SENSORS_PER_FRAME;
    return [...readings.subarray(first, first + SENSORS_PER_FRAME)];
  });
  return { name, cadence: Number.NaN, rows, strikes: [[], []] };
}
