import { expect, test } from 'vitest';
import { listWalkEvents } from '../../../src/page/time/walk-events.ts';

const AT = 1_795_465_522;
const sample = (seconds: number, anomaly: boolean) => ({
  atSeconds: AT + seconds,
  sensors: [{ id: 0, value: 900, anomaly }],
});

test('anomalies of a kept walk are events, the oldest first; over two seconds apart they are two', () => {
  const samples = [0, 0.3, 0.6, 2.5, 5, 5.3].map((seconds) => sample(seconds, seconds !== 0.3));
  expect(listWalkEvents(3, samples)).toMatchObject([
    { patient: 3, start: new Date(AT * 1000).toISOString(), durationSeconds: 2.5, samples: 3, peak: 900 },
    { patient: 3, durationSeconds: 0.3, samples: 2, sensors: [0], sources: ['api'] },
  ]);
  expect(listWalkEvents(3, [sample(0, false)])).toEqual([]);
});
