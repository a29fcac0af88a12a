import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Health, Profile } from '../../../src/core/patient.ts';
import type { NewEntry, Store } from '../../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about what a write stores. */
export function describeWriting(subject: StoreSubject): void {
  describe('Writing', () => {
    const { readSeconds, readAnomalySeconds } = subject;
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('gives back what was written, oldest first', async () => {
      const patient = nextPatient();
      const outcomes = await store.write([
        { patient, entries: [makeEntry(0.312), makeEntry(0.612, { value: 8 })] },
      ]);
      expect(outcomes).toEqual([{ kind: 'stored', patient, entries: 2 }]);
      const reading = await store.read(patient, 10_000);
      expect(reading).toMatchObject({ patient, unreadable: 0, retained: 2, anomaliesStored: 0, known: true });
      expect(reading.oldestAtSeconds).toBe(AT + 0.312);
      expect(reading.samples[1]).toEqual({
        atSeconds: AT + 0.612,
        sensors: [
          { id: 0, value: 8, anomaly: false },
          { id: 1, value: 1023, anomaly: false },
        ],
      });
    });

    test('gives the cacher the newest entries as they are stored, oldest first', async () => {
      const patient = nextPatient();
      expect(await store.readNewest(patient, 10)).toEqual([]);
      const entries = makeEntries(150);
      await store.write([{ patient, entries }]);
      const pairs = entries.map(({ sensorsJson, timestamp }) => [sensorsJson, timestamp]);
      expect(await store.readNewest(patient, 1)).toEqual(pairs.slice(-1));
      expect(await store.readNewest(patient, 100)).toEqual(pairs.slice(-100));
      expect(await store.readNewest(patient, 1000)).toEqual(pairs);
    });

    test('keeps an anomalous sample both among the samples and among the anomalies', async () => {
      const patient = nextPatient();
      await store.write([
        { patient, entries: [makeEntry(0), makeEntry(1, { anomalous: true }), makeEntry(2)] },
      ]);
      expect(await readSeconds(patient)).toEqual([0, 1, 2]);
      expect(await readAnomalySeconds(patient)).toEqual([1]);
      expect((await store.read(patient, 1)).anomaliesStored).toBe(1);
      expect((await store.readAnomalies(patient, 0))[0]?.sensors[0]).toEqual({
        id: 0,
        value: 7,
        anomaly: true,
      });
    });

    test('stores a repeated write once, and reports it as stored', async () => {
      const patient = nextPatient();
      const write = { patient, entries: [makeEntry(0), makeEntry(1, { anomalous: true }), makeEntry(2)] };
      await store.write([write]);
      expect(await store.write([write])).toEqual([{ kind: 'stored', patient, entries: 3 }]);
      expect(await readSeconds(patient)).toEqual([0, 1, 2]);
      expect(await readAnomalySeconds(patient)).toEqual([1]);
    });

    test('stores only the new entries of a repeated write that has grown', async () => {
      const patient = nextPatient();
      const entries = makeEntries(4, { anomalous: true });
      await store.write([{ patient, entries: entries.slice(0, 2) }]);
      expect(await store.write([{ patient, entries }])).toEqual([{ kind: 'stored', patient, entries: 4 }]);
      expect(await readSeconds(patient)).toEqual([0, 1, 2, 3]);
      expect(await readAnomalySeconds(patient)).toEqual([0, 1, 2, 3]);
    });

    test('stores the anomalies of a repeated write once even when its samples were trimmed meanwhile', async () => {
      const patient = nextPatient();
      const write = { patient, entries: [makeEntry(0, { anomalous: true })] };
      await store.write([write]);
      await store.trim(AT + 10, [patient]);
      await store.write([write]);
      expect(await readAnomalySeconds(patient)).toEqual([0]);
    });

    test('keeps samples received after the clock stepped back', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [makeEntry(100)] }]);
      await store.write([{ patient, entries: [makeEntry(40)] }]);
      await store.write([{ patient, entries: [makeEntry(41)] }]);
      expect(await readSeconds(patient)).toEqual([100, 40, 41]);
    });

    test('keeps two different readings of one instant', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [makeEntry(0, { value: 1 })] }]);
      await store.write([{ patient, entries: [makeEntry(0, { value: 2 })] }]);
      expect(await readSeconds(patient)).toEqual([0, 0]);
    });

    test('stores each sample once, however the writes are divided and repeated', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({ size: fc.integer({ min: 0, max: 4 }), tries: fc.integer({ min: 1, max: 3 }) }),
            {
              maxLength: 6,
            },
          ),
          fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
          async (batches, flags) => {
            const patient = nextPatient();
            const sent: NewEntry[] = [];
            for (const { size, tries } of batches) {
              const entries = Array.from({ length: size }, (_, index) => {
                const second = sent.length + index;
                return makeEntry(second, { anomalous: flags[second] ?? false });
              });
              for (let tried = 0; tried < tries; tried++) await store.write([{ patient, entries }]);
              sent.push(...entries);
            }
            const anomalous = sent.flatMap((entry, second) => (entry.anomalous ? [second] : []));
            expect(await readSeconds(patient)).toEqual(sent.map((_, second) => second));
            expect(await readAnomalySeconds(patient)).toEqual(anomalous);
          },
        ),
        { numRuns: 15 },
      );
    });

    test('takes thousands of samples of one patient in one write', async () => {
      const patient = nextPatient();
      const entries = makeEntries(5000, { anomalous: true });
      expect(await store.write([{ patient, entries }])).toEqual([{ kind: 'stored', patient, entries: 5000 }]);
      expect(await store.read(patient, 1)).toMatchObject({ retained: 5000, anomaliesStored: 5000 });
      expect(await readSeconds(patient, 1)).toEqual([4999]);
    });

    test('writes many patients at once, with outcomes in the order of the writes', async () => {
      const patients = Array.from({ length: 120 }, nextPatient).reverse();
      const outcomes = await store.write(
        patients.map((patient, index) => ({ patient, entries: makeEntries(index % 3) })),
      );
      expect(outcomes).toEqual(
        patients.map((patient, index) => ({ kind: 'stored', patient, entries: index % 3 })),
      );
      for (const [index, patient] of patients.slice(48, 54).entries()) {
        expect((await store.read(patient, 9)).retained).toBe(index % 3);
      }
    });

    test('keeps the profile and the health of a patient without samples', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [], profile: ALBERT, health: HEALTHY }]);
      const reading = await store.read(patient, 1);
      expect(reading.profile).toEqual(ALBERT);
      expect(reading.health).toEqual(HEALTHY);
      expect(reading).toMatchObject({ known: true, retained: 0 });
      expect(await store.patients()).toContain(patient);
    });

    test('replaces a profile or health record as a whole, and leaves it alone when a write has none', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [], profile: ALBERT, health: HEALTHY }]);
      const failing: Health = { ...HEALTHY, state: 'failing', lastError: 'timeout', latencyMs: null };
      await store.write([{ patient, entries: [makeEntry(0)], health: failing }]);
      expect(await store.read(patient, 1)).toMatchObject({ profile: ALBERT, health: failing });
      const unnamed: Profile = { ...ALBERT, firstname: null, disabled: null, traceName: null };
      await store.write([{ patient, entries: [], profile: unnamed }]);
      expect(await store.read(patient, 1)).toMatchObject({ profile: unnamed, health: failing });
    });

    test.each([-1, 1.5, Number.NaN])('refuses %d as the number of a patient', async (patient) => {
      await expect(store.write([{ patient, entries: [] }])).rejects.toThrow(RangeError);
    });
  });
}
