import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Health, PatientId, Profile } from '../../src/core/patient.ts';
import type { NewEntry, Store } from '../../src/store/store.ts';

/** Some instant of 2026, Unix seconds. */
export const AT = 1_795_465_522;

export const ALBERT: Profile = {
  firstname: 'Albert',
  lastname: 'Lisowski',
  birthdate: '1991',
  disabled: false,
  traceName: 'piotrek - w czasie spaceru z psem',
  traceId: '12242505062019',
};

export const HEALTHY: Health = {
  state: 'up',
  updatedAtSeconds: AT + 0.125,
  lastOkAtSeconds: AT + 0.1,
  lastError: null,
  latencyMs: 12.5,
  intervalMs: 300,
  clockOffsetMs: -40,
  polls: 17,
  failures: 0,
};

/** An entry of two sensors, received `seconds` after AT, the first reading `value`. */
export function makeEntry(seconds: number, { value = 7, anomalous = false } = {}): NewEntry {
  return {
    timestamp: (AT + seconds).toFixed(3),
    sensorsJson: JSON.stringify([
      { anomaly: anomalous, id: 0, value },
      { anomaly: false, id: 1, value: 1023 },
    ]),
    anomalous,
  };
}

export function makeEntries(count: number, options?: { anomalous: boolean }): NewEntry[] {
  return Array.from({ length: count }, (_, index) => makeEntry(index, options));
}

let lastPatient = 100;
/** A number that no test has used in this process. */
export function nextPatient(): PatientId {
  return ++lastPatient;
}

