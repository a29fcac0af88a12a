import { expect, test } from 'vitest';
import { readSlotRanges } from '../../../../src/store/redis/cluster/slot-ranges.ts';

const REPLIER = { host: '10.0.0.9', port: 6379 };

test('reads the master of each range, in the order of the slots', () => {
  const reply = [
    [5462, 16_383, ['10.0.0.2', 6380, 'id', []]],
    [0, 5461, ['10.0.0.1', 6379, 'id'], ['10.0.0.3', 6379, 'a replica']],
  ];
  expect(readSlotRanges(reply, REPLIER)).toEqual([
    { first: 0, last: 5461, master: '10.0.0.1:6379' },
    { first: 5462, last: 16_383, master: '10.0.0.2:6380' },
  ]);
});

test.each([[null], [''], ['?']])('takes the replying host for a node that calls itself %j', (host) => {
  expect(readSlotRanges([[0, 1, [host, 7000, 'id']]], REPLIER)).toEqual([
    { first: 0, last: 1, master: '10.0.0.9:7000' },
  ]);
});

test.each([[null], ['OK'], [[]], [[1]], [[[0, 1]]]])('reads no ranges from %j', (reply) => {
  expect(readSlotRanges(reply, REPLIER)).toEqual([]);
});
