import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWalk, encodeWalk, joinWalkJson, listWalkIds } from '../../src/store/kept-record.ts';
import { ALBERT, AT } from './fixtures.ts';

const WALK = {
  patient: 3,
  sinceSeconds: AT,
  untilSeconds: AT + 120.5,
  note: null,
  marks: [],
  keptAtSeconds: AT,
};

test('writes the fields of the contract, in its order, and reads them back', () => {
  const marks = [{ atSeconds: AT + 1.25, word: 'turn "left"' }];
  const text = joinWalkJson(
    encodeWalk({ ...WALK, note: 'a limp', marks }, { insole: 'six@1', profile: ALBERT }),
  );
  expect(text).toMatch(new RegExp(`^\\{"since":${AT}\\.000,"until":${AT + 120}\\.500,`));
  expect(Object.keys(JSON.parse(text))).toEqual(['since', 'until', 'note', 'marks', 'insole', 'profile']);
  expect(decodeWalk(3, 'a', text)).toEqual({
    patient: 3,
    id: 'a',
    sinceSeconds: AT,
    untilSeconds: AT + 120.5,
    note: 'a limp',
    marks,
    insole: 'six@1',
    profile: ALBERT,
  });
});

test('writes JSON of any note and word, and reads back a line without control characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'binary' }),
      (note, word) => {
        const marks = [{ atSeconds: AT, word }];
        const text = joinWalkJson(encodeWalk({ ...WALK, note, marks }, { insole: null, profile: null }));
        const walk = decodeWalk(3, 'a', text);
        expect(`${walk?.note}${walk?.marks[0]?.word}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect([...(walk?.note ?? '')].length).toBeLessThanOrEqual(200);
        expect([...(walk?.marks[0]?.word ?? '')].length).toBeLessThanOrEqual(40);
      },
    ),
  );
});

test('keeps at most a hundred marks', () => {
  const marks = Array.from({ length: 150 }, (_, index) => ({ atSeconds: AT + index, word: '' }));
  const text = joinWalkJson(encodeWalk({ ...WALK, marks }, { insole: null, profile: null }));
  expect(decodeWalk(3, 'a', text)?.marks).toHaveLength(100);
});

test('reads whatever else a JSON holds as nothing', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(decodeWalk(3, 'a', text)).toBeNull();
    }),
  );
  const walk =
    '{"since":1,"until":2,"note":[],"marks":{"at":1},"insole":{},"profile":"x","__proto__":{"note":"y"}}';
  expect(decodeWalk(3, 'a', walk)).toMatchObject({ note: null, marks: [], insole: null, profile: null });
  expect(decodeWalk(3, '../a', walk)).toBeNull();
  for (const since of ['null', 'true', '""', '" "', '-1', '1e15', '"0x1"', '[1]'])
    expect([since, decodeWalk(3, 'a', `{"since":${since},"until":2}`)]).toEqual([since, null]);
});

test('tries the next second for each id that another walk has, over midnight too', () => {
  const ids = listWalkIds(Date.parse('2026-11-23T23:59:59Z') / 1000);
  expect([ids.next().value, ids.next().value]).toEqual(['20261123-235959', '20261124-000000']);
});
