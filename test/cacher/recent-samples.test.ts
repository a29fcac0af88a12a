import { beforeEach, describe, expect, test } from 'vitest';
import { RecentSamples } from '../../src/cacher/recent-samples.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';

const entry = (atSeconds: number, value = 7) => ({
  timestamp: atSeconds.toFixed(3),
  sensorsJson: JSON.stringify([0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: false, id, value }))),
  anomalous: false,
});

describe('the recent samples of patients', () => {
  let recent: RecentSamples;
  beforeEach(() => {
    recent = new RecentSamples();
    recent.follow(new Set([3, 4]));
  });
  const times = (patient = 3) => recent.read(patient, SIX).map(({ atSeconds }) => atSeconds);

  test('are what was stored in the last 30 s', () => {
    for (let index = 0; index < 200; index++) recent.take(3, [entry(1000 + index / 4, index)]);
    expect(times()).toHaveLength(121);
    expect(times()[0]).toBe(1049.75 - 30);
    expect(recent.newestAtSeconds(3)).toBe(1049.75);
    expect(recent.read(3, SIX).at(-1)?.sensors[5]).toEqual({ id: 5, value: 199, anomaly: false });
  });

  test('are no more than a stride needs, however often somebody is polled', () => {
    for (let index = 0; index < 20_000; index++) recent.take(3, [entry(1000 + index / 100)]);
    expect(times().length).toBeGreaterThan(300);
    expect(times().length).toBeLessThanOrEqual(401);
  });

  test('begin anew where the clock stepped back', () => {
    recent.take(3, [entry(1000), entry(1000.3), entry(900), entry(900.3)]);
    expect(times()).toEqual([900, 900.3]);
  });

  test('are kept of those who are followed, and forgotten with them', () => {
    recent.take(3, [entry(1000)]);
    recent.take(5, [entry(1000)]);
    expect(recent.newestAtSeconds(5)).toBeNull();
    recent.follow(new Set([4]));
    expect(recent.newestAtSeconds(3)).toBeNull();
    expect(times()).toEqual([]);
  });
});
