import { expect, test } from 'vitest';
import { makeSample, pollWalk } from '../../../bench/recorded-walk.ts';
import { GAITS, makeWalk } from '../../../bench/synthetic-walk.ts';
import { findFootPhases } from '../../../src/core/gait/foot-phase.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';

function findLeftPhases(samples: readonly Sample[]) {
  return findFootPhases(collectWindow(samples), 'left');
}

function ordinaryWalk(): Sample[] {
  const gait = GAITS.find(({ name }) => name === 'ordinary');
  if (gait === undefined) throw new Error('no ordinary gait');
  const polling = { intervalSeconds: 0.08, missing: 0, jitter: 0 };
  return pollWalk(makeWalk(gait, 1), polling, seededRandom(1)).slice(0, 300);
}

test('a foot goes through heel, flat, forefoot and swing in each stride', () => {
  const phases = findLeftPhases(ordinaryWalk()) ?? [];
  const changes = phases.filter((phase, index) => phase !== phases[index - 1]).slice(1, -1);
  const after = { swing: 'heel', heel: 'flat', flat: 'forefoot', forefoot: 'swing' };
  expect(changes.length).toBeGreaterThan(60);
  changes.slice(1).forEach((phase, index) => {
    expect(phase).toBe(after[changes[index] ?? 'swing']);
  });
});

test('a part of the foot is loaded from 30 % of its range on, until it falls below 15 %', () => {
  const heel = [...Array(10).fill(0), 299, 300, 150, 149, ...Array(10).fill(0), 1000, 1000];
  const phases = findLeftPhases(heel.map((value, index) => makeSample(index * 0.1, [value, 0, value])));
  expect(phases?.slice(10, 14)).toEqual(['swing', 'flat', 'flat', 'swing']);
});

test('readings between the two levels change no phase', () => {
  const heel = [...Array(10).fill(0), 1000, 200, 250, 200, 100, 200, 250, 200, ...Array(10).fill(0), 1000];
  const samples = heel.map((value, index) => makeSample(index * 0.1, [value, 0, value, 0, 0, 0]));
  const phases = findLeftPhases(samples) ?? [];
  expect(phases.slice(10, 18)).toEqual([
    ...['flat', 'flat', 'flat', 'flat'],
    ...['swing', 'swing', 'swing', 'swing'],
  ]);
});

test('the phase of a foot is not known when its heel or its whole forefoot does not move', () => {
  const samples = ordinaryWalk();
  const freeze = (ids: readonly number[]) =>
    samples.map(({ atSeconds, sensors }) =>
      makeSample(
        atSeconds,
        sensors.map(({ id, value }) => (ids.includes(id) ? 300 : value)),
      ),
    );
  expect(findLeftPhases(freeze([2]))).toBeNull();
  expect(findLeftPhases(freeze([0, 1]))).toBeNull();
  expect(findLeftPhases(freeze([0]))).not.toBeNull();
});
