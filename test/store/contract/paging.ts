import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { AT, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about reading whole lists page by page. */
export function describePaging(subject: StoreSubject): void {
  describe('Pages', () => {
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('give all entries of a list exactly as stored, from an instant on', async () => {
      const patient = nextPatient();
      const entries = Array.from({ length: 1203 }, (_, index) =>
        makeEntry(index, { value: index % 1000, anomalous: index % 2 === 0 }),
      );
      await store.write([{ patient, entries }]);
      const readPages = async (list: 'samples' | 'anomalies', sinceSeconds = 0) => {
        const pages = [];
        for await (const page of store.rawPages(patient, list, sinceSeconds)) pages.push(page);
        return pages;
      };
      const pairs = entries.map(({ sensorsJson, timestamp }) => [sensorsJson, timestamp]);
      const all = await readPages('samples');
      expect(all.flat()).toEqual(pairs);
      expect(all.length).toBeGreaterThan(1);
      expect((await readPages('samples', AT + 1000)).flat()).toEqual(pairs.slice(1000));
      expect((await readPages('anomalies')).flat()).toEqual(pairs.filter((_, index) => index % 2 === 0));
      expect((await readPages('samples', AT + 100_000)).flat()).toEqual([]);
    });

    test('give the samples of all entries that can be read', async () => {
      const patient = nextPatient();
      const unreadable = { timestamp: `${AT + 1}.000`, sensorsJson: '[{"id":0', anomalous: true };
      const entries = [makeEntry(0), unreadable, makeEntry(2, { anomalous: true }), makeEntry(3)];
      await store.write([{ patient, entries }]);
      const readSeconds = async (list: 'samples' | 'anomalies', sinceSeconds = 0) => {
        const seconds = [];
        for await (const samples of store.samplePages(patient, list, sinceSeconds))
          seconds.push(...samples.map(({ atSeconds }) => atSeconds - AT));
        return seconds;
      };
      expect(await readSeconds('samples')).toEqual([0, 2, 3]);
      expect(await readSeconds('samples', AT + 2)).toEqual([2, 3]);
      expect(await readSeconds('anomalies')).toEqual([2]);
    });

    test('skip no entry that stays, and repeat none, while the list is trimmed and grows', async () => {
      const patient = nextPatient();
      const entries = makeEntries(1200);
      await store.write([{ patient, entries }]);
      const seen: string[] = [];
      for await (const page of store.rawPages(patient, 'samples', 0)) {
        seen.push(...page.map(([, timestamp]) => timestamp));
        if (seen.length < 600) await store.trim(AT + 300, [patient]);
        else if (seen.length < 1200) await store.trim(AT + 1100, [patient]);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(entries.slice(1100).map(({ timestamp }) => timestamp)));
      expect(seen).toEqual([...seen].sort());
    });
  });
}
