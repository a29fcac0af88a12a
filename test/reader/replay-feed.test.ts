import { expect, test } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { ReplayFeed } from '../../src/reader/replay-feed.ts';

const START_SECONDS = Date.UTC(2026, 10, 23, 13, 3, 22) / 1000;

/** A sample so many seconds into the recording, its six readings all the value. */
function makeSample(seconds: number, value: number, isFlagged = false): Sample {
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ id, value, anomaly: isFlagged && id === 0 }));
  return { atSeconds: START_SECONDS + seconds, sensors };
}

function start(style: 'lines' | 'json' | 'speech') {
  const lines: string[] = [];
  const clock = { nowMs: 5000 };
  const feed = new ReplayFeed({
    style,
    name: 'tuesday.ndjson',
    nowMs: () => clock.nowMs,
    zoneOffsetMinutes: () => 60,
    print: async (line) => void lines.push(line),
  });
  return { feed, lines, clock };
}

test('a line is printed at once, then one a second of the reader, whatever the speed of the recording', async () => {
  const { feed, lines, clock } = start('lines');
  await feed.take(2, makeSample(0, 1));
  clock.nowMs += 999;
  await feed.take(2, makeSample(30, 2));
  clock.nowMs += 1;
  await feed.take(2, makeSample(60, 3));
  expect(lines).toEqual([
    '14:03:22.000  2 -  replay  L 1 1 1  R 1 1 1',
    '14:04:22.000  2 -  replay  L 3 3 3  R 3 3 3',
  ]);
});

test('the last sample is printed at the end, once', async () => {
  const { feed, lines } = start('lines');
  await feed.take(2, makeSample(0, 1));
  await feed.take(2, makeSample(0.3, 2));
  await feed.finish();
  await feed.finish();
  expect(lines.map((line) => line.slice(-16))).toEqual(['L 1 1 1  R 1 1 1', 'L 2 2 2  R 2 2 2']);
});

test('nothing is printed of a recording without samples', async () => {
  const { feed, lines } = start('json');
  await feed.finish();
  expect(lines).toEqual([]);
});

test('every sample is printed as JSON, with what was played so far, and never as live', async () => {
  const { feed, lines } = start('json');
  for (const [index, isFlagged] of [false, true, false].entries()) {
    await feed.take(2, makeSample(index, index, isFlagged));
  }
  await feed.finish();
  const snapshots = lines.map((line) => JSON.parse(line));
  expect(snapshots.map(({ samples }) => samples)).toEqual([1, 2, 3]);
  expect(snapshots.map(({ anomalies }) => anomalies.stored)).toEqual([0, 1, 1]);
  const since = new Date(START_SECONDS * 1000).toISOString();
  for (const snapshot of snapshots) {
    expect(snapshot).toMatchObject({ state: 'stale', ageSeconds: null, load: null, gait: null });
    expect(snapshot.anomalies).toMatchObject({ since, events: null, samples: null, last: null });
  }
});

test('speech names the mode first, and never says live', async () => {
  const { feed, lines, clock } = start('speech');
  for (let index = 0; index < 40; index++) {
    await feed.take(2, makeSample(index, 700, index >= 20));
    clock.nowMs += 1000;
  }
  await feed.finish();
  expect(lines.slice(0, 2)).toEqual([
    'footwatch, replay mode: the recording tuesday.ndjson, not live.',
    'Patient 2: a recording, not live.',
  ]);
  expect(lines).toContain('Patient 2: anomaly, left medial forefoot, flagged by the API, at 14:03:42.');
  expect(lines.filter((line) => /\blive\b/.test(line.replace('not live', '')))).toEqual([]);
});
