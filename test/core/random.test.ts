import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

describe('seededRandom', () => {
  test('gives the same numbers for the same seed, and other numbers for another seed', () => {
    expect(draw(7, 100)).toEqual(draw(7, 100));
    expect(draw(7, 100)).not.toEqual(draw(8, 100));
  });

  test('gives the numbers of the published mulberry32', () => {
    const published = [0.6270739405881613, 0.002735721180215478, 0.5274470399599522];
    expect(draw(1, 3)).toEqual(published);
  });

  test('is uniform from 0 to below 1', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const number of draw(3, 10_000)) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
      const tenth = Math.floor(number * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
