import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EIGHT, SIX, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../src/core/insole/insole.ts';
import { readSampleRows, type SampleRow } from '../../src/export/read-sample-rows.ts';
import { createCsvRows, createNdjsonRows, listColumns } from '../../src/export/sample-rows.ts';
import type { StoredPair } from '../../src/store/stored-entry.ts';
import { arbitraryInsole } from '../core/insole/arbitrary-insole.ts';

async function readAll(lines: readonly (string | null)[], insoleOf?: () => Insole): Promise<SampleRow[]> {
  const chunks = (async function* () {
    yield Buffer.from(`${lines.filter((line) => line !== null).join('\n')}\n`);
  })();
  const rows: SampleRow[] = [];
  for await (const row of readSampleRows(chunks, 'walk', insoleOf)) rows.push(row);
  return rows;
}
const makePair = (insole: Insole, value = insole.highest): StoredPair => [
  JSON.stringify(insole.sensors.map(({ id }) => ({ anomaly: false, id, value }))),
  '1795465522.300',
];

describe('an export', () => {
  test('in CSV has a column for every sensor of those who are exported, empty where a patient has none', () => {
    const rows = createCsvRows(listColumns([SIX, EIGHT]));
    const ids = Array.from({ length: 16 }, (_, id) => `s${id}`);
    expect(rows.header).toBe(`patient,timestamp,${ids.join()},anomaly,source`);
    expect(rows.row(3, makePair(SIX), SIX)).toBe(`3,1795465522.300,${'1023,'.repeat(6)}${','.repeat(10)},`);
    expect(rows.row(4, makePair(EIGHT, 0.5), EIGHT)).toBe(`4,1795465522.300,${'0.5,'.repeat(16)},`);
    expect(createCsvRows(listColumns([SIX])).header).toBe(
      'patient,timestamp,s0,s1,s2,s3,s4,s5,anomaly,source',
    );
    expect(createCsvRows(listColumns([])).header).toBe(createCsvRows(listColumns([SIX])).header);
  });

  test('in NDJSON says what samples are of, once for each patient and change', async () => {
    const rows = createNdjsonRows();
    const lines = [
      rows.row(3, makePair(EIGHT, 0.5), EIGHT),
      rows.row(3, makePair(EIGHT, 1.5), EIGHT),
      rows.row(4, makePair(SIX), SIX),
      rows.row(3, makePair(SIX), SIX),
    ];
    expect(lines.map((line) => line?.includes('"insole"'))).toEqual([true, false, false, true]);
    const read = await readAll(lines, () => SIX);
    expect(read.map(({ insole }) => insole)).toEqual([EIGHT, EIGHT, SIX, SIX]);
    // Also after another tool has written it anew.
    const foreign = lines.map((line) => JSON.stringify({ note: 'x', ...JSON.parse(line ?? '') }));
    expect((await readAll(foreign)).map(({ insole }) => insole)).toEqual([EIGHT, EIGHT, SIX, SIX]);
  });

  test('of any insole is read back as it was, NDJSON by itself and CSV with the insole named', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryInsole, fc.double({ min: 0, max: 1, noNaN: true }), async (insole, share) => {
        const { lowest, highest, decimals } = insole;
        const pair = makePair(insole, Number((lowest + share * (highest - lowest)).toFixed(decimals)));
        const [own] = await readAll([createNdjsonRows().row(7, pair, insole)]);
        expect(own).toMatchObject({ sensorsText: pair[0], timestampText: pair[1], insole });
        const csv = createCsvRows(listColumns([insole]));
        const [row] = await readAll([csv.header, csv.row(7, pair, insole)], () => insole);
        const byId = (text: string) => (JSON.parse(text) as { id: number }[]).sort((a, b) => a.id - b.id);
        expect(byId(row?.sensorsText ?? '')).toEqual(byId(pair[0]));
      }),
      { numRuns: 30 },
    );
  });

  test('that cannot be read tells why', async () => {
    const line = createNdjsonRows().row(3, makePair(EIGHT), EIGHT) ?? '';
    await expect(readAll([line.replace('"highest":600', '"highest":"x"')])).rejects.toThrow(
      'walk:1: has a wrong insole: highest is "x", must be a number from -1000000 to 1000000',
    );
    const csv = createCsvRows(listColumns([SIXTEEN]));
    const row = csv.row(3, makePair(SIXTEEN), SIXTEEN);
    await expect(readAll([csv.header, row?.replace('600', '601') ?? ''], () => SIXTEEN)).rejects.toThrow(
      'walk:2: is no sample: bad reading for the insole sixteen',
    );
    await expect(readAll(['patient,timestamp,s0,s0,anomaly,source', ''])).rejects.toThrow('walk:1:');
  });
});
