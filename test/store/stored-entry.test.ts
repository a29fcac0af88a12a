import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  pairByIndex,
  parseStoredEntry,
  parseTimestamp,
  readPairs,
  type StoredPair,
} from '../../src/store/stored-entry.ts';

describe('A stored entry', () => {
  test.each([
    ['1795465522.312', 1795465522.312],
    ['1795465522', 1795465522],
    ['1795465522.3129871', 1795465522.313],
    ['0', 0],
    ['', null],
    [' 1', null],
    ['1.', null],
    ['-1', null],
    ['1e9', null],
    ['0x10', null],
    ['NaN', null],
    ['999999999999', null],
    ['1795465522,312', null],
  ])('has the timestamp %j: %j', (text, seconds) => {
    expect(parseTimestamp(text)).toBe(seconds);
  });

  test('is read as the original program wrote it', () => {
    const text = '[{"anomaly": false, "id": 1, "name": "L1", "value": 0}, {"id": 0, "value": 1023}]';
    expect(parseStoredEntry([text, '1795465522'])).toEqual({
      kind: 'sample',
      sample: {
        atSeconds: 1795465522,
        sensors: [
          { id: 0, value: 1023, anomaly: false },
          { id: 1, value: 0, anomaly: false },
        ],
      },
    });
  });

  test('gives the source of a flag without what could steer a terminal, and none that is no text', () => {
    const text = JSON.stringify([
      { id: 0, value: 1, anomaly: true, source: '\u001b]0;evil\u0007simul\u202eated\n' },
      { id: 1, value: 1, anomaly: true, source: 5 },
      { id: 2, value: 1, anomaly: true, source: '\u001b[2J' },
    ]);
    expect(parseStoredEntry([text, '1'])).toMatchObject({
      sample: {
        sensors: [
          { id: 0, value: 1, anomaly: true, source: 'simulated' },
          { id: 1, value: 1, anomaly: true },
          { id: 2, value: 1, anomaly: true },
        ],
      },
    });
  });

  test.each([
    ['[{"id":0,"value":1}]', 'yesterday', 'bad timestamp'],
    ['[{"id":0,', '1', 'not JSON'],
    ['', '1', 'not JSON'],
    ['{"id":0}', '1', 'not an array of sensors'],
    ['null', '1', 'not an array of sensors'],
    ['[null]', '1', 'not an array of sensors'],
    ['[]', '1', 'no sensors'],
    ['[{"value":1}]', '1', 'bad sensor id'],
    ['[{"id":"0","value":1}]', '1', 'bad sensor id'],
    ['[{"id":-1,"value":1}]', '1', 'bad sensor id'],
    ['[{"id":0,"value":1},{"id":0,"value":1}]', '1', 'sensor twice'],
    ['[{"id":0}]', '1', 'bad reading'],
    ['[{"id":0,"value":1024}]', '1', 'bad reading'],
    ['[{"id":0,"value":-1}]', '1', 'bad reading'],
    ['[{"id":0,"value":1.5}]', '1', 'bad reading'],
    ['[{"id":0,"value":"7"}]', '1', 'bad reading'],
    ['[{"id":0,"value":1,"anomaly":"yes"}]', '1', 'bad anomaly flag'],
  ])('%s at %s is unreadable: %s', (text, timestamp, reason) => {
    expect(parseStoredEntry([text, timestamp])).toEqual({ kind: 'unreadable', reason });
  });

  test('never throws, and gives none but whole samples', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.string(), (text, timestamp) => {
        const entry = parseStoredEntry([text, timestamp]);
        if (entry.kind === 'unreadable') return;
        for (const { id, value } of entry.sample.sensors)
          expect(Number.isInteger(id) && value <= 1023).toBe(true);
      }),
    );
  });

  test('is left out and counted when it cannot be read', () => {
    const pairs: StoredPair[] = [
      ['[{"id":0,"value":1}]', '1'],
      ['', ''],
    ];
    expect(readPairs(pairs)).toMatchObject({ samples: [{ atSeconds: 1 }], unreadable: 1 });
  });
});

test('pairs entry i with entry i, and nothing with nothing', () => {
  expect(pairByIndex(['a', 'b', 'c'], ['1', '2'])).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
  expect(pairByIndex(['a'], ['1', '2'])).toEqual([['a', '1']]);
  expect(pairByIndex([], ['1'])).toEqual([]);
});
