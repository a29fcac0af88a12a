import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { AT, HEALTHY, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about the removal of old samples. */
export function describeTrimming(subject: StoreSubject): void {
  describe('Trimming', () => {
    const { readSeconds, readAnomalySeconds } = subject;
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('removes the samples of every patient received before an instant, and no anomalies', async () => {
      const [one, other] = [nextPatient(), nextPatient()];
      await store.trim(AT + 100_000);
      await store.write([
        { patient: one, entries: makeEntries(10, { anomalous: true }) },
        { patient: other, entries: makeEntries(3) },
      ]);
      expect(await store.trim(AT + 4)).toEqual({ trimmed: 7, refused: [] });
      expect(await readSeconds(one)).toEqual([4, 5, 6, 7, 8, 9]);
      expect(await store.read(one, 1)).toMatchObject({
        retained: 6,
        oldestAtSeconds: AT + 4,
        anomaliesStored: 10,
      });
      expect(await store.read(other, 1)).toMatchObject({ retained: 0, oldestAtSeconds: null });
      expect(await store.trim(AT + 4)).toEqual({ trimmed: 0, refused: [] });
      expect(await readAnomalySeconds(one)).toHaveLength(10);
    });

    test('is limited to the given patients, known or not', async () => {
      const [one, other, third, unknown] = [nextPatient(), nextPatient(), nextPatient(), nextPatient()];
      await store.write([one, other, third].map((patient) => ({ patient, entries: makeEntries(5) })));
      expect(await store.trim(AT + 3, [third, unknown, one])).toEqual({ trimmed: 6, refused: [] });
      expect(await store.trim(AT + 3, [])).toEqual({ trimmed: 0, refused: [] });
      expect(await readSeconds(one)).toEqual([3, 4]);
      expect(await readSeconds(other)).toEqual([0, 1, 2, 3, 4]);
      expect(await readSeconds(third)).toEqual([3, 4]);
    });

    test('allows for the clock offset of the cacher that stored the samples', async () => {
      const [ahead, behind, unmeasured] = [nextPatient(), nextPatient(), nextPatient()];
      const entries = makeEntries(10);
      await store.write([
        { patient: ahead, entries, health: { ...HEALTHY, clockOffsetMs: 3000 } },
        { patient: behind, entries, health: { ...HEALTHY, clockOffsetMs: -2500 } },
        { patient: unmeasured, entries, health: { ...HEALTHY, clockOffsetMs: null } },
      ]);
      expect(await store.trim(AT + 5, [ahead, behind, unmeasured])).toEqual({
        trimmed: 8 + 3 + 5,
        refused: [],
      });
      expect(await readSeconds(ahead)).toEqual([8, 9]);
      expect(await readSeconds(behind)).toEqual([3, 4, 5, 6, 7, 8, 9]);
      expect(await readSeconds(unmeasured)).toEqual([5, 6, 7, 8, 9]);
    });

    test('removes exactly the samples before the instant, whatever the list', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 12 }),
          fc.integer({ min: -1, max: 52 }),
          async (unsorted, before) => {
            const patient = nextPatient();
            const seconds = [...unsorted].sort((a, b) => a - b);
            const entries = seconds.map((second, value) => makeEntry(second, { value }));
            await store.write([{ patient, entries }]);
            await store.trim(AT + before, [patient]);
            expect(await readSeconds(patient)).toEqual(seconds.filter((second) => second >= before));
          },
        ),
        { numRuns: 15 },
      );
    });
  });
}
