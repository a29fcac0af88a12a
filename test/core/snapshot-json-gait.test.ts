import { describe, expect, test } from 'vitest';
import { makeSample, pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { PatientSnapshot } from '../../src/core/patient-snapshot.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Sample } from '../../src/core/sample.ts';
import { snapshotToJson } from '../../src/core/snapshot-json.ts';

const [WALK = { rows: [] }] = readWalks();
const polling = { intervalSeconds: 0.2, missing: 0, jitter: 0 };

function makeGaitSnapshot(samples: readonly Sample[], changes: Partial<PatientSnapshot> = {}) {
  return snapshotToJson({
    patient: 3,
    known: true,
    nowSeconds: (samples.at(-1)?.atSeconds ?? 0) + 0.1,
    samples,
    insole: SIX,
    unreadable: 0,
    retained: samples.length,
    oldestAtSeconds: samples[0]?.atSeconds ?? null,
    anomaliesStored: 0,
    profile: null,
    health: null,
    anomalies: [],
    ...changes,
  });
}

const walking = pollWalk(WALK, polling, seededRandom(1)).slice(0, 200);

describe('load and gait in a snapshot', () => {
  test('have the form of the contract for a patient who walks', () => {
    const { load, gait, intervals } = makeGaitSnapshot(walking);
    expect(gait).toEqual({
      state: 'walking',
      reason: null,
      cadence: expect.any(Number),
      strideSeconds: expect.any(Number),
      meanStrideSeconds: expect.any(Number),
      stanceShare: { left: expect.any(Number), right: expect.any(Number) },
      doubleSupportShare: expect.any(Number),
      flaggedShare: 0,
      withoutSensors: [],
    });
    expect(gait?.cadence).toBeCloseTo(98, -1);
    expect(gait?.strideSeconds).toBeCloseTo(1.22, 1);
    expect(gait?.stanceShare?.left).toBeCloseTo(0.63, 1);
    expect(JSON.stringify(gait)).toMatch(/"cadence":\d+(\.\d)?,"strideSeconds":\d\.\d{1,2},/);
    expect((load?.left ?? 0) + (load?.right ?? 0)).toBeCloseTo(1, 3);
    for (const [from, to] of Object.values(intervals ?? {}).flatMap((interval) =>
      interval ? [interval] : [],
    )) {
      expect(from).toBeLessThan(to);
    }
    expect(Object.values(intervals ?? {})).not.toContain(null);
  });

  test('tell what share of the samples of the last 30 s the API flagged, itself', () => {
    const flag = (samples: readonly Sample[], from: number, source?: string) =>
      samples.map((sample, index) => ({
        ...sample,
        sensors: sample.sensors.map((sensor) => ({
          ...sensor,
          anomaly: index >= from,
          ...(source && { source }),
        })),
      }));
    // 30 s are 150 samples here.
    expect(makeGaitSnapshot(flag(walking, 180)).gait?.flaggedShare).toBeCloseTo(20 / 150, 3);
    expect(makeGaitSnapshot(flag(walking, 180, 'rule:stuck-low')).gait?.flaggedShare).toBe(0);
    expect(makeGaitSnapshot(flag(walking, 0)).gait).toMatchObject({ state: 'walking', flaggedShare: 1 });
  });

  test('have no cadence for a patient who stands', () => {
    const standing = Array.from({ length: 20 }, (_, index) =>
      makeSample(index * 0.3, [300, 200, 400, 300, 200, 600]),
    );
    expect(makeGaitSnapshot(standing)).toMatchObject({
      load: { left: 0.45, right: 0.55 },
      gait: { state: 'standing', reason: null, cadence: null, strideSeconds: null },
    });
  });

  test('have only the load with a single sample', () => {
    expect(makeGaitSnapshot([makeSample(5, [41, 0, 0, 59, 0, 0])])).toMatchObject({
      load: { left: 0.41, right: 0.59 },
      gait: { state: 'unknown', reason: 'short', cadence: null, strideSeconds: null },
    });
  });

  test('are null when the patient is not live', () => {
    const nowSeconds = (walking.at(-1)?.atSeconds ?? 0) + 10;
    expect(makeGaitSnapshot(walking, { nowSeconds })).toMatchObject({
      state: 'stale',
      load: null,
      gait: null,
      intervals: null,
    });
  });

  test('have no load when nothing is loaded', () => {
    expect(makeGaitSnapshot([makeSample(5, [0, 0, 0, 0, 0, 0])]).load).toBeNull();
  });
});
