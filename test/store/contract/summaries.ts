import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
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
      expect(summaries.map(({ nowSeconds: _, ...summary }) => summary)).toEqual([
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
  });
}
