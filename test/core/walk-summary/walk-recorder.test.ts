import { describe, expect, test } from 'vitest';
import { holdFrames, makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { WalkRecorder } from '../../../src/core/walk-summary/walk-recorder.ts';

const [walk = { name: '', cadence: 0, rows: [], strikes: [] }] = readWalks();
const POLLING = { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 };
const samples = pollWalk(holdFrames(walk, 5), POLLING, seededRandom(4));
const stand = (fromSeconds: number, seconds: number): Sample[] =>
  Array.from({ length: Math.floor(seconds / 0.3) }, (_, index) =>
    makeSample(fromSeconds + index * 0.3, [500, 400, 600, 520, 380, 610]),
  );

function summarise(given: readonly Sample[]) {
  const recorder = new WalkRecorder(3, SIX);
  for (const sample of given) recorder.take(sample);
  return recorder.finish();
}

describe('the summary of a walk', () => {
  const summary = summarise([...samples, ...stand(122, 30)]);

  test('tells how long somebody walked and stood, and the figures of the walking alone', () => {
    const { walkingSeconds, standingSeconds, figures } = summary.walk;
    expect(Math.abs(walkingSeconds - 121)).toBeLessThan(4);
    expect(Math.abs(standingSeconds - 28)).toBeLessThan(4);
    expect(Math.abs((figures.cadence?.value ?? 0) - walk.cadence)).toBeLessThan(2);
    const [from = 0, to = 0] = figures.stanceLeft?.interval ?? [];
    expect(from).toBeLessThan(0.63);
    expect(to).toBeGreaterThan(0.63);
  });

  test('tells how it was sampled', () => {
    const { sampling } = summary;
    expect(sampling.samples).toBe(samples.length + 100);
    expect(sampling.lostShare).toBeGreaterThan(0.04);
    expect(sampling.lostShare).toBeLessThan(0.12);
    expect(sampling.framesPerSecond).toBeGreaterThan(2.5);
    expect(sampling.longestGapSeconds).toBeGreaterThan(0.5);
  });

  test('tells the mean and the highest reading of each sensor', () => {
    const readings = samples.map(({ sensors }) => sensors[2]?.value ?? 0);
    const found = summarise(samples).sensors[2];
    expect(found?.mean).toBeCloseTo(readings.reduce((sum, value) => sum + value, 0) / readings.length, 6);
    expect(found?.highest).toBe(Math.max(...readings));
    expect(found?.bins.reduce((sum, count) => sum + count, 0)).toBe(samples.length);
  });

  test('has the mean stride, and why there is none of a short walk', () => {
    expect(summary.stride.reason).toBeNull();
    expect(summarise(samples.slice(0, 90)).stride).toMatchObject({ reason: 'short' });
  });

  test('judges sensors by the rules, also where the data was recorded without them, and leaves them out', () => {
    const stuck = samples.map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.map((sensor) =>
        sensor.id === 1 && atSeconds > 60 ? { ...sensor, value: 1023 } : sensor,
      ),
    }));
    const found = summarise(stuck);
    expect(found.faulty.map(({ label }) => label)).toEqual(['L1']);
    expect(found.events[0]?.sources).toEqual(['rule:stuck-high']);
    const load = found.walk.figures.loadLeft?.value ?? 0;
    expect(Math.abs(load - (summary.walk.figures.loadLeft?.value ?? 0))).toBeLessThan(0.05);
  });

  test('of a long walk is that of its parts, weighed by how long somebody walked in each', () => {
    const later = samples.map((sample) => ({ ...sample, atSeconds: sample.atSeconds + 400 }));
    const both = summarise([...samples, ...later]);
    const one = summarise(samples);
    expect(both.walk.figures.cadence?.value).toBeCloseTo(one.walk.figures.cadence?.value ?? 0, 6);
    expect(both.walk.walkingSeconds).toBeCloseTo(2 * one.walk.walkingSeconds, 6);
    expect(both.sampling.longestGapSeconds).toBeGreaterThan(270);
  });

  test('of a long walk has the load although a sensor was broken for most of it', () => {
    const long = Array.from({ length: 8 }, (_, turn) =>
      samples.map((sample) => ({ ...sample, atSeconds: sample.atSeconds + turn * 121.2 })),
    ).flat();
    const cut = long.map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.map((sensor) =>
        sensor.id === 4 && atSeconds > 200 ? { ...sensor, value: 0 } : sensor,
      ),
    }));
    const found = summarise(cut);
    expect(found.faulty.map(({ label }) => label)).toEqual(['R1']);
    const sound = summarise(long).walk.figures.loadLeft?.value ?? Number.NaN;
    expect(Math.abs((found.walk.figures.loadLeft?.value ?? Number.NaN) - sound)).toBeLessThan(0.03);
  });

  test('of nothing says so, and of a patient who stands has no figure and no steps', () => {
    expect(summarise([])).toMatchObject({ fromSeconds: null, walk: { walkingSeconds: 0 } });
    const standing = summarise(stand(0, 60));
    expect(standing.walk.figures.cadence).toBeNull();
    expect(standing.stride.reason).toBe('standing');
  });
});
