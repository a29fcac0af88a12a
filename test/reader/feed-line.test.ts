import { describe, expect, test } from 'vitest';
import { EIGHT } from '../../src/core/insole/built-in-insoles.ts';
import { formatFeedLine } from '../../src/reader/feed-line.ts';
import type { TimedSnapshot } from '../../src/reader/timed-snapshot.ts';
import {
  exampleHealth,
  exampleProfile,
  exampleSnapshot,
  flagSamples,
  NOW_MS,
  NOW_SECONDS,
} from '../tui/example-model.ts';

const formatLine = (changes: Partial<TimedSnapshot>, nowMs = NOW_MS) =>
  formatFeedLine(exampleSnapshot(2, changes), nowMs, 60);
const samples = [
  {
    atSeconds: NOW_SECONDS - 0.2,
    sensors: [135, 246, 894, 0, 0, 1023].map((value, id) => ({ id, value, anomaly: false })),
  },
];

describe('formatFeedLine', () => {
  test("has the sample's own time, who it is, and the readings of both feet", () => {
    expect(formatLine({ samples })).toBe('14:03:21.800  2 Elżbieta Nowak  live  L 135 246 894  R 0 0 1023');
  });

  test('has the readings of any insole in their unit, of one foot alone too', () => {
    const read = (value: number) => (id: number) => ({ id, value, anomaly: id === 1 });
    const both = [
      { atSeconds: NOW_SECONDS - 0.2, sensors: Array.from({ length: 16 }, (_, id) => read(7)(id)) },
    ];
    expect(formatLine({ samples: both, insole: EIGHT })).toBe(
      `14:03:21.800  2 Elżbieta Nowak  live  L${' 7.0'.repeat(8)} N  R${' 7.0'.repeat(8)} N  ! L2 api`,
    );
    const left = { ...EIGHT, unit: '', decimals: 0, sensors: EIGHT.sensors.slice(0, 8) };
    const alone = [{ atSeconds: NOW_SECONDS - 0.2, sensors: [read(4095)(0)] }];
    expect(formatLine({ samples: alone, insole: left })).toBe(
      '14:03:21.800  2 Elżbieta Nowak  live  L 4095 - - - - - - -',
    );
  });

  test('names the flagged sensors, and who flagged them', () => {
    const twice = flagSamples(flagSamples(samples, 0, 0, [0, 1]), 0, 0, [5], 'simulated');
    expect(formatLine({ samples: twice })).toMatch(/ {2}! L0 L1 api, R2 simulated$/);
  });

  test('has the age of an old sample, and no readings', () => {
    expect(formatLine({ samples }, NOW_MS + 60_000)).toBe(
      '14:04:22.000  2 Elżbieta Nowak  stale  L - - -  R - - -  last sample 60 s ago',
    );
  });

  test('says why a patient is down', () => {
    const health = exampleHealth({
      state: 'down',
      lastError: 'HTTP 500',
      updatedAtSeconds: NOW_SECONDS + 60,
    });
    expect(formatLine({ samples, health }, NOW_MS + 60_000)).toMatch(
      / {2}down {2}L - - - {2}R - - - {2}last sample 60 s ago, HTTP 500$/,
    );
  });

  test('says that a clock is ahead when the newest sample is from the future', () => {
    const future = samples.map((sample) => ({ ...sample, atSeconds: NOW_SECONDS + 600 }));
    expect(formatLine({ samples: future, health: null })).toMatch(
      / {2}stale {2}L - - - {2}R - - - {2}clock of the samples 10 m ahead$/,
    );
  });

  test('has a dash for a name or a reading that is not known', () => {
    const unseen = { known: false, samples: [], profile: null, health: null };
    expect(formatLine(unseen)).toBe('14:03:22.000  2 -  unknown  L - - -  R - - -');
    expect(formatLine({ samples, profile: { ...exampleProfile(2), lastname: null } })).toContain(
      '  2 Elżbieta  live',
    );
    const fewer = samples.map((sample) => ({ ...sample, sensors: sample.sensors.slice(0, 4) }));
    expect(formatLine({ samples: fewer })).toMatch(/L 135 246 894 {2}R 0 - -$/);
  });
});
