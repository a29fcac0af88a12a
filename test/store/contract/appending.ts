import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { makeEntries, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about appending entries as they are, which import needs. */
export function describeAppending(subject: StoreSubject): void {
  describe('Appending', () => {
    const { readSeconds, readAnomalySeconds } = subject;
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    const pairs = makeEntries(3).map(({ sensorsJson, timestamp }): [string, string] => [
      sensorsJson,
      timestamp,
    ]);

    test('keeps equal neighbours, also across two calls, and adds nothing to the other list', async () => {
      const patient = nextPatient();
      const same = [pairs[0], pairs[0]] as [string, string][];
      expect(await store.append(patient, 'samples', 0, same)).toEqual({
        kind: 'stored',
        patient,
        entries: 2,
      });
      await store.append(patient, 'samples', 2, same);
      expect(await readSeconds(patient)).toEqual([0, 0, 0, 0]);
      expect((await store.read(patient, 0)).anomaliesStored).toBe(0);
    });

    test('stores repeated entries once', async () => {
      const patient = nextPatient();
      for (let attempt = 0; attempt < 3; attempt++) {
        expect(await store.append(patient, 'anomalies', 0, pairs)).toMatchObject({
          kind: 'stored',
          entries: 3,
        });
      }
      expect(await readAnomalySeconds(patient)).toEqual([0, 1, 2]);
      expect(await readSeconds(patient)).toEqual([]);
    });

    test('is refused, and changes nothing, when the list has another length', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(2) }]);
      expect(await store.append(patient, 'samples', 0, pairs)).toEqual({
        kind: 'refused',
        patient,
        reason: 'it holds 2 entries and 2 timestamps, not 0',
      });
      expect(await readSeconds(patient)).toEqual([0, 1]);
    });

    test('takes thousands of entries at once', async () => {
      const patient = nextPatient();
      const many = makeEntries(2500).map(({ sensorsJson, timestamp }): [string, string] => [
        sensorsJson,
        timestamp,
      ]);
      await store.append(patient, 'samples', 0, many);
      expect(await readSeconds(patient)).toEqual(Array.from({ length: 2500 }, (_, index) => index));
    });
  });
}
