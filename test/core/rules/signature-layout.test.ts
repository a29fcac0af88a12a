import { describe, expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { layOutSignature } from '../../../src/core/rules/signature-layout.ts';

const { features, swaps } = layOutSignature(SIX);

describe('the signature of six sensors', () => {
  test('has each pair in one frame once, and each sensor with each other one in the frame before', () => {
    const sameFrame = features.filter(([, j]) => j < 6);
    const frameBefore = features.filter(([, j]) => j >= 6);
    expect(new Set(sameFrame.map(([i, j]) => [i, j].sort().join())).size).toBe(15);
    expect(new Set(frameBefore.map(String)).size).toBe(30);
    expect(features.length).toBe(45);
    expect(features.filter(([i, j]) => i === j % 6)).toEqual([]);
  });

  test('has an exchange of each two sensors, by their numbers', () => {
    expect(swaps.map(({ ids }) => ids.join(''))).toEqual([
      '01',
      '02',
      '03',
      '04',
      '05',
      '12',
      '13',
      '14',
      '15',
      '23',
      '24',
      '25',
      '34',
      '35',
      '45',
    ]);
  });
});

test('of sensors that are listed in any order, an exchange names the lower number first', () => {
  const insole = { ...SIX, sensors: SIX.sensors.toReversed() };
  expect(layOutSignature(insole).swaps.every(({ ids: [first = 0, second = 0] }) => first < second)).toBe(
    true,
  );
});

test('an exchange reads each correlation where that of the exchanged sensors is, and moves no other', () => {
  // A number of its own for each pair, whichever of two in one frame comes first.
  const correlate = (i: number, j: number) =>
    j < 6 ? 100 * Math.min(i, j) + Math.max(i, j) : 1000 * (i + 1) + j;
  const known = features.map(([i, j]) => correlate(i, j));
  for (const { ids, moved, from } of swaps) {
    const [first = 0, second = 0] = ids;
    const rename = (sensor: number) => (sensor === first ? second : sensor === second ? first : sensor);
    const exchanged = features.map(([i, j]) => correlate(rename(i), j < 6 ? rename(j) : 6 + rename(j - 6)));
    const read = known.slice();
    moved.forEach((place, index) => {
      read[place] = known[from[index] ?? 0] ?? 0;
    });
    expect(read).toEqual(exchanged);
    expect(moved).toEqual([...known.keys()].filter((place) => known[place] !== exchanged[place]));
    expect(moved.length).toBe(26);
  }
});
