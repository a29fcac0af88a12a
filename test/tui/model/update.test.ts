import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/tui/model/action.ts';
import { createModel, type ModelOptions } from '../../../src/tui/model/create-model.ts';
import { countHistorySamples } from '../../../src/tui/model/layout.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { update } from '../../../src/tui/model/update.ts';
import {
  eventfulSnapshot,
  exampleHealth,
  exampleSnapshot,
  flagSamples,
  walkSamples,
} from '../example-model.ts';

const SIZE = { columns: 120, rows: 40 };
const EVENTS = 3;

function start(changes: Partial<ModelOptions> = {}): Model {
  return createModel({
    size: SIZE,
    nowMs: 0,
    zoneOffsetMinutes: 60,
    patients: [1, 2, 3, 4, 5, 6],
    selected:
      changes.patients === null || changes.patients?.length === 0 ? null : (changes.patients?.[0] ?? 1),
    unicode: true,
    storeName: 'redis',
    isReplay: false,
    ...changes,
  });
}

/** The model after messages, or actions, one after the other. */
function play(model: Model, ...steps: (Message | Action)[]): Model {
  return steps.reduce((before, step) => update(before, messageOf(step)).model, model);
}

function effectsOf(model: Model, step: Message | Action) {
  return update(model, messageOf(step)).effects;
}

function messageOf(step: Message | Action): Message {
  return typeof step === 'string' ? { kind: 'acted', action: step } : step;
}

function found(...patients: number[]): Message {
  return { kind: 'patientsFound', patients };
}

function read(snapshot = eventfulSnapshot()): Message {
  return { kind: 'patientRead', snapshot };
}

describe('choosing a patient', () => {
  test('begins with the ward, or with the one asked for', () => {
    expect(start({ selected: null })).toMatchObject({ mode: 'ward', selected: 1 });
    expect(start({ selected: 3 }).mode).toBe('patient');
    expect(start({ selected: 3 }).selected).toBe(3);
  });

  test('has the one asked for to choose from, though not configured', () => {
    expect(start({ patients: [1, 9], selected: 4 }).patients).toEqual([1, 4, 9]);
  });

  test('waits for the store when none are configured, and then takes the first', () => {
    const waiting = start({ patients: null });
    expect(waiting).toMatchObject({ patients: null, selected: null });
    expect(play(waiting, found())).toMatchObject({ patients: [], selected: null });
    expect(play(waiting, found(), found(4, 7))).toMatchObject({ patients: [4, 7], selected: 4 });
  });

  test('stays with the selected one when the store finds others, or no longer finds it', () => {
    const model = play(start({ patients: null }), found(4, 7), 'down', 'open');
    expect(play(model, found(2, 4, 7, 8))).toMatchObject({ patients: [2, 4, 7, 8], selected: 7 });
    expect(play(model, found(2, 4))).toMatchObject({ patients: [2, 4, 7], selected: 7 });
  });

  test('goes round at both ends of the list', () => {
    expect(play(start(), 'previousPatient').selected).toBe(6);
    expect(play(start(), 'previousPatient', 'nextPatient', 'nextPatient').selected).toBe(2);
  });

  test('does nothing where there is nobody to choose', () => {
    const empty = start({ patients: [] });
    for (const action of ['nextPatient', 'previousPatient', 'ward', 'open', 'down', 'last'] as const) {
      expect(play(empty, action)).toMatchObject({ selected: null, anomalyCursor: 0 });
    }
  });
});

describe('the anomaly log', () => {
  const model = play(start({ selected: 2 }), read());

  test('keeps its cursor on the events', () => {
    expect(play(model, 'up').anomalyCursor).toBe(0);
    expect(play(model, 'down').anomalyCursor).toBe(1);
    expect(play(model, 'last').anomalyCursor).toBe(EVENTS - 1);
    expect(play(model, 'pageDown', 'pageDown').anomalyCursor).toBe(EVENTS - 1);
    expect(play(model, 'last', 'pageUp').anomalyCursor).toBe(0);
  });

  test('keeps its cursor on an older event when a new one comes', () => {
    const newer = eventfulSnapshot();
    const samples = flagSamples(newer.samples, 0, 0, [4], 'simulated');
    const withNews = read(eventfulSnapshot({ samples, anomalies: samples.filter(isFlagged) }));
    expect(play(model, 'down', withNews).anomalyCursor).toBe(2);
    expect(play(model, withNews).anomalyCursor).toBe(0);
  });

  test('keeps its cursor on the events when old ones are no longer retained', () => {
    expect(play(model, 'last', read(eventfulSnapshot({ anomalies: [] }))).anomalyCursor).toBe(0);
  });

  test('begins at the newest of another patient', () => {
    expect(play(model, 'last', 'nextPatient').anomalyCursor).toBe(0);
  });
});

