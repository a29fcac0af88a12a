import { expect, test } from 'vitest';
import { parseRows } from '../../../src/page/time/retained.ts';

test('rows are read with their sensors in order, and a last one that was cut off is left out', () => {
  const row = (timestamp: number) =>
    JSON.stringify({ timestamp, sensors: [1, 0].map((id) => ({ id, value: 7, anomaly: false })) });
  const samples = parseRows(`${row(1)}\n${row(2)}\n${row(3).slice(0, 20)}`);
  expect(samples.map(({ atSeconds }) => atSeconds)).toEqual([1, 2]);
  expect(samples[0]?.sensors.map(({ id }) => id)).toEqual([0, 1]);
  expect(parseRows('')).toEqual([]);
});
