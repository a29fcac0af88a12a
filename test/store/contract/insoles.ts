import { beforeAll, describe, expect, test } from 'vitest';
import { EIGHT, SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../../src/core/insole/insole.ts';
import type { NewEntry, Store } from '../../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

const LEFT: Insole = {
  name: 'left',
  unit: 'kPa',
  lowest: 0,
  highest: 4095,
  decimals: 0,
  sensors: EIGHT.sensors.filter(({ side }) => side === 'left'),
};
/** The same file, edited later. */
const EDITED: Insole = { ...LEFT, highest: 1000 };

function entry(seconds: number, value: number, anomalous = false): NewEntry {
  const sensorsJson = JSON.stringify([{ id: 0, value, anomaly: anomalous }]);
  return { timestamp: (AT + seconds).toFixed(3), sensorsJson, anomalous };
}

/** What every store promises about insoles: a sample is read as what it was stored as. */
export function describeInsoles(subject: StoreSubject): void {
  describe('Insoles', () => {
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });
    const write = (patient: number, entries: readonly NewEntry[], insole?: Insole) =>
      store.write([
        {
          patient,
          entries,
          health: HEALTHY,
          profile: { ...ALBERT, ...(insole !== undefined && { insole }) },
        },
      ]);
    const readValues = async (patient: number) =>
      (await store.read(patient, 100)).samples.map(({ sensors }) => sensors[0]?.value);
    const readPages = async (patient: number) => {
      const values: unknown[] = [];
      for await (const page of store.samplePages(patient, 'samples', 0))
        values.push(...page.map(({ sensors }) => sensors[0]?.value));
      return values;
    };

    test('are the six sensors of the original, unless a profile names another', async () => {
      const patient = nextPatient();
      await write(patient, [entry(0, 1023)]);
      expect((await store.read(patient, 1)).insole).toEqual(SIX);
      expect(await store.readInsoles(patient)).toEqual({ current: SIX, before: [] });
      await write(patient, [entry(1, 1024)]);
      expect(await store.read(patient, 5)).toMatchObject({ samples: { length: 1 }, unreadable: 1 });
    });

    test('are read from the store, the same object each time', async () => {
      const patient = nextPatient();
      await write(patient, [entry(0, 4095), entry(1, 4096)], LEFT);
      const first = await store.read(patient, 5);
      expect(first.insole).toEqual(LEFT);
      expect(first).toMatchObject({
        samples: { length: 1 },
        unreadable: 1,
        profile: { firstname: 'Albert' },
      });
      expect((await store.read(patient, 5)).insole).toBe(first.insole);
    });

    test('may differ from patient to patient', async () => {
      const [one, other] = [nextPatient(), nextPatient()];
      await store.write([
        { patient: one, entries: [entry(0, 5.5)], profile: { ...ALBERT, insole: EIGHT } },
        { patient: other, entries: [entry(0, 5)], profile: { ...ALBERT, insole: LEFT } },
      ]);
      expect((await store.read(one, 1)).insole).toEqual(EIGHT);
      expect((await store.read(other, 1)).insole).toEqual(LEFT);
      expect(await readValues(one)).toEqual([5.5]);
    });

    test('that change leave what was stored before as it was, out of what is read of now', async () => {
      const patient = nextPatient();
      await write(patient, [entry(0, 4000, true), entry(1, 4001)], LEFT);
      await write(patient, [entry(2, 900, true)], EDITED);
      await write(patient, [entry(3, 901)], EDITED);
      expect((await store.read(patient, 5)).insole).toEqual(EDITED);
      expect(await readValues(patient)).toEqual([900, 901]);
      expect((await store.readAnomalies(patient, 0)).map(({ sensors }) => sensors[0]?.value)).toEqual([900]);
      const around = await store.readAround(patient, 'samples', AT + 2, { before: 5, from: 5 });
      expect(around.map(({ sensors }) => sensors[0]?.value)).toEqual([900, 901]);
      expect(await readPages(patient)).toEqual([4000, 4001, 900, 901]);
      const { current, before } = await store.readInsoles(patient);
      expect(current).toEqual(EDITED);
      expect(before.map(({ insole, untilSeconds }) => [insole.highest, untilSeconds - AT])).toEqual([
        [4095, 2],
      ]);
    });

    test('that come to a patient of the original leave its samples as they were', async () => {
      const patient = nextPatient();
      await store.append(patient, 'samples', 0, [['[{"id":0,"value":1000}]', String(AT)]]);
      await write(patient, [entry(1, 900.5)], EIGHT);
      expect(await readPages(patient)).toEqual([1000]);
      await write(patient, [entry(2, 500.5)], EIGHT);
      expect(await readPages(patient)).toEqual([1000, 500.5]);
      const anomalous = nextPatient();
      await store.append(anomalous, 'anomalies', 0, [['[{"id":0,"value":1000}]', String(AT)]]);
      await write(anomalous, [entry(1, 500.5)], EIGHT);
      expect((await store.readInsoles(anomalous)).before).toHaveLength(1);
    });

    test('can be told of samples that are appended, in place of what was told before', async () => {
      const patient = nextPatient();
      await store.append(patient, 'samples', 0, [['[{"id":0,"value":4095}]', String(AT)]]);
      const timeline = { current: EDITED, before: [{ untilSeconds: AT + 1.5, insole: LEFT }] };
      await store.writeInsoles(patient, timeline);
      expect(await store.readInsoles(patient)).toEqual(timeline);
      expect(await readPages(patient)).toEqual([4095]);
      await store.writeInsoles(patient, { current: SIX, before: [] });
      expect(await store.readInsoles(patient)).toEqual({ current: SIX, before: [] });
    });

    test('may go back to the six sensors of the original', async () => {
      const patient = nextPatient();
      await write(patient, [entry(0, 4000)], LEFT);
      await write(patient, [entry(1, 1000)]);
      expect(await store.read(patient, 5)).toMatchObject({ insole: { name: 'six' }, samples: { length: 1 } });
      expect(await readPages(patient)).toEqual([4000, 1000]);
    });

    test('change with a sample only, and once where a write is repeated', async () => {
      const patient = nextPatient();
      await write(patient, [entry(0, 4000)], LEFT);
      await write(patient, [], EDITED);
      expect((await store.read(patient, 5)).insole).toEqual(LEFT);
      await write(patient, [entry(1, 7)], EDITED);
      await write(patient, [entry(1, 7)], EDITED);
      expect((await store.readInsoles(patient)).before).toHaveLength(1);
    });

    test('outlive their patients, as they belong to no single one', async () => {
      const [one, other] = [nextPatient(), nextPatient()];
      await write(one, [entry(0, 4000)], LEFT);
      await write(other, [entry(0, 4000)], LEFT);
      await store.erase(one);
      await store.trim(AT + 1000);
      expect((await store.read(other, 5)).insole).toEqual(LEFT);
      expect(await store.patients()).not.toContain(one);
    });
  });
}
