import { expect, test } from 'vitest';
import { LoadEnvelope } from '../../../src/core/walk-summary/load-envelope.ts';

test('a load envelope has the lowest and the highest load of each moment, and nothing where there was none', () => {
  const envelope = new LoadEnvelope();
  for (const [atSeconds, load] of [
    [100, 5],
    [100.1, 9],
    [100.2, 2],
    [103, 7],
  ] as const)
    envelope.add(atSeconds, load);
  expect(envelope.read()).toEqual([
    { atSeconds: 100, seconds: 0.25, lowest: 2, highest: 9 },
    { atSeconds: 103, seconds: 0.25, lowest: 7, highest: 7 },
  ]);
});

test('a load envelope of an hour has no more columns than a picture, and loses no peak', () => {
  const envelope = new LoadEnvelope();
  for (let second = 0; second < 3600; second += 0.25) envelope.add(second, second === 1234 ? 1000 : 10);
  const columns = envelope.read();
  expect(columns.length).toBeLessThanOrEqual(720);
  expect(columns.length).toBeGreaterThan(300);
  expect(columns.filter(({ highest }) => highest === 1000).length).toBe(1);
  expect(columns.every(({ lowest }) => lowest === 10 || lowest === 1000)).toBe(true);
});
