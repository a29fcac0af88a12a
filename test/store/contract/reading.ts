import { beforeAll, describe, expect, test } from 'vitest';
import type { NewEntry, Store } from '../../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about what is read back. */
export function describeReading(subject: StoreSubject): void {
  describe('Reading', () => {
    const { readSeconds, readAnomalySeconds } = subject;
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('reads only as many of the newest samples as were requested, and counts them all', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(5) }]);
      expect(await readSeconds(patient, 2)).toEqual([3, 4]);
      expect(await readSeconds(patient, 0)).toEqual([]);
      expect((await store.read(patient, 1)).retained).toBe(5);
    });

    test('reads several patients at once, each as it is read alone, in the order of the request', async () => {
      const [walking, unseen, flagged] = [nextPatient(), nextPatient(), nextPatient()];
      const broken: NewEntry = { timestamp: `${AT + 9}.000`, sensorsJson: '[{"id":0', anomalous: false };
      await store.write([
        { patient: walking, entries: [...makeEntries(5), broken], profile: ALBERT, health: HEALTHY },
        { patient: flagged, entries: makeEntries(3, { anomalous: true }) },
      ]);
      const requests = [
        { patient: flagged, newest: 2 },
        { patient: unseen, newest: 3 },
        { patient: walking, newest: 0 },
        { patient: walking, newest: 4 },
      ];
      const reads = await store.readEach(requests);
      const alone = await Promise.all(requests.map(({ patient, newest }) => store.read(patient, newest)));
      expect(reads).toEqual(alone.map((read) => ({ ...read, nowSeconds: expect.any(Number) })));
      const nowSeconds = await store.nowSeconds();
      for (const read of reads)
        expect(Math.abs(nowSeconds - ('nowSeconds' in read ? read.nowSeconds : 0))).toBeLessThan(5);
      expect(await store.readEach([])).toEqual([]);
    });

    test('tells the time of its clock', async () => {
      const nowSeconds = await store.nowSeconds();
      expect(Math.abs(nowSeconds - Date.now() / 1000)).toBeLessThan(5);
      expect(Math.abs((await store.read(nextPatient(), 1)).nowSeconds - nowSeconds)).toBeLessThan(5);
    });

    test('sorts sensors by id, and removes control characters from the source of a flag', async () => {
      const patient = nextPatient();
      const sensorsJson =
        '[{"id":2,"value":0,"x":[1]},{"anomaly":true,"id":0,"value":9,"source":"rule:\\u001b[31mstuck-high"}]';
      await store.write([{ patient, entries: [{ timestamp: `${AT}.000`, sensorsJson, anomalous: true }] }]);
      expect((await store.read(patient, 1)).samples[0]?.sensors).toEqual([
        { id: 0, value: 9, anomaly: true, source: 'rule:stuck-high' },
        { id: 2, value: 0, anomaly: false },
      ]);
    });

    test('leaves out entries that cannot be read, and counts them', async () => {
      const patient = nextPatient();
      const broken: NewEntry = { timestamp: `${AT + 1}.000`, sensorsJson: '[{"id":0', anomalous: false };
      await store.write([{ patient, entries: [makeEntry(0), broken, makeEntry(2)] }]);
      expect(await readSeconds(patient)).toEqual([0, 2]);
      expect(await store.read(patient, 10_000)).toMatchObject({ unreadable: 1, retained: 3 });
    });

    test('reads the anomalies since an instant from a long list', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(1000, { anomalous: true }) }]);
      expect(await readAnomalySeconds(patient, AT + 997)).toEqual([997, 998, 999]);
      expect(await readAnomalySeconds(patient, AT + 100)).toEqual(
        Array.from({ length: 900 }, (_, index) => 100 + index),
      );
      expect(await readAnomalySeconds(patient, AT + 1000)).toEqual([]);
      expect(await readAnomalySeconds(patient)).toHaveLength(1000);
    });

    test('reads the samples around an instant from either list, however long it is', async () => {
      const patient = nextPatient();
      const entries = Array.from({ length: 1200 }, (_, at) => makeEntry(at, { anomalous: at % 100 === 0 }));
      await store.write([{ patient, entries }]);
      const around = async (list: 'samples' | 'anomalies', seconds: number, before: number, from: number) =>
        (await store.readAround(patient, list, AT + seconds, { before, from })).map(
          ({ atSeconds }) => atSeconds - AT,
        );
      expect(await around('samples', 600, 3, 2)).toEqual([597, 598, 599, 600, 601]);
      expect(await around('samples', 600.5, 2, 1)).toEqual([599, 600, 601]);
      expect(await around('samples', 1, 10, 0)).toEqual([0]);
      expect(await around('samples', 1198, 0, 10)).toEqual([1198, 1199]);
      expect(await around('samples', Number.POSITIVE_INFINITY, 2, 5)).toEqual([1198, 1199]);
      expect(await around('samples', -5, 5, 0)).toEqual([]);
      expect(await around('samples', -5, 5, 1)).toEqual([0]);
      expect(await around('anomalies', 450, 2, 1)).toEqual([300, 400, 500]);
      expect(await store.readAround(nextPatient(), 'samples', AT, { before: 5, from: 5 })).toEqual([]);
    });

    test('reads the samples around an instant while the list is trimmed', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(900) }]);
      const [found] = await Promise.all([
        store.readAround(patient, 'samples', AT + 850, { before: 3, from: 2 }),
        store.trim(AT + 500, [patient]),
        store.trim(AT + 700, [patient]),
      ]);
      expect(found.map(({ atSeconds }) => atSeconds - AT)).toEqual([847, 848, 849, 850, 851]);
    });
  });
}
