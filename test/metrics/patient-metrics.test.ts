import { beforeEach, describe, expect, test } from 'vitest';
import { makeSample, pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import { computeFiguresOf } from '../../src/core/gait/gait-figures.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { PatientId } from '../../src/core/patient.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Sample } from '../../src/core/sample.ts';
import { createCacherMetrics } from '../../src/metrics/cacher-metrics.ts';
import type { PatientSource } from '../../src/metrics/patient-metrics.ts';
import { WORKING } from '../cacher/working-status.ts';

const [WALK = { rows: [] }] = readWalks();
const WALKING = pollWalk(WALK, { intervalSeconds: 0.2, missing: 0, jitter: 0 }, seededRandom(1)).slice(
  50,
  200,
);
const NEWEST = WALKING.at(-1)?.atSeconds ?? 0;

describe('the gauges of patients', () => {
  let samples: Map<PatientId, readonly Sample[]>;
  let nowSeconds: number;
  let others: number;
  let reads: number;
  let metrics: ReturnType<typeof createCacherMetrics>;
  beforeEach(() => {
    samples = new Map([[3, WALKING]]);
    nowSeconds = NEWEST + 0.2;
    others = 0;
    reads = 0;
    const source: PatientSource = {
      choose: () => ({ chosen: [...samples.keys()], others }),
      newestAtSeconds: (patient) => samples.get(patient)?.at(-1)?.atSeconds ?? null,
      read(patient) {
        reads++;
        return samples.get(patient) ?? [];
      },
      insoleOf: () => SIX,
      intervalMs: 200,
      nowSeconds: () => nowSeconds,
    };
    metrics = createCacherMetrics(() => WORKING, source);
  });
  const series = async () =>
    new Map(
      (await metrics.text())
        .split('\n')
        .filter((line) => line.includes('patient="'))
        .map((line): [string, number] => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]),
    );

  test('are the figures of those who walk, by number', async () => {
    const figures = computeFiguresOf(WALKING, SIX);
    const told = await series();
    expect(figures.cadence).not.toBeNull();
    expect(Object.fromEntries(told)).toEqual({
      'footwatch_patient_live{patient="3"}': 1,
      'footwatch_patient_walking{patient="3"}': 1,
      'footwatch_patient_cadence_steps_per_minute{patient="3"}': figures.cadence,
      'footwatch_patient_stride_seconds{patient="3"}': figures.strideSeconds,
      'footwatch_patient_load_share{patient="3",foot="left"}': figures.load?.left,
      'footwatch_patient_load_share{patient="3",foot="right"}': figures.load?.right,
      'footwatch_patient_stance_share{patient="3",foot="left"}': figures.stanceShare?.left,
      'footwatch_patient_stance_share{patient="3",foot="right"}': figures.stanceShare?.right,
      'footwatch_patient_double_support_share{patient="3"}': figures.doubleSupportShare,
      'footwatch_patient_flagged_share{patient="3"}': 0,
    });
  });

  test('are gone when the newest sample is older than its limit, and come back with the next one', async () => {
    nowSeconds = NEWEST + 1.99;
    expect((await series()).size).toBe(10);
    nowSeconds = NEWEST + 2.01;
    expect((await series()).size).toBe(0);
    samples.set(3, [...WALKING, { atSeconds: nowSeconds, sensors: WALKING.at(-1)?.sensors ?? [] }]);
    expect((await series()).get('footwatch_patient_live{patient="3"}')).toBe(1);
  });

  test('leave out a figure that is not known, and never tell 0 in its place', async () => {
    await series();
    samples.set(3, [makeSample(NEWEST, [500, 400, 600, 520, 380, 610])]);
    const told = await series();
    expect(told.get('footwatch_patient_live{patient="3"}')).toBe(1);
    const known = [...told.keys()].join(' ');
    expect(known).not.toMatch(/walking|cadence|stride|stance|double_support/);
    expect(known).toContain('load_share');
  });

  test('are gone with who is not polled any more', async () => {
    expect((await series()).size).toBe(10);
    samples = new Map();
    expect((await series()).size).toBe(0);
  });

  test('say how many patients have none', async () => {
    others = 20;
    expect(await metrics.text()).toMatch(/^footwatch_patients_without_gauges 20$/m);
  });

  test('are computed once for all who ask at the same time', async () => {
    const [one, other] = await Promise.all([metrics.text(), metrics.text()]);
    expect(reads).toBe(1);
    expect(other).toContain('footwatch_patient_live{patient="3"} 1');
    expect(one).toContain('footwatch_patient_live{patient="3"} 1');
  });

  test('are not there unless they are wanted', async () => {
    expect(await createCacherMetrics(() => WORKING).text()).not.toMatch(/footwatch_patient_|without_gauges/);
  });
});
