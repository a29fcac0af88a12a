import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBody } from '../../src/core/decode.ts';
import { EIGHT, SIX, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../src/core/insole/insole.ts';
import { memoize } from '../../src/core/memoize.ts';
import { castInsoleWalks } from '../../src/simulator/cast-insole-walks.ts';
import { castWalks } from '../../src/simulator/cast-walks.ts';
import { castPatient, makeBody, readFrame } from '../../src/simulator/simulated-patient.ts';
import { arbitraryInsole } from '../core/insole/arbitrary-insole.ts';

const castWalksOnce = memoize((insole: Insole) => castInsoleWalks(insole, 'walking', 1));
const cast = (patient: number, insole: Insole) => castPatient(patient, castWalksOnce(insole), insole);

test('the insole of the original has its own walks', () => {
  expect(castInsoleWalks(SIX, 'walking', 1)).toEqual(castWalks('walking', 1));
});

test('eight plays the walks that were recorded with eight sensors a foot', () => {
  // Rows 0 and 10 of both files.
  expect(readFrame(cast(1, EIGHT), 0).readings.slice(0, 4)).toEqual([295.7, 213.7, 100.5, 51.7]);
  expect(readFrame(cast(2, EIGHT), 0).readings.slice(6, 11)).toEqual([79.9, 102.1, 204.2, 103.2, 113.8]);
  expect(readFrame(cast(1, EIGHT), 606).readings).toEqual(readFrame(cast(1, EIGHT), 0).readings);
  // The third person is the first one, 20 s later.
  expect(readFrame(cast(3, EIGHT), 0).readings).toEqual(readFrame(cast(1, EIGHT), 100).readings);
  expect(castWalksOnce(EIGHT)[5]?.flagged.includes(1)).toBe(true);
});

test('another insole reads high where and when the recorded one does', () => {
  const { sensors } = SIXTEEN;
  const frames = Array.from({ length: 100 }, (_, frame) => readFrame(cast(1, SIXTEEN), frame).readings);
  const highest = sensors.map((_, index) => Math.max(...frames.map((readings) => readings[index] ?? 0)));
  for (const side of ['left', 'right']) {
    const ofFoot = highest.filter((_, index) => sensors[index]?.side === side);
    expect(Math.min(...ofFoot)).toBeGreaterThan(30);
    expect(Math.max(...ofFoot)).toBeLessThanOrEqual(600);
  }
  // The feet take turns.
  const load = (readings: readonly number[], side: string) =>
    readings.reduce((sum, value, index) => sum + (sensors[index]?.side === side ? value : 0), 0);
  const shares = frames.map(
    (readings) => load(readings, 'left') / (load(readings, 'left') + load(readings, 'right')),
  );
  expect(Math.max(...shares)).toBeGreaterThan(0.95);
  expect(Math.min(...shares)).toBeLessThan(0.05);
});

test('any insole gets bodies that are decoded by it, in every scenario', () => {
  fc.assert(
    fc.property(arbitraryInsole, fc.constantFrom('walking', 'stop'), (insole, scenario) => {
      const walks = castInsoleWalks(insole, scenario, 1);
      const ids = insole.sensors.map(({ id }) => id);
      for (const patient of [1, 2, 6]) {
        const body = Buffer.from(makeBody(castPatient(patient, walks, insole), 7));
        expect(decodeBody(body, ids, insole).kind).toBe('observed');
      }
    }),
    { numRuns: 6 },
  );
});
