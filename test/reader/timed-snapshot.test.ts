import { expect, test } from 'vitest';
import { withDelay } from '../../src/reader/timed-snapshot.ts';
import { exampleHealth, exampleSnapshot, NOW_SECONDS, walkSamples } from '../tui/example-model.ts';

const samples = walkSamples(2, 10);
const { delaySeconds: _, ...before } = exampleSnapshot(2, { samples: samples.slice(0, -1) });
const { delaySeconds: __, ...after } = exampleSnapshot(2, { samples });

test('the delay is that of a sample that was seen to come', () => {
  expect(withDelay(after, undefined).delaySeconds).toBeUndefined();
  expect(withDelay(after, before).delaySeconds).toBeCloseTo(0.2);
});

test('the delay stays while nothing comes, and no reading of the same sample later lengthens it', () => {
  const known = withDelay(after, before);
  const later = { ...after, nowSeconds: NOW_SECONDS + 5 };
  expect(withDelay(later, known).delaySeconds).toBe(known.delaySeconds);
});

test('the delay minds that the clock of the cacher is not that of the store', () => {
  const health = exampleHealth({ clockOffsetMs: -150 });
  expect(withDelay({ ...after, health }, before).delaySeconds).toBeCloseTo(0.05);
  const ahead = exampleHealth({ clockOffsetMs: -3000 });
  expect(withDelay({ ...after, health: ahead }, before).delaySeconds).toBe(0);
});
