import { describe, expect, test } from 'vitest';
import { storeNowSeconds, withDelay } from '../../src/reader/timed-snapshot.ts';
import { exampleHealth, exampleSnapshot, NOW_SECONDS, walkSamples } from '../tui/example-model.ts';

const samples = walkSamples(2, 10);
const { delaySeconds: _, ...before } = exampleSnapshot(2, { samples: samples.slice(0, -1) });
const { delaySeconds: __, ...after } = exampleSnapshot(2, { samples });

describe('withDelay', () => {
  test('measures the delay of a sample that arrived since the snapshot before, and of no other', () => {
    expect(withDelay(after, undefined).delaySeconds).toBeUndefined();
    expect(withDelay(after, before).delaySeconds).toBeCloseTo(0.2);
  });

  test('keeps the delay while no sample arrives', () => {
    const known = withDelay(after, before);
    const later = { ...after, nowSeconds: NOW_SECONDS + 5 };
    expect(withDelay(later, known).delaySeconds).toBe(known.delaySeconds);
  });

  test("allows for the cacher's clock offset, and is never negative", () => {
    const health = exampleHealth({ clockOffsetMs: -150 });
    expect(withDelay({ ...after, health }, before).delaySeconds).toBeCloseTo(0.05);
    const ahead = exampleHealth({ clockOffsetMs: -3000 });
    expect(withDelay({ ...after, health: ahead }, before).delaySeconds).toBe(0);
  });
});

test("the store's clock goes on with the reader's monotonic clock", () => {
  expect(storeNowSeconds({ nowSeconds: 1000, readAtMs: 5000 }, 5000)).toBe(1000);
  expect(storeNowSeconds({ nowSeconds: 1000, readAtMs: 5000 }, 7500)).toBe(1002.5);
});
