import { beforeAll, describe, expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Store } from '../../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about which patients a store knows. */
export function describePatients(subject: StoreSubject): void {
  describe('Patients', () => {
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('knows nothing of a patient that was never written', async () => {
      const patient = nextPatient();
      expect(await store.read(patient, 10)).toEqual({
        patient,
        nowSeconds: expect.any(Number),
        samples: [],
        insole: SIX,
        unreadable: 0,
        retained: 0,
        oldestAtSeconds: null,
        anomaliesStored: 0,
        anomalies: null,
        profile: null,
        health: null,
        known: false,
      });
      expect(await store.readAnomalies(patient, 0)).toEqual([]);
      expect(await store.patients()).not.toContain(patient);
    });

    test('still knows a patient with nothing but anomalies', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [makeEntry(0, { anomalous: true })] }]);
      await store.trim(AT + 100_000, [patient]);
      expect(await store.read(patient, 1)).toMatchObject({ retained: 0, anomaliesStored: 1, known: true });
      expect(await store.patients()).toContain(patient);
    });

    test('lists patients in ascending order, each once', async () => {
      const patients = [1_000_009, 1_000_010, 2, 0];
      await store.write(patients.map((patient) => ({ patient, entries: makeEntries(1), profile: ALBERT })));
      const listed = await store.patients();
      expect(listed.filter((patient) => patients.includes(patient))).toEqual([0, 2, 1_000_009, 1_000_010]);
      expect(listed).toEqual([...new Set(listed)].sort((a, b) => a - b));
    });

    test('erases everything of one patient, and nothing of others', async () => {
      const [one, other] = [nextPatient(), nextPatient()];
      const write = { entries: makeEntries(3, { anomalous: true }), profile: ALBERT, health: HEALTHY };
      await store.write([
        { patient: one, ...write },
        { patient: other, ...write },
      ]);
      expect(await store.erase(one)).toBeGreaterThan(0);
      expect(await store.read(one, 10)).toMatchObject({ known: false, retained: 0, anomaliesStored: 0 });
      expect(await store.patients()).not.toContain(one);
      expect(await store.read(other, 10)).toMatchObject({ known: true, retained: 3, anomaliesStored: 3 });
      expect(await store.erase(one)).toBe(0);
    });
  });
}
