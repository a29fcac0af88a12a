import { describe, expect, test } from 'vitest';
import { EIGHT, SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { Health, Profile } from '../../src/core/patient.ts';
import type { PatientSnapshot } from '../../src/core/patient-snapshot.ts';
import type { Sample } from '../../src/core/sample.ts';
import { snapshotToJson } from '../../src/core/snapshot-json.ts';

const NOW = 1_795_465_522.312;

const profile: Profile = {
  firstname: 'Albert',
  lastname: 'Lisowski',
  birthdate: '1991',
  disabled: false,
  traceName: 'alek',
  traceId: '12242505062019',
};

const health: Health = {
  state: 'up',
  updatedAtSeconds: NOW,
  lastOkAtSeconds: NOW,
  lastError: null,
  latencyMs: 3,
  intervalMs: 300,
  clockOffsetMs: 0,
  polls: 10,
  failures: 0,
};

function sampleAt(atSeconds: number, flagged = false): Sample {
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({
    id,
    value: id < 3 ? 10 : 20,
    anomaly: flagged && id === 0,
    ...(flagged && id === 0 && { source: 'simulated' }),
  }));
  return { atSeconds, sensors };
}

function makeSnapshot(changes: Partial<PatientSnapshot> = {}): PatientSnapshot {
  return {
    patient: 3,
    known: true,
    nowSeconds: NOW,
    samples: [sampleAt(NOW - 0.5), sampleAt(NOW - 0.21, true)],
    insole: SIX,
    unreadable: 0,
    retained: 1000,
    oldestAtSeconds: NOW - 300,
    anomaliesStored: 1207,
    profile,
    health,
    anomalies: [sampleAt(NOW - 100, true), sampleAt(NOW - 99.7, true), sampleAt(NOW - 0.21, true)],
    ...changes,
  };
}

