import { expect, test } from 'vitest';
import { countFigureSamples } from '../../../src/reader/read-snapshot.ts';
import { planFollow } from '../../../src/tui/model/follow-plan.ts';
import { countHistorySamples } from '../../../src/tui/model/layout.ts';
import { exampleHealth, exampleModel, exampleSnapshot, exampleWard, walkSamples } from '../example-model.ts';
import { playToTransition, type Step } from '../play.ts';
import { START_SIZE, startModel } from '../start-model.ts';

function effectsAfter(model: ReturnType<typeof startModel>, step: Step) {
  return playToTransition(model, step).effects;
}

test('follows as many samples of the selected patient as the screen shows, and one of each other', () => {
  const samples = countHistorySamples(START_SIZE);
  expect(effectsAfter(startModel({ patients: [1, 2, 3] }), 'nextPatient')).toEqual([
    {
      kind: 'follow',
      patients: [
        { patient: 2, depth: 'history', samples, countNeeded: countFigureSamples },
        { patient: 1, depth: 'newest' },
        { patient: 3, depth: 'newest' },
      ],
      summaries: [],
    },
  ]);
});

test('follows more samples on a wider screen, and at a shorter polling interval', () => {
  const model = startModel({ patients: [1] });
  const follow = (samples: number) => ({
    kind: 'follow',
    patients: [{ patient: 1, depth: 'history', samples, countNeeded: countFigureSamples }],
    summaries: [],
  });
  const wider = { columns: 500, rows: 60 };
  expect(effectsAfter(model, { kind: 'resized', ...wider })).toEqual([follow(countHistorySamples(wider))]);
  const health = exampleHealth({ intervalMs: 100 });
  const snapshot = exampleSnapshot(1, { anomaliesStored: 0, health });
  expect(effectsAfter(model, { kind: 'patientRead', snapshot })).toEqual([
    follow(countHistorySamples(START_SIZE, 100)),
  ]);
});

test('asks for nothing as long as the screen needs the same', () => {
  const snapshot = exampleSnapshot(1, { samples: walkSamples(1, 10), anomaliesStored: 0 });
  for (const step of [
    { kind: 'patientRead', snapshot },
    { kind: 'ticked', nowMs: 1, zoneOffsetMinutes: 0 },
    { kind: 'resized', ...START_SIZE },
    { kind: 'patientsFound', patients: [1, 2, 3, 4, 5, 6] },
    'down',
    'help',
  ] as const) {
    expect(effectsAfter(startModel(), step)).toEqual([]);
  }
});

test('follows five minutes of a patient of the ward while a sensor is faulty', () => {
  const planOf = (source: string) => {
    const samples = walkSamples(1, 10).map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) =>
        sensor.id === 0 ? { ...sensor, anomaly: true, source } : sensor,
      ),
    }));
    const snapshots = new Map([[1, exampleSnapshot(1, { samples, anomaliesStored: 0 })]]);
    const ward = exampleWard([1]);
    return planFollow(exampleModel(120, 40, { mode: 'ward', patients: [1], ward, snapshots })).patients;
  };
  expect(planOf('simulated')).toEqual([{ patient: 1, depth: 'trace', samples: 101 }]);
  expect(planOf('rule:stuck-low')).toEqual([{ patient: 1, depth: 'trace', samples: 1001 }]);
});