describe('what costs bytes', () => {
  test('is chosen at the start, and changed by a key', () => {
    expect(start()).toMatchObject({ traces: 'scroll', feet: 'field' });
    expect(start({ traces: 'sweep', feet: 'numbers' })).toMatchObject({ traces: 'sweep', feet: 'numbers' });
    expect(play(start(), 'toggleTraces')).toMatchObject({ traces: 'sweep', feet: 'field' });
    expect(play(start(), 'toggleFeet', 'toggleTraces', 'toggleTraces')).toMatchObject({
      traces: 'scroll',
      feet: 'numbers',
    });
  });
});

describe('the help', () => {
  test('opens and closes with its own key, and closes with back', () => {
    const helping = play(start(), 'help');
    expect(helping.mode).toBe('help');
    expect(play(helping, 'help').mode).toBe('patient');
    expect(play(helping, 'back').mode).toBe('patient');
  });

  test('scrolls no further than its last line, and less far on a larger screen', () => {
    const size = { columns: 80, rows: 24 };
    const bottom = play(start({ size }), 'help', 'last');
    expect(bottom.helpScroll).toBeGreaterThan(0);
    expect(play(bottom, 'down').helpScroll).toBe(bottom.helpScroll);
    expect(play(bottom, { kind: 'resized', columns: 200, rows: 60 }).helpScroll).toBe(0);
  });
});

describe('what happened', () => {
  test('is kept: the time, the size, the link and the newest reading of each patient', () => {
    const link = { state: 'down', reason: 'connection refused', sinceMs: 5 } as const;
    const older = exampleSnapshot(1, { retained: 1 });
    const model = play(
      start(),
      { kind: 'ticked', nowMs: 77, zoneOffsetMinutes: -300 },
      { kind: 'resized', columns: 90, rows: 30 },
      { kind: 'linkChanged', link },
      read(older),
      read(exampleSnapshot(2)),
      read(exampleSnapshot(1, { retained: 2 })),
    );
    expect(model).toMatchObject({
      nowMs: 77,
      zoneOffsetMinutes: -300,
      size: { columns: 90, rows: 30 },
      link,
    });
    expect([...model.snapshots].map(([patient, snapshot]) => [patient, snapshot.retained])).toEqual([
      [1, 2],
      [2, 1000],
    ]);
  });

  test('never changes the model it happened to', () => {
    const model = start();
    const before = structuredClone(model);
    play(model, read(exampleSnapshot(1)), 'nextPatient', 'ward', 'down', found(1));
    expect(model).toEqual(before);
  });
});

describe('what the shell is asked for', () => {
  test('is to quit', () => {
    expect(effectsOf(start(), 'quit')).toEqual([{ kind: 'end', ending: 'quit' }]);
    expect(effectsOf(play(start(), 'help'), 'quit')).toEqual([{ kind: 'end', ending: 'quit' }]);
  });

  test('is to follow the selected patient with its history, and the others with one sample', () => {
    const samples = countHistorySamples(SIZE);
    expect(effectsOf(start({ patients: [1, 2, 3] }), 'nextPatient')).toEqual([
      {
        kind: 'follow',
        patients: [
          { patient: 2, depth: 'history', samples },
          { patient: 1, depth: 'newest' },
          { patient: 3, depth: 'newest' },
        ],
        summaries: [],
      },
    ]);
  });

  test('is to follow more on a wider screen, and at a shorter interval', () => {
    const model = start({ patients: [1] });
    const wider = { columns: 200, rows: 60 };
    expect(effectsOf(model, { kind: 'resized', ...wider })).toEqual([
      {
        kind: 'follow',
        patients: [{ patient: 1, depth: 'history', samples: countHistorySamples(wider) }],
        summaries: [],
      },
    ]);
    const snapshot = exampleSnapshot(1, { anomaliesStored: 0, health: exampleHealth({ intervalMs: 100 }) });
    expect(effectsOf(model, read(snapshot))).toEqual([
      {
        kind: 'follow',
        patients: [{ patient: 1, depth: 'history', samples: countHistorySamples(SIZE, 100) }],
        summaries: [],
      },
    ]);
  });

  test('is nothing while all of that stays as it is', () => {
    const model = start();
    const samples = walkSamples(1, 10);
    for (const step of [
      read(exampleSnapshot(1, { samples, anomaliesStored: 0 })),
      { kind: 'ticked', nowMs: 1, zoneOffsetMinutes: 0 },
      { kind: 'resized', ...SIZE },
      found(1, 2, 3, 4, 5, 6),
      'down',
      'help',
    ] as const) {
      expect(effectsOf(model, step)).toEqual([]);
    }
  });
});

function isFlagged(sample: { readonly sensors: readonly { readonly anomaly: boolean }[] }): boolean {
  return sample.sensors.some((reading) => reading.anomaly);
}
