import { readFileSync } from 'node:fs';
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

/** Parses a walk from CSV: a header, then rows at 50 Hz with a time and six readings. Frame k is row 10k, from 0. */
export function parseRecordedWalk(csv: string): Walk {
  const rows = csv.trimEnd().split('\n').slice(1);
  const frameCount = Math.floor(rows.length / ROWS_PER_FRAME);
  const readings = new Uint16Array(frameCount * SENSORS_PER_FRAME);
  for (let frame = 0; frame < frameCount; frame++) {
    const cells = rows[frame * ROWS_PER_FRAME]?.split(',').slice(1) ?? [];
    readings.set(cells.map(Number), frame * SENSORS_PER_FRAME);
  }
  return { frameCount, readings, flagged: new Uint8Array(frameCount) };
}
