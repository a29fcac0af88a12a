import { readFileSync } from 'node:fs';
import type { Recording } from './scenarios/recording.ts';
import { FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from './walk.ts';

const FILES = ['gaco01_01.csv', 'gaco02_01.csv', 'gaco03_01.csv', 'gaco04_01.csv', 'gaco05_01.csv'];
const ROWS_PER_SECOND = 50;
const ROWS_PER_FRAME = ROWS_PER_SECOND / FRAMES_PER_SECOND;

/** Reads the five walks that come with the simulator, described in `walks/README.md`. */
export function readRecordedWalks(): readonly Walk[] {
  return FILES.map((file) =>
    parseRecordedWalk(readFileSync(new URL(`./walks/${file}`, import.meta.url), 'utf8')),
  );
}

/** Reads the same walks as they were recorded, at 50 Hz. */
export function readRecordings(): readonly Recording[] {
  return FILES.map((file) => ({
    rowsPerSecond: ROWS_PER_SECOND,
    rows: parseRows(readFileSync(new URL(`./walks/${file}`, import.meta.url), 'utf8')),
  }));
}

/** Parses a walk from CSV: a header, then rows at 50 Hz with a time and six readings. Frame k is row 10k, from 0. */
export function parseRecordedWalk(csv: string): Walk {
  const rows = parseRows(csv);
  const frameCount = Math.floor(rows.length / ROWS_PER_FRAME);
  const readings = new Uint16Array(frameCount * SENSORS_PER_FRAME);
  for (let frame = 0; frame < frameCount; frame++) {
    readings.set(rows[frame * ROWS_PER_FRAME] ?? [], frame * SENSORS_PER_FRAME);
  }
  return { frameCount, readings, flagged: new Uint8Array(frameCount) };
}

function parseRows(csv: string): readonly (readonly number[])[] {
  const lines = csv.trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split(',').slice(1).map(Number));
}
