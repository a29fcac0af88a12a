import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  findFirstTimestamp,
  markSensors,
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
    ['1795465522.3124', 1795465522.312],
    ['1795465522.3126', 1795465522.313],
    ['253402300799', 253402300799],
    ['253402300799.001', null],
    ['253402300800', null],
    ['000000000001', 1],
    ['0000000000001', null],
    [`1.${'0'.repeat(20)}`, 1],
    [`1.${'0'.repeat(21)}`, null],
    ['1\n', null],
    ['.5', null],
    ['1795465522,312', null],
  ])('with the timestamp %j was received at %j', (text, seconds) => {
    expect(parseTimestamp(text)).toBe(seconds);
  });

  test('is read as the original program wrote it, with unknown fields and sorted by sensor id', () => {
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

  test('has the source of a flag without control characters, and none that is not a text', () => {
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
    ['undefined', '1', 'not JSON'],
    ['{"id":0}', '1', 'not an array of sensors'],
    ['{"length":1}', '1', 'not an array of sensors'],
    ['[7]', '1', 'not an array of sensors'],
    ['[{"id":0,"value":1},"x"]', '1', 'not an array of sensors'],
    ['null', '1', 'not an array of sensors'],
    ['[null]', '1', 'not an array of sensors'],
    ['[]', '1', 'no sensors'],
    ['[{"value":1}]', '1', 'bad sensor id'],
    ['[{"id":"0","value":1}]', '1', 'bad sensor id'],
    ['[{"id":-1,"value":1}]', '1', 'bad sensor id'],
    ['[{"id":0,"value":1},{"id":0,"value":1}]', '1', 'sensor twice'],
    ['[{"id":1.5,"value":1}]', '1', 'bad sensor id'],
    ['[{"id":9007199254740992,"value":1}]', '1', 'bad sensor id'],
    ['[{"id":0}]', '1', 'bad reading'],
    ['[{"id":0,"value":null}]', '1', 'bad reading'],
    ['[{"id":0,"value":1024}]', '1', 'bad reading'],
    ['[{"id":0,"value":-1}]', '1', 'bad reading'],
    ['[{"id":0,"value":1.5}]', '1', 'bad reading'],
    ['[{"id":0,"value":"7"}]', '1', 'bad reading'],
    ['[{"id":0,"value":1,"anomaly":"yes"}]', '1', 'bad anomaly flag'],
    ['[{"id":0,"value":1,"anomaly":null}]', '1', 'bad anomaly flag'],
    ['[{"id":0,"value":1},{"id":1}]', 'x', 'bad timestamp'],
  ])('%s at %s is unreadable because of: %s', (text, timestamp, reason) => {
    expect(parseStoredEntry([text, timestamp])).toEqual({ kind: 'unreadable', reason });
  });

  test('holds readings from 0 to 1023 of any sensor id', () => {
    const id = Number.MAX_SAFE_INTEGER;
    const text = `[{"id":${id},"value":1023},{"id":0,"value":0,"anomaly":true}]`;
    expect(parseStoredEntry([text, '0'])).toEqual({
      kind: 'sample',
      sample: {
        atSeconds: 0,
        sensors: [
          { id: 0, value: 0, anomaly: true },
          { id, value: 1023, anomaly: false },
        ],
      },
    });
  });

  test.each([
    ['[{"id":0,"value":1}]', ''],
    ['[{"id":0,"value":1,"anomaly":true},{"id":1,"value":1}]', '!'],
    ['[{"id":0,"value":1,"anomaly":true,"source":"simulated"}]', '~'],
    ['[{"id":0,"value":1,"anomaly":true,"source":"simulated"},{"id":1,"value":1,"anomaly":true}]', '!'],
    ['[{"id":0', ''],
    ['', ''],
  ])('%s has the mark %j', (text, mark) => {
    expect(markSensors(text)).toBe(mark);
  });

  test('never throws, and gives only valid samples', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.string(), (text, timestamp) => {
        const entry = parseStoredEntry([text, timestamp]);
        if (entry.kind === 'unreadable') return;
        for (const { id, value } of entry.sample.sensors)
          expect(Number.isInteger(id) && value <= 1023).toBe(true);
      }),
    );
  });

  test('that cannot be read is left out and counted', () => {
    const pairs: StoredPair[] = [
      ['[{"id":0,"value":1}]', '1'],
      ['', ''],
    ];
    expect(readPairs(pairs)).toMatchObject({ samples: [{ atSeconds: 1 }], unreadable: 1 });
    expect(readPairs([])).toEqual({ samples: [], unreadable: 0 });
  });
});

test.each([
  [['', 'junk', '2', '3'], 2],
  [['0'], 0],
  [['junk'], null],
  [[], null],
])('of the timestamps %j, the first readable one is %j', (timestamps, seconds) => {
  expect(findFirstTimestamp(timestamps)).toBe(seconds);
});

test('pairs entry i with entry i, and leaves out what one list has beyond the other', () => {
  expect(pairByIndex(['a', 'b', 'c'], ['1', '2'])).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
  expect(pairByIndex(['a'], ['1', '2'])).toEqual([['a', '1']]);
  expect(pairByIndex([], ['1'])).toEqual([]);
});
