import { beforeAll, describe, expect, test } from 'vitest';
import { EIGHT, SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { WalkToKeep } from '../../../src/store/kept-walks.ts';
import type { Store } from '../../../src/store/store.ts';
import type { StoredPair } from '../../../src/store/stored-entry.ts';
import { ALBERT, AT, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

const ROOMY = 50_000_000;
const ID = '20261123-202522';
const NEXT_ID = '20261123-202523';

/** What every store promises about the walks that it keeps for ever. */
export function describeKeeping(subject: StoreSubject): void {
  describe('Keeping', () => {
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    const makeWalk = (patient: number, since: number, until: number, more: Partial<WalkToKeep> = {}) => ({
      patient,
      sinceSeconds: AT + since,
      untilSeconds: AT + until,
      note: null,
      marks: [],
      keptAtSeconds: AT + 0.9,
      ...more,
    });
    const storeSamples = async (count: number) => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(count), profile: ALBERT }]);
      return patient;
    };
    const readPairs = async (patient: number, id: string): Promise<readonly StoredPair[]> => {
      const pairs: StoredPair[] = [];
      for await (const page of store.keptPages(patient, id)) pairs.push(...page);
      return pairs;
    };

    test('keeps a span with its note, marks and profile, both limits included, exactly as it is stored', async () => {
      const patient = nextPatient();
      const sensorsJson = '[{"anomaly":true,"id":0,"value":1023,"source":"rule:frozen-clock","extra":"ż"}]';
      const flagged = { timestamp: `${AT + 3}.250`, sensorsJson, anomalous: true };
      const entries = [...makeEntries(4), flagged, makeEntry(4), makeEntry(5)];
      await store.write([{ patient, entries, profile: ALBERT }]);
      const marks = [
        { atSeconds: AT + 3.5, word: 'turn' },
        { atSeconds: AT + 2, word: '' },
      ];
      const outcome = await store.keep(makeWalk(patient, 2, 4, { note: 'a limp', marks }), ROOMY);
      const kept = [makeEntry(2), makeEntry(3), flagged, makeEntry(4)];
      const bytes = kept.reduce(
        (sum, entry) => sum + Buffer.byteLength(entry.sensorsJson) + entry.timestamp.length,
        0,
      );
      expect(outcome).toEqual({ kind: 'kept', id: ID, samples: 4, bytes });
      expect(await readPairs(patient, ID)).toEqual(kept.map((entry) => [entry.sensorsJson, entry.timestamp]));
      expect(await store.kept(patient)).toEqual({
        walks: [
          {
            patient,
            id: ID,
            sinceSeconds: AT + 2,
            untilSeconds: AT + 4,
            note: 'a limp',
            marks: [marks[1], marks[0]],
            insole: null,
            profile: ALBERT,
            samples: 4,
            bytes,
          },
        ],
        unreadable: 0,
      });
    });

    test('never trims what is kept, and takes it for no patient of its own', async () => {
      const patient = await storeSamples(3);
      const before = await store.patients();
      await store.keep(makeWalk(patient, 0, 2), ROOMY);
      expect(await store.patients()).toEqual(before);
      expect(await store.trim(AT + 100_000, [patient])).toEqual({ trimmed: 3, refused: [] });
      expect(await store.trim(AT + 100_000)).toMatchObject({ refused: [] });
      expect(await readPairs(patient, ID)).toHaveLength(3);
      expect(await store.keptPatients()).toContain(patient);
      expect((await store.readSummaries([patient]))[0]).toMatchObject({ newestAtSeconds: null });
    });

    test('keeps a walk once, also when the call is repeated and the samples are gone', async () => {
      const patient = await storeSamples(300);
      const walk = makeWalk(patient, 0, 299, { note: 'x', marks: [{ atSeconds: AT + 1, word: 'y' }] });
      const first = await store.keep(walk, ROOMY);
      expect(first).toMatchObject({ kind: 'kept', id: ID, samples: 300 });
      await store.write([{ patient, entries: [makeEntry(300)], profile: { ...ALBERT, firstname: 'Other' } }]);
      expect(await store.keep(walk, ROOMY)).toEqual(first);
      await store.trim(AT + 100_000, [patient]);
      expect(await store.keep(walk, 1)).toEqual(first);
      expect((await store.kept(patient)).walks).toMatchObject([{ samples: 300, profile: ALBERT }]);
    });

    test('gives another walk of the same second the id of the next one', async () => {
      const patient = await storeSamples(5);
      await store.keep(makeWalk(patient, 0, 2, { note: 'first' }), ROOMY);
      const outcomes = [
        await store.keep(makeWalk(patient, 0, 3, { note: 'first' }), ROOMY),
        await store.keep(makeWalk(patient, 0, 2, { note: 'second' }), ROOMY),
        await store.keep(makeWalk(patient, 0, 3, { note: 'first' }), ROOMY),
      ];
      expect(outcomes).toMatchObject([{ id: NEXT_ID }, { id: '20261123-202524' }, { id: NEXT_ID }]);
      const [a, b] = await Promise.all([
        store.keep(makeWalk(patient, 1, 2, { keptAtSeconds: AT + 60 }), ROOMY),
        store.keep(makeWalk(patient, 1, 3, { keptAtSeconds: AT + 60 }), ROOMY),
      ]);
      expect(new Set([a, b].map((each) => 'id' in each && each.id)).size).toBe(2);
      expect((await store.kept(patient)).walks.map(({ id }) => id)).toEqual([
        ID,
        NEXT_ID,
        '20261123-202524',
        '20261123-202622',
        '20261123-202623',
      ]);
    });

    test('says that a span is empty, and where it begins when older samples are gone', async () => {
      const patient = await storeSamples(10);
      for (const [since, until] of [
        [-60, -1],
        [9.1, 60],
        [3.1, 3.9],
        [4, 3],
      ] as const) {
        expect(await store.keep(makeWalk(patient, since, until), ROOMY)).toEqual({ kind: 'empty' });
      }
      expect(await store.keep(makeWalk(nextPatient(), 0, 1), ROOMY)).toEqual({ kind: 'empty' });
      expect(await store.kept(patient)).toEqual({ walks: [], unreadable: 0 });
      expect(await store.keptPatients()).not.toContain(patient);
      await store.trim(AT + 4, [patient]);
      await store.keep(makeWalk(patient, -100, 100), ROOMY);
      expect((await store.kept(patient)).walks).toMatchObject([
        { sinceSeconds: AT + 4, untilSeconds: AT + 100, samples: 6 },
      ]);
    });

    test('refuses what would be over the limit of a patient, and says how much is used and needed', async () => {
      const [patient, other] = [await storeSamples(1000), await storeSamples(1000)];
      const one = Buffer.byteLength(makeEntry(0).sensorsJson) + makeEntry(0).timestamp.length;
      const limit = 1500 * one;
      expect(await store.keep(makeWalk(patient, 0, 599), limit)).toMatchObject({ samples: 600 });
      const more = makeWalk(patient, 0, 999, { keptAtSeconds: AT + 9 });
      expect(await store.keep(more, limit)).toEqual({
        kind: 'full',
        usedBytes: 600 * one,
        neededBytes: 1000 * one,
      });
      expect((await store.kept(patient)).walks).toHaveLength(1);
      expect(await readPairs(patient, '20261123-202531')).toEqual([]);
      expect(await store.keep({ ...more, patient: other }, limit)).toMatchObject({ kind: 'kept' });
      expect(await store.keep({ ...more, untilSeconds: AT + 899 }, limit)).toMatchObject({ samples: 900 });
      expect(await store.kept(patient)).toMatchObject({
        walks: [{ bytes: 600 * one }, { bytes: 900 * one }],
      });
    });

    test('holds the limit also when two walks are kept at the same time', async () => {
      const patient = await storeSamples(100);
      const one = Buffer.byteLength(makeEntry(0).sensorsJson) + makeEntry(0).timestamp.length;
      const outcomes = await Promise.all(
        [0, 60].map((later) =>
          store.keep(makeWalk(patient, 0, 99, { keptAtSeconds: AT + later }), 150 * one),
        ),
      );
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['full', 'kept']);
      expect((await store.kept(patient)).walks).toHaveLength(1);
    });

    test('removes one kept walk, and leaves the others', async () => {
      const patient = await storeSamples(3);
      await store.keep(makeWalk(patient, 0, 2), ROOMY);
      await store.keep(makeWalk(patient, 0, 1), ROOMY);
      expect(await store.removeKept(patient, ID)).toBe(true);
      expect(await store.removeKept(patient, ID)).toBe(false);
      expect(await readPairs(patient, ID)).toEqual([]);
      expect((await store.kept(patient)).walks.map(({ id }) => id)).toEqual([NEXT_ID]);
      await store.removeKept(patient, NEXT_ID);
      expect(await store.keptPatients()).not.toContain(patient);
      expect((await store.read(patient, 5)).retained).toBe(3);
    });

    test('erases the kept walks of a patient with all else, and no other patient', async () => {
      const [patient, other] = [await storeSamples(3), await storeSamples(3)];
      for (const each of [patient, other]) await store.keep(makeWalk(each, 0, 2), ROOMY);
      expect(await store.erase(patient)).toBeGreaterThan(0);
      expect(await store.kept(patient)).toEqual({ walks: [], unreadable: 0 });
      expect(await readPairs(patient, ID)).toEqual([]);
      expect(await readPairs(other, ID)).toHaveLength(3);
    });

    test('keeps notes and words on one line without control characters, and no longer than is allowed', async () => {
      const patient = await storeSamples(3);
      const marks = [
        { atSeconds: AT + 1, word: `\u001b[2J"turn"\n\u202e${'w'.repeat(100)}` },
        { atSeconds: AT + 1.5, word: '\u0007' },
      ];
      await store.keep(
        makeWalk(patient, 0, 2, { note: `\u001b]0;x\u0007a\r\nb${'ż'.repeat(400)}`, marks }),
        ROOMY,
      );
      const [walk] = (await store.kept(patient)).walks;
      expect(walk?.note).toBe(`a b${'ż'.repeat(197)}`);
      expect(walk?.marks.map(({ word }) => word)).toEqual([`"turn" ${'w'.repeat(33)}`, '']);
    });

    test('keeps the insole that the samples were of, also after the patient got another', async () => {
      const patient = nextPatient();
      const profile = { ...ALBERT, insole: EIGHT };
      await store.write([{ patient, entries: makeEntries(3), profile }]);
      await store.write([{ patient, entries: [makeEntry(10)], profile: ALBERT }]);
      await store.keep(makeWalk(patient, 0, 2), ROOMY);
      await store.keep(makeWalk(patient, 5, 20), ROOMY);
      const [of8, of6] = (await store.kept(patient)).walks;
      expect(of8?.insole).toMatch(/^eight@[0-9a-f]{12}$/);
      expect(of8?.profile).toEqual(ALBERT);
      expect(of6).toMatchObject({ insole: null, samples: 1 });
      expect(of8 && (await store.keptInsole(of8))).toEqual(EIGHT);
      expect(of6 && (await store.keptInsole(of6))).toEqual(SIX);
    });

    test('keeps long spans, read back page by page, whatever is appended and trimmed meanwhile', async () => {
      const patient = nextPatient();
      const entries = makeEntries(9000);
      for (let from = 0; from < entries.length; from += 3000)
        await store.write([{ patient, entries: entries.slice(from, from + 3000) }]);
      const [outcome] = await Promise.all([
        store.keep(makeWalk(patient, 500, 8999), ROOMY),
        store.trim(AT + 400, [patient]),
        store.write([{ patient, entries: [makeEntry(9000)] }]),
      ]);
      expect(outcome).toMatchObject({ kind: 'kept', samples: 8500 });
      const pairs = await readPairs(patient, ID);
      expect(pairs.map(([, timestamp]) => timestamp)).toEqual(
        entries.slice(500).map(({ timestamp }) => timestamp),
      );
      const [walk] = (await store.kept(patient)).walks;
      expect(walk).toMatchObject({ samples: 8500 });
      expect(Math.abs((walk?.bytes ?? 0) / ('bytes' in outcome ? outcome.bytes : 0) - 1)).toBeLessThan(0.01);
    });
  });
}
