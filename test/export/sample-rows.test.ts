import { describe, expect, test } from 'vitest';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { createCsvRows, createNdjsonRows, listColumns } from '../../src/export/sample-rows.ts';

const CSV_ROWS = createCsvRows(listColumns([]));
const NDJSON_ROWS = createNdjsonRows();

const SENSORS = '[{"anomaly":true,"id":0,"name":"L0","value":7},{"anomaly":false,"id":4,"value":1023}]';

describe('NDJSON_ROWS', () => {
  test('keeps the sensors as stored, and every digit of the timestamp', () => {
    expect(NDJSON_ROWS.row(3, [SENSORS, '1795465522.300'], SIX)).toBe(
      `{"patient":3,"timestamp":1795465522.300,"sensors":${SENSORS}}`,
    );
  });

  test('is one line of JSON for any stored text', () => {
    const hostile = '[\n {"id": 0,\r\n "value": 5, "name": "\u009b31m\u2028"}]';
    const row = NDJSON_ROWS.row(3, [hostile, '0007'], SIX) ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is the point
    expect(row).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028]/);
    expect(JSON.parse(row)).toEqual({
      patient: 3,
      timestamp: 7,
      sensors: [{ id: 0, value: 5, name: '\u009b31m\u2028' }],
    });
  });

  test.each([
    ['not JSON', ['junk', '1']],
    ['without a timestamp', [SENSORS, 'junk']],
  ] as const)('has null for an entry that is %s', (_, pair) => {
    expect(NDJSON_ROWS.row(3, pair, SIX)).toBeNull();
    expect(CSV_ROWS.row(3, pair, SIX)).toBeNull();
  });
});

describe('CSV_ROWS', () => {
  test('has a column for each sensor, the flagged ids, and the sources', () => {
    expect(CSV_ROWS.header).toBe('patient,timestamp,s0,s1,s2,s3,s4,s5,anomaly,source');
    expect(CSV_ROWS.row(3, [SENSORS, '1795465522.300'], SIX)).toBe('3,1795465522.300,7,,,,1023,,0,api');
    const several =
      '[{"anomaly":true,"id":2,"value":1,"source":"simulated"},{"anomaly":true,"id":1,"value":2},{"anomaly":true,"id":0,"value":3}]';
    expect(CSV_ROWS.row(3, [several, '5'], SIX)).toBe('3,5,3,2,1,,,,0+1+2,api+simulated');
  });

  test('quotes fields with commas and quotes', () => {
    const source = '[{"anomaly":true,"id":0,"value":1,"source":"a,\\"b\\""}]';
    expect(CSV_ROWS.row(3, [source, '5'], SIX)).toBe('3,5,1,,,,,,0,"a,""b"""');
  });
});
