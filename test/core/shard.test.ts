import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/core/refusal.ts';
import { assignShard, parseShard, selectShardPatients } from '../../src/core/shard.ts';

const patientIds = fc.integer({ min: 0, max: 999_999_999 });
const counts = fc.integer({ min: 1, max: 50 });
const TEN_THOUSAND = Array.from({ length: 10_000 }, (_, index) => index + 1);

describe('parseShard', () => {
  test('reads an index and a count', () => {
    expect(parseShard('2/5')).toEqual({ index: 2, count: 5 });
    expect(parseShard('1/1')).toEqual({ index: 1, count: 1 });
    expect(parseShard('10000/10000')).toEqual({ index: 10_000, count: 10_000 });
  });

  test.each(['2', '', '2/', '/5', '-1/5', '1.5/5', '2/5/6', '02/5'])('has null for %j', (text) =>
    expect(parseShard(text)).toBeNull(),
  );

  test.each([
    ['6/5', 'the last of 5 shares is 5/5'],
    ['0/5', 'shares are counted from 1'],
    ['1/0', 'shares are counted from 1'],
    ['1/10001', 'there are 10000 shares at most'],
  ])('refuses %j, and says why', (text, reason) => {
    expect(parseShard(text)).toEqual(new Refusal(reason));
  });
});

describe('sharding', () => {
  test('gives each patient to exactly one shard', () => {
    fc.assert(
      fc.property(fc.uniqueArray(patientIds, { maxLength: 100 }), counts, (patients, count) => {
        const shares = Array.from({ length: count }, (_, index) =>
          selectShardPatients(patients, { index: index + 1, count }),
        );
        expect(shares.flat().sort((a, b) => a - b)).toEqual([...patients].sort((a, b) => a - b));
      }),
    );
  });

  test('has all patients without a shard', () => {
    expect(selectShardPatients([1, 2, 3], null)).toEqual([1, 2, 3]);
  });

  test('moves patients only to the new shard when there is one more', () => {
    fc.assert(
      fc.property(patientIds, counts, (patient, count) => {
        expect([assignShard(patient, count), count + 1]).toContain(assignShard(patient, count + 1));
      }),
    );
  });

  test.each([2, 3, 5, 8])(
    'splits ten thousand patients into %i shards that differ by a few per cent',
    (count) => {
      for (let index = 1; index <= count; index++) {
        const share = selectShardPatients(TEN_THOUSAND, { index, count }).length;
        expect(Math.abs(share / (10_000 / count) - 1)).toBeLessThan(0.08);
      }
    },
  );

  test.each([1, 2, 4, 9])('moves about its share of the patients to a shard added to %i others', (count) => {
    const moved = TEN_THOUSAND.filter(
      (patient) => assignShard(patient, count) !== assignShard(patient, count + 1),
    );
    expect(moved.length * (count + 1)).toBeGreaterThan(9000);
    expect(moved.length * (count + 1)).toBeLessThan(11_000);
  });

  test('never changes between releases, so that cachers may be updated one by one', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((patient) => assignShard(patient, 5))).toMatchInlineSnapshot(`
      [
        2,
        2,
        2,
        2,
        3,
        2,
        1,
        1,
      ]
    `);
  });
});
