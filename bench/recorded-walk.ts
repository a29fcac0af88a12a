import { readFileSync } from 'node:fs';
import type { Random } from '../src/core/random.ts';
import type { Sample } from '../src/core/sample.ts';
import { FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from '../src/simulator/walk.ts';

export const ROWS_PER_SECOND = 50;
/**
 * Contact above 40 N, release below 20 N, as walks/README.md has it of eight sensors, in readings of the sum of three: 1023 are
 * 300 N. This gives its strikes, to two, and its median strides, to 0.01 s. Where turns lie in a window, other
 * thresholds, lower or higher, move its mean stride by up to 4 %.
 */
const CONTACT_SUM = 136;
const RELEASE_SUM = 68;

export interface RecordedWalk {
  readonly name: string;
  /** Steps a minute, from walks/README.md. */
  readonly cadence: number;
  /** Six readings each 20 ms. */
  readonly rows: readonly (readonly number[])[];
  /** Instants of the strikes, seconds: left, right. */
  readonly strikes: readonly (readonly number[])[];
}

const CADENCES = { gaco01_01: 98.4, gaco02_01: 109.1, gaco03_01: 97.6, gaco04_01: 97.6, gaco05_01: 114.3 };

/** The five walks at 50 Hz; run from the project's folder. */
export function readWalks(): readonly RecordedWalk[] {
  return Object.entries(CADENCES).map(([name, cadence]) => {
    const lines = readFileSync(`src/simulator/walks/${name}.csv`, 'utf8').trimEnd().split('\n').slice(1);
    const rows = lines.map((line) => line.split(',').slice(1).map(Number));
    return makeRecordedWalk(name, rows, cadence);
  });
}

export function makeRecordedWalk(
  name: string,
  rows: readonly (readonly number[])[],
  cadence: number,
): RecordedWalk {
  return { name, cadence, rows, strikes: [findStrikes(rows, 0), findStrikes(rows, 3)] };
}

function findStrikes(rows: readonly (readonly number[])[], first: number): number[] {
  const sumOf = (row: readonly number[]) => row.slice(first, first + 3).reduce((sum, x) => sum + x, 0);
  let inContact = sumOf(rows[0] ?? []) > CONTACT_SUM;
  return rows.flatMap((row, index) => {
    const sum = sumOf(row);
    const strikes = !inContact && sum > CONTACT_SUM;
    if (strikes || sum < RELEASE_SUM) inContact = strikes;
    return strikes ? [index / ROWS_PER_SECOND] : [];
  });
}

/** The mean same-foot interval among the strikes of a window. */
export function computeMeanStride({ strikes }: RecordedWalk, fromSeconds: number, toSeconds: number): number {
  let seconds = 0;
  let intervals = 0;
  for (const ofFoot of strikes) {
    const inside = ofFoot.filter((atSeconds) => atSeconds >= fromSeconds && atSeconds <= toSeconds);
    if (inside.length < 2) continue;
    seconds += (inside.at(-1) ?? 0) - (inside[0] ?? 0);
    intervals += inside.length - 1;
  }
  return seconds / intervals;
}

export interface Polling {
  readonly intervalSeconds: number;
  /** Of the samples, 0 to 1. */
  readonly missing: number;
  /** Of the interval, 0 to 1: a poll comes up to half of it early or late, either way. */
  readonly jitter: number;
}

/** The walk as a poller sees it, from a random phase on. */
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

export function makeSample(atSeconds: number, readings: readonly number[]): Sample {
  return { atSeconds, sensors: readings.map((value, id) => ({ id, value, anomaly: false })) };
}

/** The walk as a service shows it that has a new frame some times a second, and the last one until then. */
export function holdFrames(walk: RecordedWalk, framesPerSecond: number): RecordedWalk {
  const rowsPerFrame = ROWS_PER_SECOND / framesPerSecond;
  const rows = walk.rows.map((_, row) => walk.rows[Math.floor(row / rowsPerFrame) * rowsPerFrame] ?? []);
  return { ...walk, name: `${walk.name}, ${framesPerSecond} frames/s`, rows };
}

/** A recording that loops: it jumps from its end to its start. */
export function playTwice(walk: RecordedWalk): RecordedWalk {
  return { ...walk, name: `${walk.name}, twice`, rows: [...walk.rows, ...walk.rows] };
}

/** The first seconds of what the simulator plays. Its strikes are not known. */
export function playFrames(name: string, { readings }: Walk, seconds: number): RecordedWalk {
  const rows = Array.from({ length: seconds * ROWS_PER_SECOND }, (_, row) => {
    const first = Math.floor((row / ROWS_PER_SECOND) * FRAMES_PER_SECOND) * SENSORS_PER_FRAME;
    return [...readings.subarray(first, first + SENSORS_PER_FRAME)];
  });
  return { name, cadence: Number.NaN, rows, strikes: [[], []] };
}
