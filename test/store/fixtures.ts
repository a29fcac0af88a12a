import type { Health, PatientId, Profile } from '../../src/core/patient.ts';
import type { NewEntry } from '../../src/store/store.ts';

/** Some instant of 2026, Unix seconds. */
export const AT = 1_795_465_522;

/** A patient with a name in every field. */
export const ALBERT: Profile = {
  firstname: 'Albert',
  lastname: 'Lisowski',
  birthdate: '1991',
  disabled: false,
  traceName: 'piotrek - w czasie spaceru z psem',
  traceId: '12242505062019',
};

/** The health record of a patient whose polls succeed, written shortly after AT. */
export const HEALTHY: Health = {
  state: 'up',
  updatedAtSeconds: AT + 0.125,
  lastOkAtSeconds: AT + 0.1,
  lastError: null,
  latencyMs: 12.5,
  intervalMs: 300,
  clockOffsetMs: -40,
  polls: 17,
  failures: 0,
};

/** An entry of two sensors, received `seconds` after AT, the first reading `value`. */
export function makeEntry(seconds: number, { value = 7, anomalous = false } = {}): NewEntry {
  return {
    timestamp: (AT + seconds).toFixed(3),
    sensorsJson: JSON.stringify([
      { anomaly: anomalous, id: 0, value },
      { anomaly: false, id: 1, value: 1023 },
    ]),
    anomalous,
  };
}

/** So many entries, a second apart, from AT on. */
export function makeEntries(count: number, options?: { anomalous: boolean }): NewEntry[] {
  return Array.from({ length: count }, (_, index) => makeEntry(index, options));
}

let lastPatient = 100;
/** A number that no test has used in this process. */
export function nextPatient(): PatientId {
  return ++lastPatient;
}
