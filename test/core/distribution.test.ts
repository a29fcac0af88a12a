import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binCounts, DistributionHistogram } from '../../src/core/distribution.ts';

function measureDistribution(readings: readonly number[]) {
  const histogram = new DistributionHistogram();
  for (const [index, value] of readings.entries()) {
    histogram.add({ atSeconds: 100 + index, sensors: [{ id: 4, value, anomaly: false }] });
  }
  return histogram.read();
}

describe('a distribution', () => {
  test('has exact quartiles and the share of readings at 1023', () => {
    const { samples, firstAtSeconds, lastAtSeconds, sensors } = measureDistribution([0, 10, 20, 30, 1023]);
    expect({ samples, firstAtSeconds, lastAtSeconds }).toEqual({
      samples: 5,
      firstAtSeconds: 100,
      lastAtSeconds: 104,
    });
    expect(sensors[4]).toMatchObject({
      readings: 5,
      min: 0,
      lowerQuartile: 10,
      median: 20,
      upperQuartile: 30,
      max: 1023,
      saturatedShare: 0.2,
    });
    expect(measureDistribution([10, 20]).sensors[4]).toMatchObject({
      lowerQuartile: 12.5,
      median: 15,
      upperQuartile: 17.5,
    });
  });

  test('counts the samples with a simulated flag', () => {
    const histogram = new DistributionHistogram();
    for (const source of ['simulated', 'api', undefined]) {
      const flagged = { value: 5, anomaly: true, ...(source && { source }) };
      histogram.add({ atSeconds: 1, sensors: [0, 1].map((id) => ({ id, ...flagged })) });
    }
    expect(histogram.read()).toMatchObject({ samples: 3, simulated: 1 });
  });

  test('has null figures for a sensor without readings', () => {
    expect(measureDistribution([5]).sensors[0]).toMatchObject({
      readings: 0,
      median: null,
      max: null,
      saturatedShare: null,
    });
    expect(measureDistribution([])).toMatchObject({ samples: 0, firstAtSeconds: null, lastAtSeconds: null });
  });

  test('has the quantiles of the sorted readings, for any readings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1023 }), { minLength: 1, maxLength: 300 }),
        (readings) => {
          const sorted = [...readings].sort((a, b) => a - b);
          const found = measureDistribution(readings).sensors[4];
          const rank = (sorted.length - 1) / 2;
          const median = ((sorted[Math.floor(rank)] ?? 0) + (sorted[Math.ceil(rank)] ?? 0)) / 2;
          expect(found?.median).toBe(median);
          expect([found?.min, found?.max]).toEqual([sorted[0], sorted.at(-1)]);
          const bins = binCounts(found?.counts ?? new Uint32Array(), 37);
          expect(bins.reduce((sum, count) => sum + count, 0)).toBe(readings.length);
        },
      ),
    );
  });
});
