import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PatientId } from '../../../src/core/patient.ts';
import type { Store } from '../../../src/store/store.ts';
import { ALBERT, HEALTHY, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about who may write a patient. */
export function describeLeases(subject: StoreSubject): void {
  describe('A lease', () => {
    const { readSeconds } = subject;
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    const one = { holder: 'one', ttlMs: 60_000 };
    const other = { holder: 'other', ttlMs: 60_000 };
    // A patient with nothing but a lease is not listed, so other tests cannot clean it up.
    afterEach(() => Promise.all(patients.splice(0).map((patient) => store.erase(patient))));
    const patients: PatientId[] = [];
    const newPatient = () => {
      patients.push(nextPatient());
      return patients.at(-1) ?? 0;
    };

    test('lets its holder write, and stores nothing of a write by anybody else', async () => {
      const patient = newPatient();
      const free = newPatient();
      expect(await store.write([{ patient, entries: [makeEntry(0)] }], one)).toMatchObject([
        { kind: 'stored', entries: 1 },
      ]);
      const refused = { patient, entries: [makeEntry(1)], profile: ALBERT, health: HEALTHY };
      expect(await store.write([refused, { patient: free, entries: [makeEntry(1)] }], other)).toEqual([
        { kind: 'not-holder', patient },
        { kind: 'stored', patient: free, entries: 1 },
      ]);
      await store.write([{ patient, entries: [makeEntry(2)] }], one);
      expect(await readSeconds(patient)).toEqual([0, 2]);
      expect(await store.read(patient, 1)).toMatchObject({ profile: null, health: null });
    });

    test('is taken without writing samples, by one holder only, and released by that holder only', async () => {
      const [first, second] = [newPatient(), newPatient()];
      expect(await store.acquire([first], one)).toEqual([first]);
      expect(await store.acquire([first, second], other)).toEqual([second]);
      expect(await store.acquire([first], one)).toEqual([first]);
      await store.release([first, second], 'one');
      expect(await store.acquire([first, second], one)).toEqual([first]);
      expect(await store.patients()).not.toContain(first);
      await store.release([first], 'one');
      expect([...(await store.holders([first, second]))]).toEqual([
        [first, null],
        [second, { holder: 'other', api: null }],
      ]);
      expect(await store.acquire([first], other)).toEqual([first]);
      await store.erase(first);
      expect(await store.acquire([first], one)).toEqual([first]);
    });

    test('expires when nothing is written for its time to live, and a write renews it if nobody took it meanwhile', async () => {
      const patient = newPatient();
      const brief = { holder: 'brief', ttlMs: 40 };
      await store.write([{ patient, entries: [makeEntry(0)] }], brief);
      expect(await store.acquire([patient], one)).toEqual([]);
      await vi.waitUntil(async () => (await store.holders([patient])).get(patient) === null);
      expect(await store.acquire([patient], one)).toEqual([patient]);
      expect(await store.write([{ patient, entries: [makeEntry(1)] }], brief)).toMatchObject([
        { kind: 'not-holder' },
      ]);
      const alone = newPatient();
      await store.write([{ patient: alone, entries: [makeEntry(0)] }], { ...brief, ttlMs: 1 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await store.write([{ patient: alone, entries: [makeEntry(1)] }], one)).toMatchObject([
        { kind: 'stored', entries: 1 },
      ]);
    });

    test('tells which API its holder polls, and belongs to that holder whatever it polls', async () => {
      const patient = newPatient();
      const api = '0123456789abcdef';
      expect(await store.acquire([patient], { ...one, api })).toEqual([patient]);
      expect([...(await store.holders([patient]))]).toEqual([[patient, { holder: 'one', api }]]);
      expect(await store.acquire([patient], { ...other, api })).toEqual([]);
      expect(await store.write([{ patient, entries: [makeEntry(0)] }], { ...other, api })).toMatchObject([
        { kind: 'not-holder' },
      ]);
      expect(await store.write([{ patient, entries: [makeEntry(0)] }], one)).toMatchObject([
        { kind: 'stored' },
      ]);
      expect([...(await store.holders([patient]))]).toEqual([[patient, { holder: 'one', api: null }]]);
      await store.acquire([patient], { ...one, api });
      await store.release([patient], 'on');
      expect((await store.holders([patient])).get(patient)).not.toBeNull();
      await store.release([patient], 'one');
      expect((await store.holders([patient])).get(patient)).toBeNull();
    });

    test('is of use to tell what another holder stored meanwhile, near which instants', async () => {
      const patient = newPatient();
      await store.write(
        [{ patient, entries: [makeEntry(0), makeEntry(1), makeEntry(2), makeEntry(9)] }],
        one,
      );
      const count = (seconds: number[], within: number) =>
        store.countStored(
          patient,
          seconds.map((second) => makeEntry(second).timestamp),
          within,
        );
      expect(await count([0, 1.4, 2.6, 3, 8.5, 9.5, 20], 0.5)).toBe(4);
      expect(await count([-5, 0.1, 2, 5], 0.05)).toBe(1);
      expect(await count([], 1)).toBe(0);
      expect(await store.countStored(newPatient(), [makeEntry(0).timestamp], 1000)).toBe(0);
    });

    test('is not required of a write without a lease', async () => {
      const patient = newPatient();
      await store.acquire([patient], one);
      await store.write([{ patient, entries: [makeEntry(0)] }]);
      expect(await readSeconds(patient)).toEqual([0]);
    });
  });
}
