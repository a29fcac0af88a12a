import { describe, expect, test } from 'vitest';
import { hasAnomaly } from '../../../src/core/sample.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import { eventfulSnapshot, exampleSnapshot, flagSamples } from '../example-model.ts';
import { play } from '../play.ts';
import { startModel } from '../start-model.ts';

function found(...patients: number[]): Message {
  return { kind: 'patientsFound', patients };
}

function read(snapshot = eventfulSnapshot()): Message {
  return { kind: 'patientRead', snapshot };
}

describe('the patients found in the store', () => {
  const waiting = startModel({ patients: null });

  test('are waited for when none are configured, and the first one is selected', () => {
    expect(waiting).toMatchObject({ patients: null, selected: null });
    expect(play(waiting, found())).toMatchObject({ patients: [], selected: null });
    expect(play(waiting, found(), found(4, 7))).toMatchObject({ patients: [4, 7], selected: 4 });
  });

  test('leave the selected one selected, and on the list when the store no longer has it', () => {
    const model = play(waiting, found(4, 7), 'down', 'open');
    expect(play(model, found(2, 4, 7, 8))).toMatchObject({ patients: [2, 4, 7, 8], selected: 7 });
    expect(play(model, found(2, 4))).toMatchObject({ patients: [2, 4, 7], selected: 7 });
  });
});

describe('the newest snapshot of each patient', () => {
  test('replaces the one before', () => {
    const model = play(
      startModel(),
      read(exampleSnapshot(1, { retained: 1 })),
      read(exampleSnapshot(2)),
      read(exampleSnapshot(1, { retained: 2 })),
    );
    expect([...model.snapshots].map(([patient, { retained }]) => [patient, retained])).toEqual([
      [1, 2],
      [2, 1000],
    ]);
  });

  test('is kept for 200 patients, and beyond that only for those who are followed', () => {
    const patients = Array.from({ length: 300 }, (_, index) => index + 1);
    const samples = exampleSnapshot(1).samples.slice(-1);
    const readUpTo = (last: number) =>
      patients.slice(0, last).map((patient) => read(exampleSnapshot(patient, { samples })));
    const start = startModel({ patients, selected: 1 });
    const followed = [...play(start, ...readUpTo(19)).snapshots.keys()];

    const full = play(start, ...readUpTo(200));
    expect([...full.snapshots.keys()]).toEqual(patients.slice(0, 200));
    const overfull = play(full, read(exampleSnapshot(201, { samples })));
    expect([...overfull.snapshots.keys()]).toEqual(followed);
  });
});

describe('the cursor of the anomaly log', () => {
  const model = play(startModel({ selected: 2 }), read());

  test('stays on an older event when a new one begins, and on the newest row when it is there', () => {
    const samples = flagSamples(eventfulSnapshot().samples, 0, 0, [4], 'simulated');
    const withNewEvent = read(
      eventfulSnapshot({ samples, anomalies: samples.filter(({ sensors }) => hasAnomaly(sensors)) }),
    );
    expect(play(model, 'down', withNewEvent).anomalyCursor).toBe(2);
    expect(play(model, withNewEvent).anomalyCursor).toBe(0);
  });

  test('stays within the log when old events are no longer retained', () => {
    expect(play(model, 'last', read(eventfulSnapshot({ anomalies: [] }))).anomalyCursor).toBe(0);
  });
});
