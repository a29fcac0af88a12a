import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { listWalks, readForceWalk } from '../../bench/figures/force-walk.ts';
import { judgeWindow } from '../../bench/figures/window-truth.ts';

/** Strikes and contact of the two feet, and the stride, as the README of each folder has them of 100 Hz. */
const TRUTHS = {
  gaco01_01: { strikes: [96, 97], stride: 1.22, stance: [0.63, 0.62] },
  gaco03_01: { strikes: [95, 96], stride: 1.23, stance: [0.66, 0.63] },
  gapt23_10: { strikes: [64, 62], stride: 1.88, stance: [0.84, 0.76] },
  jupt01_01: { strikes: [72, 72], stride: 1.1, stance: [0.65, 0.62] },
};

describe('what is true of a walk, from the force under each foot,', () => {
  test.each(Object.entries(TRUTHS))('is that of its README: %s', (name, { strikes, stride, stance }) => {
    const files = listWalks(null).find((walk) => walk.name === name);
    if (files === undefined) throw new Error(`no ${name}`);
    const walk = readForceWalk(files);
    expect(walk.feet.map((foot) => foot.strikes.length)).toEqual(strikes);
    const truth = judgeWindow(walk, 0, walk.rows.length / 50);
    expect(truth.straightStrideSeconds).toBeCloseTo(stride, 1);
    expect(truth.stanceLeft).toBeCloseTo(stance[0] ?? 0, 1);
    expect(truth.stanceRight).toBeCloseTo(stance[1] ?? 0, 1);
    expect(truth.doubleSupport).toBeLessThan(Math.min(truth.stanceLeft, truth.stanceRight));
  });

  test('is there for all eleven', () => {
    expect(listWalks(null)).toHaveLength(11);
  });
});

test('the bench of the figures ends with one JSON object, with the tables of the folder that it was given', {
  timeout: 120_000,
}, () => {
  execFileSync('npx', ['tsc', '-p', 'bench/tsconfig.json']);
  const printed = execFileSync(process.execPath, [
    '.bench/bench/figures.js',
    '--short',
    '--table',
    'figures',
    '--walks',
    'bench/walks',
  ]).toString();
  const { schema, isShort, tables } = JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '');
  expect({ schema, isShort }).toEqual({ schema: 'footwatch.bench.figures/1', isShort: true });
  expect(tables.figures[0].rows.length).toBeGreaterThan(0);
});
