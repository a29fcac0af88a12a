import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { MAX_LINE_LENGTH } from '../../src/export/read-lines.ts';
import { readSampleRows } from '../../src/export/read-sample-rows.ts';
import {
  createCsvRows,
  createNdjsonRows,
  listColumns,
  type RowFormat,
} from '../../src/export/sample-rows.ts';

const CSV_ROWS = createCsvRows(listColumns([]));
const NDJSON_ROWS = createNdjsonRows();

import type { StoredPair } from '../../src/store/stored-entry.ts';

const SENSORS = '[{"anomaly":true,"id":0,"name":"Łódź","value":7},{"anomaly":false,"id":4,"value":1023}]';
const ROW = `{"patient":3,"timestamp":1795465522.300,"sensors":${SENSORS}}`;

async function* inChunks(text: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function readAll(text: string | Uint8Array, size?: number) {
  const rows = [];
  for await (const row of readSampleRows(inChunks(text, size), 'walk')) rows.push(row);
  return rows;
}

describe('readSampleRows', () => {
  test('yields the exact texts of an export, however its bytes are split into chunks', async () => {
    const row = { patient: 3, timestampText: '1795465522.300', sensorsText: SENSORS };
    for (const size of [1, 2, 7, 1000]) {
      expect(await readAll(`${ROW}\n\n${ROW}`, size)).toEqual([
        { lineNumber: 1, ...row, insole: SIX },
        { lineNumber: 3, ...row, insole: SIX },
      ]);
    }
  });

  test('reads JSON that another tool has rewritten, and lines that end in CR LF', async () => {
    const foreign = `\uFEFF{ "sensors": [{"value": 7, "id": 0}], "note": "}", "timestamp": 1795465522.3, "patient": 3 }\r\n`;
    expect(await readAll(foreign)).toEqual([
      {
        lineNumber: 1,
        patient: 3,
        timestampText: '1795465522.300',
        sensorsText: '[{"value":7,"id":0}]',
        insole: SIX,
      },
    ]);
  });

  test('reads missing sensors, flags and sources from CSV', async () => {
    const rows = await readAll(
      `${CSV_ROWS.header}\r\n3,1795465522.300,7,,,,1023,,0+4,api+rule:stuck-high\r\n4,5,1,2,3,4,5,6,,\r\n`,
    );
    expect(rows.map(({ sensorsText }) => JSON.parse(sensorsText))).toEqual([
      [
        { anomaly: true, id: 0, value: 7 },
        { anomaly: true, id: 4, value: 1023, source: 'rule:stuck-high' },
      ],
      [1, 2, 3, 4, 5, 6].map((value, id) => ({ anomaly: false, id, value })),
    ]);
  });

  test.each([
    ['junk', 'walk:1: is neither a JSON object nor the header of CSV'],
    [`${ROW}\n{"patient":3`, 'walk:2: is neither a JSON object'],
    [`${ROW}\n${ROW.replace('1023', '1024')}`, 'walk:2: is no sample: bad reading'],
    [ROW.replace('3', '-1'), 'walk:1: has no number of a patient'],
    [ROW.replace('3', '99999999999999999'), 'walk:1: has no number of a patient'],
    ['{"patient":3,"sensors":[]}', 'walk:1: has no timestamp in Unix seconds'],
    ['{"patient":3,"timestamp":5}', 'walk:1: is no sample: not JSON'],
    ['null', 'walk:1: is neither a JSON object'],
    [`${CSV_ROWS.header}\n3,5,1,2,3`, 'walk:2: has not the 10 fields of the header'],
    [`${CSV_ROWS.header}\n3,5,1,2,3,4,5,6,,"api`, 'walk:2: has not the 10 fields of the header'],
    [`${CSV_ROWS.header}\n3,5,1,2,3,4,5,x,,`, 'walk:2: is no sample: bad reading'],
    [`${CSV_ROWS.header}\n3,5,1,2,3,4,5,,5,api`, 'walk:2: flags sensor 5, of which it has no reading'],
    [`${CSV_ROWS.header}\n3,5,,,,,,,,`, 'walk:2: is no sample: no sensors'],
    [`${ROW}\n${' '.repeat(MAX_LINE_LENGTH + 1)}`, 'walk:2: is too long for a sample'],
    [Buffer.concat([Buffer.from(`${ROW}\n`), Buffer.from([0xff, 0x0a])]), 'is not UTF-8'],
  ])('throws with the line and the reason for an unreadable line: %#', async (text, message) => {
    await expect(readAll(text)).rejects.toThrow(message);
  });

  const texts = fc.string({ unit: 'binary', maxLength: 12 });
  const sensors = fc.uniqueArray(
    fc.record(
      {
        id: fc.integer({ min: 0, max: 5 }),
        value: fc.integer({ min: 0, max: 1023 }),
        anomaly: fc.boolean(),
        source: texts,
        extra: fc.jsonValue(),
      },
      { requiredKeys: ['id', 'value'] },
    ),
    { selector: ({ id }) => id, minLength: 1 },
  );
  const pairs = fc.array(
    fc.tuple(
      sensors.map((entries) => JSON.stringify(entries, null, entries.length % 2)),
      fc.oneof(
        fc.integer({ min: 0, max: 4e9 }).map(String),
        fc.integer({ min: 0, max: 4e12 }).map((ms) => (ms / 1000).toFixed(3)),
      ),
    ),
    { maxLength: 5 },
  );
  test.each([
    ['NDJSON', NDJSON_ROWS],
    ['CSV', CSV_ROWS],
  ] as const)('reads %s rows that are exported again as the same text', async (_, format) => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.integer({ min: 1, max: 60 }), async (stored, size) => {
        const text = exportRows(format, stored);
        const rows = await readAll(text, size);
        expect(
          exportRows(
            format,
            rows.map(({ sensorsText, timestampText }) => [sensorsText, timestampText]),
          ),
        ).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

function exportRows(format: RowFormat, pairs: readonly StoredPair[]): string {
  const rows = pairs.map((pair) => format.row(3, pair, SIX));
  return [...(format.header === null ? [] : [format.header]), ...rows].map((line) => `${line}\n`).join('');
}
