import { describe, expect, test } from 'vitest';
import { eventfulSnapshot } from '../example-model.ts';
import { play } from '../play.ts';
import { startModel } from '../start-model.ts';

describe('the selected patient', () => {
  test('changes around both ends of the list', () => {
    expect(play(startModel(), 'previousPatient').selected).toBe(6);
    expect(play(startModel(), 'previousPatient', 'nextPatient', 'nextPatient').selected).toBe(2);
  });

  test('stays null where there is nobody to choose', () => {
    const empty = startModel({ patients: [] });
    for (const action of ['nextPatient', 'previousPatient', 'ward', 'open', 'down', 'last'] as const) {
      expect(play(empty, action)).toMatchObject({ selected: null, anomalyCursor: 0 });
    }
  });
});

describe('the anomaly log', () => {
  const EVENTS = 3;
  const model = play(startModel({ selected: 2 }), { kind: 'patientRead', snapshot: eventfulSnapshot() });

  test('keeps its cursor on its events', () => {
    expect(play(model, 'up').anomalyCursor).toBe(0);
    expect(play(model, 'down').anomalyCursor).toBe(1);
    expect(play(model, 'last').anomalyCursor).toBe(EVENTS - 1);
    expect(play(model, 'pageDown', 'pageDown').anomalyCursor).toBe(EVENTS - 1);
    expect(play(model, 'last', 'pageUp').anomalyCursor).toBe(0);
  });

  test('starts at the newest event of another patient', () => {
    expect(play(model, 'last', 'nextPatient').anomalyCursor).toBe(0);
  });
});

describe('the help', () => {
  test('opens and closes with its own key, and closes with back', () => {
    const helping = play(startModel(), 'help');
    expect(helping.mode).toBe('help');
    expect(play(helping, 'help').mode).toBe('patient');
    expect(play(helping, 'back').mode).toBe('patient');
  });

  test('scrolls no further than its last line, and less far on a larger screen', () => {
    const bottom = play(startModel({ size: { columns: 80, rows: 24 } }), 'help', 'last');
    expect(bottom.helpScroll).toBeGreaterThan(0);
    expect(play(bottom, 'down').helpScroll).toBe(bottom.helpScroll);
    expect(play(bottom, { kind: 'resized', columns: 200, rows: 60 }).helpScroll).toBe(0);
  });
});

test('back closes one thing at a time: the enlarged panel, the frozen view, the patient, the filter', () => {
  const snapshot = eventfulSnapshot();
  const ward = play(startModel({ selected: null, patients: [2, 20] }), 'filter', { kind: 'typed', key: '2' });
  const patient = play(ward, { kind: 'typed', key: 'enter' }, 'open', { kind: 'patientRead', snapshot });
  const deep = play(patient, 'freeze', 'enlarge');
  expect(deep).toMatchObject({ isEnlarged: true, mode: 'patient', history: { patient: 2 } });
  const frozen = play(deep, 'back');
  expect(frozen).toMatchObject({ isEnlarged: false, history: { patient: 2 } });
  const live = play(frozen, 'back');
  expect(live).toMatchObject({ mode: 'patient', history: null });
  const filtered = play(live, 'back');
  expect(filtered).toMatchObject({ mode: 'ward', ward: { filter: '2', cursor: 2 } });
  expect(play(filtered, 'back').ward.filter).toBe('');
});
