import { beforeAll, describe, expect, test } from 'vitest';
import type { PatientId } from '../../../src/core/patient.ts';
import type { NewEntry, PatientSummary, Store } from '../../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about the summaries of many patients. */
export function describeSummaries(subject: StoreSubject): void {
  describe('Summaries', () => {
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('tell what a row about each patient needs, in the order of the request', async () => {
      const [walking, unseen, quiet] = [nextPatient(), nextPatient(), nextPatient()];
      const entries = [makeEntry(0, { anomalous: true }), makeEntry(1), makeEntry(2.5)];
      await store.write([
        { patient: walking, entries, profile: ALBERT, health: HEALTHY },
        { patient: quiet, entries: [], health: HEALTHY },
      ]);
      const summaries = await store.readSummaries([quiet, unseen, walking]);
      expect(summaries.map(({ nowSeconds: _, recordsAtSeconds: __, ...summary }) => summary)).toEqual([
        {
          patient: quiet,
          newestAtSeconds: null,
          anomaliesStored: 0,
          newestAnomaly: '',
          profile: null,
          health: HEALTHY,
          known: true,
        },
        {
          patient: unseen,
          newestAtSeconds: null,
          anomaliesStored: 0,
          newestAnomaly: '',
          profile: null,
          health: null,
          known: false,
        },
        {
          patient: walking,
          newestAtSeconds: AT + 2.5,
          anomaliesStored: 1,
          newestAnomaly: '!',
          profile: ALBERT,
          health: HEALTHY,
          known: true,
        },
      ]);
      const nowSeconds = await store.nowSeconds();
      for (const summary of summaries) expect(Math.abs(nowSeconds - summary.nowSeconds)).toBeLessThan(5);
      expect(await store.readSummaries([])).toEqual([]);
    });

    test('tell whether the newest anomaly was simulated', async () => {
      const patient = nextPatient();
      const flag = (id: number, source?: string) => ({
        anomaly: true,
        id,
        value: 7,
        ...(source && { source }),
      });
      const readMarkAfter = async (seconds: number, sensorsJson: string) => {
        const entry = { timestamp: (AT + seconds).toFixed(3), sensorsJson, anomalous: true };
        await store.write([{ patient, entries: [entry, makeEntry(seconds + 0.3)] }]);
        const [summary] = await store.readSummaries([patient]);
        return summary?.newestAnomaly;
      };
      expect(await readMarkAfter(0, JSON.stringify([flag(0, 'simulated'), flag(1, 'simulated')]))).toBe('~');
      expect(await readMarkAfter(1, JSON.stringify([flag(0, 'simulated'), flag(1)]))).toBe('!');
      expect(await readMarkAfter(2, JSON.stringify([flag(0, 'rule:stuck-high')]))).toBe('!');
      expect(await readMarkAfter(3, '[{"anomaly":')).toBe('');
      expect(await readMarkAfter(4, JSON.stringify([flag(0, 'simulated')]))).toBe('~');
    });

    describe('of patients whose summaries are known', () => {
      const readKnown = async (patient: PatientId) =>
        new Map((await store.readSummaries([patient])).map((summary) => [summary.patient, summary]));
      const makeLiveEntry = async (changes: Partial<NewEntry> = {}) => ({
        ...makeEntry(0),
        timestamp: (await store.nowSeconds()).toFixed(3),
        ...changes,
      });

      test('tell samples and anomalies of now', async () => {
        const patient = nextPatient();
        await store.write([{ patient, entries: [await makeLiveEntry()], profile: ALBERT, health: HEALTHY }]);
        const known = await readKnown(patient);
        const sensorsJson = '[{"anomaly":true,"id":0,"value":7,"source":"simulated"}]';
        const entry = await makeLiveEntry({ sensorsJson, anomalous: true });
        await store.write([{ patient, entries: [entry] }]);
        const [summary] = await store.readSummaries([patient], known);
        expect(summary).toMatchObject({
          newestAtSeconds: Number(entry.timestamp),
          anomaliesStored: 1,
          newestAnomaly: '~',
          profile: ALBERT,
          known: true,
        });
      });

      test.each([
        ['no longer live', 0],
        ['of a clock ahead', 1e6],
      ])('tell the records of now of a patient who is %s', async (_, seconds) => {
        const patient = nextPatient();
        await store.write([{ patient, entries: [makeEntry(seconds)], health: HEALTHY }]);
        const known = await readKnown(patient);
        const health = { ...HEALTHY, state: 'down' as const };
        await store.write([{ patient, entries: [], profile: ALBERT, health }]);
        expect(await store.readSummaries([patient], known)).toMatchObject([{ profile: ALBERT, health }]);
      });

      test('tell nothing any longer of a patient who was erased', async () => {
        const patient = nextPatient();
        const entries = [await makeLiveEntry({ anomalous: true })];
        await store.write([{ patient, entries, profile: ALBERT, health: HEALTHY }]);
        const known = await readKnown(patient);
        await store.erase(patient);
        expect(await store.readSummaries([patient], known)).toMatchObject([
          { newestAtSeconds: null, anomaliesStored: 0, profile: null, health: null, known: false },
        ]);
      });

      test('tell records that are three seconds old at most', async () => {
        const patient = nextPatient();
        await store.write([{ patient, entries: [await makeLiveEntry()], health: HEALTHY }]);
        const known = await readKnown(patient);
        await store.write([{ patient, entries: [await makeLiveEntry()], profile: ALBERT }]);
        const [before] = [...known.values()];
        const ago = (seconds: number) => ({
          ...(before as PatientSummary),
          nowSeconds: (before?.nowSeconds ?? 0) - 1,
          recordsAtSeconds: (before?.nowSeconds ?? 0) - seconds,
        });
        const summaries = await store.readSummaries([patient], new Map([[patient, ago(3)]]));
        expect(summaries).toMatchObject([{ profile: ALBERT }]);
      });

      test('tell a profile and a health record that changed, whatever was known', async () => {
        const patient = nextPatient();
        const readAgain = async (known: ReadonlyMap<PatientId, PatientSummary>) => {
          const before = known.get(patient) as PatientSummary;
          const old = { ...before, recordsAtSeconds: before.nowSeconds - 3 };
          return new Map([
            [patient, (await store.readSummaries([patient], new Map([[patient, old]])))[0]],
          ]) as typeof known;
        };
        await store.write([
          {
            patient,
            entries: [await makeLiveEntry()],
            profile: ALBERT,
            health: { ...HEALTHY, lastError: 'x' },
          },
        ]);
        const first = await readKnown(patient);
        const second = await readAgain(first);
        expect(second.get(patient)).toMatchObject({ profile: ALBERT, health: { lastError: 'x' } });
        const profile = { ...ALBERT, firstname: 'Łucja', disabled: null };
        const health = { ...HEALTHY, state: 'failing' as const, lastError: null, failures: 4 };
        await store.write([{ patient, entries: [await makeLiveEntry()], profile, health }]);
        const third = await readAgain(second);
        expect(third.get(patient)).toMatchObject({ profile, health });
        expect((await readAgain(third)).get(patient)).toMatchObject({ profile, health });
      });
    });
  });
}
