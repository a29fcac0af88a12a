import { expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { show } from '../../../src/page/time/shown.ts';
import type { TimedSnapshot } from '../../../src/reader/timed-snapshot.ts';
import { ALBERT, AT, HEALTHY } from '../../store/fixtures.ts';

const SAMPLES = Array.from({ length: 300 }, (_, index) => ({ atSeconds: AT - 299 + index, sensors: [] }));

const SNAPSHOT: TimedSnapshot = {
  patient: 3,
  known: true,
  nowSeconds: AT,
  readAtMs: 0,
  insole: SIX,
  samples: SAMPLES.slice(-120),
  unreadable: 0,
  retained: 300,
  oldestAtSeconds: AT - 299,
  anomaliesStored: 0,
  anomalies: null,
  profile: ALBERT,
  health: { ...HEALTHY, clockOffsetMs: 0 },
};

test('what the server said last is of now only while it is heard', () => {
  expect(show(SNAPSHOT, null, 100, true).status).toMatchObject({ state: 'live', isLive: true });
  expect(show(SNAPSHOT, null, 100, false).status).toMatchObject({ state: 'stale', isLive: false });
  expect(show(null, null, 100, false).status.isLive).toBe(false);
});

test('an instant of the past shows what was known then, and how long ago that is', () => {
  const past = { atSeconds: AT - 200, samples: SAMPLES };
  const { snapshot, status } = show(SNAPSHOT, past, 5000, true);
  expect(status).toMatchObject({ state: 'historical', isLive: true, ageSeconds: 205 });
  expect(status.newest?.atSeconds).toBe(AT - 200);
  expect(snapshot?.samples.at(-1)?.atSeconds).toBe(AT - 200);
  // The same samples are the same array, so that figures are computed once for each.
  expect(show(SNAPSHOT, { ...past, atSeconds: AT - 199.5 }, 5000, true).snapshot?.samples).toBe(
    snapshot?.samples,
  );
});

test('an instant without samples shows nothing as if it were of then', () => {
  const gap = { atSeconds: AT - 100, samples: SAMPLES.slice(0, 50) };
  expect(show(SNAPSHOT, gap, 0, true).status.isLive).toBe(false);
});
