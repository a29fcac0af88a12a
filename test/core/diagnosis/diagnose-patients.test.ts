import { describe, expect, test } from 'vitest';
import { diagnosePatients, type PatientFacts } from '../../../src/core/diagnosis/diagnose-patients.ts';
import type { Health } from '../../../src/core/patient.ts';

const HEALTH: Health = {
  state: 'up',
  updatedAtSeconds: 1000,
  lastOkAtSeconds: 1000,
  lastError: null,
  latencyMs: 4,
  intervalMs: 300,
  clockOffsetMs: 0,
  polls: 10,
  failures: 0,
};
const seen = (patient: number, ageSeconds: number, changes: Partial<Health> = {}): PatientFacts => ({
  patient,
  health: { ...HEALTH, ...changes },
  ageSeconds,
});
const unseen = (patient: number): PatientFacts => ({ patient, health: null, ageSeconds: null });
const tell = (...facts: PatientFacts[]) =>
  diagnosePatients(facts).map(({ status, message }) => `${status}: ${message}`);

describe('diagnosePatients', () => {
  test('tells how old the health record of each of a few patients is', () => {
    expect(tell(seen(1, 0.44), seen(2, 15), seen(9, -0.2))).toEqual([
      'ok: health record of 1 0.4 s, 2 15.0 s, 9 0.2 s ahead',
    ]);
  });

  test('fails for a record that is older than 15 s, or than five intervals where those are longer', () => {
    expect(tell(seen(3, 15.1))).toEqual(['fail: nobody polls: health record of 3 15.1 s']);
    expect(tell(seen(3, 20, { intervalMs: 4000 }))).toEqual(['ok: health record of 3 20.0 s']);
    expect(tell(seen(3, 20.1, { intervalMs: 4000 }))).toEqual([
      'fail: nobody polls: health record of 3 20.1 s',
    ]);
    expect(tell(seen(3, -16))).toEqual(['fail: nobody polls: health record of 3 16.0 s ahead']);
    expect(tell(seen(3, 600))).toEqual(['fail: nobody polls: health record of 3 10 min']);
    expect(tell(seen(3, 90_000), seen(4, 900_000))).toEqual([
      'fail: nobody polls: health record of 3 25 h, 4 10 d',
    ]);
  });

  test('warns of patients who were never polled, and of those whose polls fail', () => {
    expect(tell(unseen(7), seen(8, 1, { state: 'down', lastError: 'HTTP 500' }))).toEqual([
      'warn: polls fail: 8 1.0 s',
      'warn: never polled: 7',
    ]);
    const [failing] = diagnosePatients([seen(8, 1, { state: 'down', lastError: 'HTTP 500' })]);
    expect(failing?.advice).toBe('the API says: HTTP 500');
  });

  test('has a line for each condition, however many patients there are', () => {
    const many = Array.from({ length: 3000 }, (_, index) => index + 1);
    const facts = many.map((patient) => {
      if (patient <= 13) return unseen(patient);
      return seen(patient, patient > 2000 && patient % 2 === 0 ? 100 : 0.5 + (patient % 10) / 10);
    });
    expect(tell(...facts)).toEqual([
      'ok: health record of 2487 patients (14-2001, 2003, 2005, 2007, 2009, 2011, 2013, 2015, …), 0.5 s to 1.4 s',
      'fail: nobody polls: health record of 500 patients (2002, 2004, 2006, 2008, 2010, 2012, 2014, 2016, …), 100.0 s to 100.0 s',
      'warn: never polled: 13 patients (1-13)',
    ]);
  });

  test('has nothing to say without patients', () => {
    expect(tell()).toEqual([]);
  });
});