describe('snapshotToJson', () => {
  test('has the fields of the contract, in its order', () => {
    expect(JSON.stringify(snapshotToJson(makeSnapshot()))).toBe(
      '{"schema":"footwatch.snapshot/1","patient":3,"firstname":"Albert","lastname":"Lisowski","birthdate":"1991",' +
        '"disabled":false,"trace":{"id":"12242505062019","name":"alek"},"state":"live","at":"2026-11-23T20:25:22.102Z",' +
        '"ageSeconds":0.21,"samples":1000,"sensors":[' +
        '{"id":0,"label":"L0","value":10,"anomaly":true,"source":"simulated"},' +
        '{"id":1,"label":"L1","value":10,"anomaly":false,"source":null},' +
        '{"id":2,"label":"L2","value":10,"anomaly":false,"source":null},' +
        '{"id":3,"label":"R0","value":20,"anomaly":false,"source":null},' +
        '{"id":4,"label":"R1","value":20,"anomaly":false,"source":null},' +
        '{"id":5,"label":"R2","value":20,"anomaly":false,"source":null}],' +
        '"load":{"left":0.333,"right":0.667},' +
        '"gait":{"state":"unknown","reason":"short","cadence":null,"strideSeconds":null,"meanStrideSeconds":null,"stanceShare":null,' +
        '"doubleSupportShare":null,"flaggedShare":0,"withoutSensors":[]},' +
        '"intervals":{"cadence":null,"strideSeconds":null,"loadLeft":[0.289,0.378],"loadLeftOfSensors":[0.329,0.338],' +
        '"symmetryIndexPercent":[49,84.4],"stanceLeft":null,"stanceRight":null,"doubleSupport":null},' +
        '"sampling":{"framesPerSecond":null,"atLeast":false,"lostShare":null},"insole":"six",' +
        '"anomalies":{"since":"2026-11-23T20:20:22.312Z","events":2,"samples":3,"last":{' +
        '"patient":3,"start":"2026-11-23T20:25:22.102Z","end":"2026-11-23T20:25:22.102Z","durationSeconds":0,' +
        '"samples":1,"sensors":[0],"sources":["simulated"],"peak":10},"stored":1207}}',
    );
  });

  test('labels the sensors of any insole, and names it', () => {
    const sensors = [8, 40].map((id) => ({ id, value: 0.5, anomaly: false }));
    const snapshot = makeSnapshot({ insole: EIGHT, samples: [{ atSeconds: NOW - 0.2, sensors }] });
    expect(snapshotToJson(snapshot)).toMatchObject({
      insole: 'eight',
      sensors: [
        { id: 8, label: 'R1', value: 0.5 },
        { id: 40, label: 'S40' },
      ],
    });
  });

  test('has ages to the millisecond', () => {
    const snapshot = snapshotToJson(makeSnapshot({ samples: [sampleAt(NOW - 0.2184)] }));
    expect(snapshot.ageSeconds).toBe(0.218);
  });

  test('has null for every figure of a patient who was never seen, never 0', () => {
    const unknown = snapshotToJson({
      patient: 9,
      known: false,
      nowSeconds: NOW,
      samples: [],
      insole: SIX,
      unreadable: 0,
      retained: 0,
      oldestAtSeconds: null,
      anomaliesStored: 0,
      profile: null,
      health: null,
      anomalies: [],
    });
    expect(unknown).toEqual({
      schema: 'footwatch.snapshot/1',
      patient: 9,
      firstname: null,
      lastname: null,
      birthdate: null,
      disabled: null,
      trace: { id: null, name: null },
      state: 'unknown',
      at: null,
      ageSeconds: null,
      samples: null,
      sensors: null,
      load: null,
      gait: null,
      intervals: null,
      sampling: null,
      insole: 'six',
      anomalies: { since: null, events: null, samples: null, last: null, stored: null },
    });
  });

  test.each([
    ['stale', makeSnapshot({ nowSeconds: NOW + 60 })],
    [
      'down',
      makeSnapshot({
        nowSeconds: NOW + 60,
        health: { ...health, state: 'down', updatedAtSeconds: NOW + 60 },
      }),
    ],
  ])('has the sensors last known, but neither load nor gait, when it is %s', (state, stale) => {
    const snapshot = snapshotToJson(stale);
    expect(snapshot).toMatchObject({ state, load: null, gait: null, ageSeconds: 60.21, samples: 1000 });
    expect(snapshot.sensors).toEqual(snapshotToJson(makeSnapshot()).sensors);
  });

  test('tells a patient without samples left from one who was never seen', () => {
    const emptied = makeSnapshot({ samples: [], retained: 0, oldestAtSeconds: null, anomalies: [] });
    expect(snapshotToJson(emptied)).toMatchObject({
      state: 'stale',
      at: null,
      ageSeconds: null,
      samples: 0,
      sensors: null,
      anomalies: { since: null, events: null, samples: null, last: null, stored: 1207 },
    });
    expect(snapshotToJson({ ...emptied, anomaliesStored: 0 })).toMatchObject({
      anomalies: { since: null, events: 0, samples: 0, last: null, stored: 0 },
    });
  });

  test('has null for the anomalies of the retention when they were not read', () => {
    expect(snapshotToJson(makeSnapshot({ anomalies: null })).anomalies).toMatchObject({
      events: null,
      samples: null,
    });
  });

  test('has `api` as the source of a flag without one, and the number as the label of a sensor beyond the six', () => {
    const sensors = [{ id: 6, value: 1, anomaly: true }];
    const snapshot = snapshotToJson(makeSnapshot({ samples: [{ atSeconds: NOW, sensors }] }));
    expect(snapshot.sensors).toEqual([{ id: 6, label: 'S6', value: 1, anomaly: true, source: 'api' }]);
    expect(snapshot.load).toBeNull();
  });

  test('ends an event after a gap of more than five poll intervals, and of two seconds at least', () => {
    const countEvents = (gapSeconds: number, intervalMs: number | null) => {
      const anomalies = [sampleAt(NOW - 100, true), sampleAt(NOW - 100 + gapSeconds, true)];
      const record = intervalMs === null ? null : { ...health, intervalMs };
      return snapshotToJson(makeSnapshot({ anomalies, health: record })).anomalies.events;
    };
    expect([1.75, 2.25].map((gap) => countEvents(gap, 300))).toEqual([1, 2]);
    expect([4.75, 5.25].map((gap) => countEvents(gap, 1000))).toEqual([1, 2]);
    expect([1.75, 2.25].map((gap) => countEvents(gap, null))).toEqual([1, 2]);
  });
});

describe('the state in a snapshot', () => {
  const down: Health = { ...health, state: 'down' };
  const readState = (changes: Partial<PatientSnapshot>) => snapshotToJson(makeSnapshot(changes)).state;
  const newestAgo = (seconds: number) => ({ samples: [sampleAt(NOW - seconds)] });

  test('is unknown without any key, before all else', () => {
    expect(readState({ known: false, ...newestAgo(0.2), health: down })).toBe('unknown');
  });

  test('is live while the newest sample is young, also when polls fail', () => {
    expect(readState({ ...newestAgo(1.75), health: down })).toBe('live');
    expect(readState({ ...newestAgo(4.75), health: { ...down, intervalMs: 1000 } })).toBe('live');
  });

  test('is down when the newest sample is old and a young health record says that three polls failed', () => {
    expect(readState({ ...newestAgo(2.25), health: down })).toBe('down');
    expect(readState({ samples: [], health: down })).toBe('down');
  });

  test.each([
    ['the health record that says down is old', { ...down, updatedAtSeconds: NOW - 5.25 }],
    ['fewer than three polls in a row failed', { ...health, state: 'failing' as const }],
    ['no health record was written', null],
  ])('is stale when the newest sample is old and %s', (_, record) => {
    expect(readState({ ...newestAgo(2.25), health: record })).toBe('stale');
  });

  test('is stale in a recording, whose ages are not known', () => {
    expect(snapshotToJson(makeSnapshot({ isReplay: true }))).toMatchObject({
      ...{ state: 'stale', ageSeconds: null, load: null, gait: null },
    });
  });
});