/** What every store promises. One store serves all tests, each with patients of its own. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name}, as any store`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    const readSeconds = async (patient: PatientId, newest = 10_000) =>
      (await store.read(patient, newest)).samples.map((sample) => sample.atSeconds - AT);
    const readAnomalySeconds = async (patient: PatientId, sinceSeconds = 0) =>
      (await store.readAnomalies(patient, sinceSeconds)).map((sample) => sample.atSeconds - AT);

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

    test('reads the newest samples only, as many as were asked for, and tells how many there are', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(5) }]);
      expect(await readSeconds(patient, 2)).toEqual([3, 4]);
      expect(await readSeconds(patient, 0)).toEqual([]);
      expect((await store.read(patient, 1)).retained).toBe(5);
    });

    test('knows nothing of a patient that it never saw', async () => {
      const patient = nextPatient();
      expect(await store.read(patient, 10)).toEqual({
        patient,
        nowSeconds: expect.any(Number),
        samples: [],
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

    describe('a lease', () => {
      const one = { holder: 'one', ttlMs: 60_000 };
      const other = { holder: 'other', ttlMs: 60_000 };
      // Who has nothing but a lease is no patient of the store.
      afterEach(() => Promise.all(patients.splice(0).map((patient) => store.erase(patient))));
      const patients: PatientId[] = [];
      const newPatient = () => {
        patients.push(nextPatient());
        return patients.at(-1) ?? 0;
      };

      test('lets its holder write, and nobody else: nothing of theirs is written', async () => {
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

      test('is taken without writing anything, by one only, and given up by its holder only', async () => {
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
          [second, 'other'],
        ]);
        expect(await store.acquire([first], other)).toEqual([first]);
        await store.erase(first);
        expect(await store.acquire([first], one)).toEqual([first]);
      });

      test('ends when nothing is written for its time, and a write renews one that nobody took', async () => {
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

      test('asks nothing of who writes without one', async () => {
        const patient = newPatient();
        await store.acquire([patient], one);
        await store.write([{ patient, entries: [makeEntry(0)] }]);
        expect(await readSeconds(patient)).toEqual([0]);
      });
    });

    describe('append', () => {
      const pairs = makeEntries(3).map(({ sensorsJson, timestamp }): [string, string] => [
        sensorsJson,
        timestamp,
      ]);

      test('keeps equal neighbours, also across two tries, and adds nothing to the other list', async () => {
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

      test('stores a repeated try once', async () => {
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

      test('is refused, and changes nothing, when the list holds another number of entries', async () => {
        const patient = nextPatient();
        await store.write([{ patient, entries: makeEntries(2) }]);
        expect(await store.append(patient, 'samples', 0, pairs)).toEqual({
          kind: 'refused',
          patient,
          reason: 'it holds 2 entries and 2 timestamps, not 0',
        });
        expect(await readSeconds(patient)).toEqual([0, 1]);
      });

      test('takes thousands at once', async () => {
        const patient = nextPatient();
        const many = makeEntries(2500).map(({ sensorsJson, timestamp }): [string, string] => [
          sensorsJson,
          timestamp,
        ]);
        await store.append(patient, 'samples', 0, many);
        expect(await readSeconds(patient)).toEqual(Array.from({ length: 2500 }, (_, index) => index));
      });
    });

    test('tells the time of its clock', async () => {
      const nowSeconds = await store.nowSeconds();
      expect(Math.abs(nowSeconds - Date.now() / 1000)).toBeLessThan(5);
      expect(Math.abs((await store.read(nextPatient(), 1)).nowSeconds - nowSeconds)).toBeLessThan(5);
    });

    test('keeps a sample with an anomaly among the samples and among the anomalies', async () => {
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

    test('sorts the sensors by their ids, and says where a flag comes from without what could steer a terminal', async () => {
      const patient = nextPatient();
      const sensorsJson =
        '[{"id":2,"value":0,"x":[1]},{"anomaly":true,"id":0,"value":9,"source":"rule:\\u001b[31mstuck-high"}]';
      await store.write([{ patient, entries: [{ timestamp: `${AT}.000`, sensorsJson, anomalous: true }] }]);
      expect((await store.read(patient, 1)).samples[0]?.sensors).toEqual([
        { id: 0, value: 9, anomaly: true, source: 'rule:stuck-high' },
        { id: 2, value: 0, anomaly: false },
      ]);
    });

    test('leaves out what cannot be read, and counts it', async () => {
      const patient = nextPatient();
      const broken: NewEntry = { timestamp: `${AT + 1}.000`, sensorsJson: '[{"id":0', anomalous: false };
      await store.write([{ patient, entries: [makeEntry(0), broken, makeEntry(2)] }]);
      expect(await readSeconds(patient)).toEqual([0, 2]);
      expect(await store.read(patient, 10_000)).toMatchObject({ unreadable: 1, retained: 3 });
    });

    test('stores a repeated write once, and says that it is stored', async () => {
      const patient = nextPatient();
      const write = { patient, entries: [makeEntry(0), makeEntry(1, { anomalous: true }), makeEntry(2)] };
      await store.write([write]);
      expect(await store.write([write])).toEqual([{ kind: 'stored', patient, entries: 3 }]);
      expect(await readSeconds(patient)).toEqual([0, 1, 2]);
      expect(await readAnomalySeconds(patient)).toEqual([1]);
    });

    test('stores of a repeated write that has grown what is new', async () => {
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
      await store.trim(AT + 10);
      await store.write([write]);
      expect(await readAnomalySeconds(patient)).toEqual([0]);
    });

    test('keeps what is received after the clock stepped back, and a reading that repeats', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [makeEntry(100)] }]);
      await store.write([{ patient, entries: [makeEntry(40)] }]);
      await store.write([{ patient, entries: [makeEntry(41)] }]);
      expect(await readSeconds(patient)).toEqual([100, 40, 41]);
    });

    test('keeps two readings of one instant, for only what is equal in all is a repetition', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [makeEntry(0, { value: 1 })] }]);
      await store.write([{ patient, entries: [makeEntry(0, { value: 2 })] }]);
      expect(await readSeconds(patient)).toEqual([0, 0]);
    });

    test('stores each sample once, however the writes are cut and repeated', async () => {
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

    test('writes many patients at once, and answers in the order of the writes', async () => {
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

    test('keeps who the patient is and how polling goes', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [], profile: ALBERT, health: HEALTHY }]);
      const reading = await store.read(patient, 1);
      expect(reading.profile).toEqual(ALBERT);
      expect(reading.health).toEqual(HEALTHY);
      expect(reading).toMatchObject({ known: true, retained: 0 });
      expect(await store.patients()).toContain(patient);
    });

    test('takes a record that came last as a whole, and leaves a record alone that did not come', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [], profile: ALBERT, health: HEALTHY }]);
      const failing: Health = { ...HEALTHY, state: 'failing', lastError: 'timeout', latencyMs: null };
      await store.write([{ patient, entries: [makeEntry(0)], health: failing }]);
      expect(await store.read(patient, 1)).toMatchObject({ profile: ALBERT, health: failing });
      const unnamed: Profile = { ...ALBERT, firstname: null, disabled: null, traceName: null };
      await store.write([{ patient, entries: [], profile: unnamed }]);
      expect(await store.read(patient, 1)).toMatchObject({ profile: unnamed, health: failing });
    });

    test('trims the samples received before an instant, of every patient, and no anomaly', async () => {
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

    test('trims only those whom it is asked for, known or not', async () => {
      const [one, other, third, unknown] = [nextPatient(), nextPatient(), nextPatient(), nextPatient()];
      await store.write([one, other, third].map((patient) => ({ patient, entries: makeEntries(5) })));
      expect(await store.trim(AT + 3, [third, unknown, one])).toEqual({ trimmed: 6, refused: [] });
      expect(await store.trim(AT + 3, [])).toEqual({ trimmed: 0, refused: [] });
      expect(await readSeconds(one)).toEqual([3, 4]);
      expect(await readSeconds(other)).toEqual([0, 1, 2, 3, 4]);
      expect(await readSeconds(third)).toEqual([3, 4]);
    });

    test("allows for the clock of the cacher that stored a patient's samples", async () => {
      const [ahead, behind, unmeasured] = [nextPatient(), nextPatient(), nextPatient()];
      await store.trim(AT + 100_000);
      const entries = makeEntries(10);
      await store.write([
        { patient: ahead, entries, health: { ...HEALTHY, clockOffsetMs: 3000 } },
        { patient: behind, entries, health: { ...HEALTHY, clockOffsetMs: -2500 } },
        { patient: unmeasured, entries, health: { ...HEALTHY, clockOffsetMs: null } },
      ]);
      expect(await store.trim(AT + 5)).toEqual({ trimmed: 8 + 3 + 5, refused: [] });
      expect(await readSeconds(ahead)).toEqual([8, 9]);
      expect(await readSeconds(behind)).toEqual([3, 4, 5, 6, 7, 8, 9]);
      expect(await readSeconds(unmeasured)).toEqual([5, 6, 7, 8, 9]);
    });

    test('gives all entries of a list as they are stored, page by page, from an instant on', async () => {
      const patient = nextPatient();
      const entries = Array.from({ length: 1203 }, (_, index) =>
        makeEntry(index, { value: index % 1000, anomalous: index % 2 === 0 }),
      );
      await store.write([{ patient, entries }]);
      const pagesOf = async (list: 'samples' | 'anomalies', sinceSeconds = 0) => {
        const pages = [];
        for await (const page of store.rawPages(patient, list, sinceSeconds)) pages.push(page);
        return pages;
      };
      const pairs = entries.map(({ sensorsJson, timestamp }) => [sensorsJson, timestamp]);
      const all = await pagesOf('samples');
      expect(all.flat()).toEqual(pairs);
      expect(all.length).toBeGreaterThan(1);
      expect((await pagesOf('samples', AT + 1000)).flat()).toEqual(pairs.slice(1000));
      expect((await pagesOf('anomalies')).flat()).toEqual(pairs.filter((_, index) => index % 2 === 0));
      expect((await pagesOf('samples', AT + 100_000)).flat()).toEqual([]);
    });

    test('leaves out nothing that stays, and gives nothing twice, while the list is trimmed and grows', async () => {
      const patient = nextPatient();
      await store.trim(AT + 100_000);
      const entries = makeEntries(1200);
      await store.write([{ patient, entries }]);
      const seen: string[] = [];
      for await (const page of store.rawPages(patient, 'samples', 0)) {
        seen.push(...page.map(([, timestamp]) => timestamp));
        if (seen.length < 600) await store.trim(AT + 300);
        else if (seen.length < 1200) await store.trim(AT + 1100);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(entries.slice(1100).map(({ timestamp }) => timestamp)));
      expect(seen).toEqual([...seen].sort());
    });

    test('erases everything of one patient, and of no other', async () => {
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

    test('trims as a look at each sample would', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 12 }),
          fc.integer({ min: -1, max: 52 }),
          async (unsorted, before) => {
            const patient = nextPatient();
            const seconds = [...unsorted].sort((a, b) => a - b);
            const entries = seconds.map((second, value) => makeEntry(second, { value }));
            await store.write([{ patient, entries }]);
            await store.trim(AT + before);
            expect(await readSeconds(patient)).toEqual(seconds.filter((second) => second >= before));
          },
        ),
        { numRuns: 15 },
      );
    });

    test('still knows a patient of whom anomalies alone are left', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: [makeEntry(0, { anomalous: true })] }]);
      await store.trim(AT + 100_000);
      expect(await store.read(patient, 1)).toMatchObject({ retained: 0, anomaliesStored: 1, known: true });
      expect(await store.patients()).toContain(patient);
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

    test('summaries at many patients at once: what a row about each needs', async () => {
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

    test('tells at a summary whether the newest anomaly was simulated', async () => {
      const patient = nextPatient();
      const flag = (id: number, source?: string) => ({
        anomaly: true,
        id,
        value: 7,
        ...(source && { source }),
      });
      const glanceAfter = async (seconds: number, sensorsJson: string) => {
        const entry = { timestamp: (AT + seconds).toFixed(3), sensorsJson, anomalous: true };
        await store.write([{ patient, entries: [entry, makeEntry(seconds + 0.3)] }]);
        const [summary] = await store.readSummaries([patient]);
        return summary?.newestAnomaly;
      };
      expect(await glanceAfter(0, JSON.stringify([flag(0, 'simulated'), flag(1, 'simulated')]))).toBe('~');
      expect(await glanceAfter(1, JSON.stringify([flag(0, 'simulated'), flag(1)]))).toBe('!');
      expect(await glanceAfter(2, JSON.stringify([flag(0, 'rule:stuck-high')]))).toBe('!');
      expect(await glanceAfter(3, '[{"anomaly":')).toBe('');
      expect(await glanceAfter(4, JSON.stringify([flag(0, 'simulated')]))).toBe('~');
    });

    test('reads the samples around an instant, of either list, however long it is', async () => {
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
      expect(await around('samples', -5, 5, 1)).toEqual([0]);
      expect(await around('anomalies', 450, 2, 1)).toEqual([300, 400, 500]);
      expect(await store.readAround(nextPatient(), 'samples', AT, { before: 5, from: 5 })).toEqual([]);
    });

    test('reads around an instant while the list is trimmed', async () => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(900) }]);
      const [found] = await Promise.all([
        store.readAround(patient, 'samples', AT + 850, { before: 3, from: 2 }),
        store.trim(AT + 500),
        store.trim(AT + 700),
      ]);
      expect(found.map(({ atSeconds }) => atSeconds - AT)).toEqual([847, 848, 849, 850, 851]);
    });

    test('lists its patients in ascending order, each once', async () => {
      const patients = [1_000_009, 1_000_010, 2, 0];
      await store.write(patients.map((patient) => ({ patient, entries: makeEntries(1), profile: ALBERT })));
      const listed = await store.patients();
      expect(listed.filter((patient) => patients.includes(patient))).toEqual([0, 2, 1_000_009, 1_000_010]);
      expect(listed).toEqual([...new Set(listed)].sort((a, b) => a - b));
    });

    test.each([-1, 1.5, Number.NaN])('has no patient %d', async (patient) => {
      await expect(store.write([{ patient, entries: [] }])).rejects.toThrow(RangeError);
    });

    test('wakes who waits for a patient when samples of it were stored', async () => {
      const [awaited, other] = [nextPatient(), nextPatient()];
      const wake = vi.fn();
      const subscription = await store.wakeOn([awaited], wake);
      expect(subscription.wakes).toBe(true);
      await store.write([
        { patient: other, entries: makeEntries(1) },
        { patient: awaited, entries: [], health: HEALTHY },
      ]);
      await store.write([{ patient: awaited, entries: makeEntries(2) }]);
      await vi.waitFor(() => expect(wake).toHaveBeenCalled());
      expect(wake.mock.calls).toEqual([[awaited]]);
      subscription.close();
    });

    test('keeps waking who came while another left', async () => {
      const patient = nextPatient();
      const first = await store.wakeOn([patient], () => {});
      const wake = vi.fn();
      const coming = store.wakeOn([patient], wake);
      first.close();
      const second = await coming;
      await store.write([{ patient, entries: makeEntries(1) }]);
      await vi.waitFor(() => expect(wake).toHaveBeenCalledOnce());
      second.close();
    });

    test('wakes each subscription until it is closed, whatever becomes of the others', async () => {
      const patient = nextPatient();
      const [closed, open] = [vi.fn(), vi.fn()];
      const first = await store.wakeOn([patient], closed);
      const second = await store.wakeOn([patient], open);
      first.close();
      first.close();
      await store.write([{ patient, entries: makeEntries(1) }]);
      await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
      expect(closed).not.toHaveBeenCalled();
      second.close();
    });
  });
}
