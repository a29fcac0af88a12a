import { expect, test } from 'vitest';
import { RateEstimate } from '../../../src/tui/link/rate-estimate.ts';

test('nothing is known before the first update that is large enough', () => {
  const rate = new RateEstimate();
  rate.add(199, 1000);
  expect(rate.bytesPerSecond).toBeNull();
  expect(rate.cautious).toBeNull();
  rate.add(200, 100);
  expect(rate.bytesPerSecond).toBe(2000);
});

test('small updates that seem to take no time do not make a slow link fast', () => {
  const rate = new RateEstimate();
  rate.add(9000, 3000);
  for (let update = 0; update < 5; update++) rate.add(300, 0);
  expect(rate.bytesPerSecond).toBeLessThan(3600);
});

test('what was measured fades, so that a link that got faster is found to be', () => {
  const rate = new RateEstimate();
  rate.add(1000, 1000);
  for (let update = 0; update < 60; update++) rate.add(1000, 10);
  expect(rate.bytesPerSecond).toBeGreaterThan(50_000);
});

test('a link that got slower is promised no more than it carried last', () => {
  const rate = new RateEstimate();
  for (let update = 0; update < 60; update++) rate.add(1000, 10);
  rate.add(500, 500);
  expect(rate.cautious).toBe(1000);
});
