import { describe, expect, test } from 'vitest';
import { guessMapping } from '../../../src/core/decoding/guess-mapping.ts';
import { EIGHT, SIX, SIXTEEN } from '../../../src/core/insole/built-in-insoles.ts';

const INSOLES = [SIX, EIGHT, SIXTEEN];
const P = [10, 20, 30, 40, 50, 60];

function guess(root: unknown, before: unknown = null, seconds = 1) {
  return guessMapping({
    root,
    before: before === null ? null : { root: before, seconds },
    insoles: INSOLES,
    patientNames: ['3', 'a7f-22'],
  });
}

const readingsOf = (root: unknown, before: unknown = null) =>
  guess(root, before)?.decoded.frames.map(({ sensors }) => sensors.map(({ value }) => value));

describe('the guess of a mapping', () => {
  test.each<[string, unknown, object]>([
    ['a list of numbers', P, { value: '/*' }],
    [
      'a list a foot',
      { left: P.slice(0, 3), right: P.slice(3) },
      { value: { left: '/left/*', right: '/right/*' } },
    ],
    [
      'feet in German, deeper',
      { messung: { links: { werte: P.slice(0, 3) }, rechts: { werte: P.slice(3) } } },
      { value: { left: '/messung/links/werte/*', right: '/messung/rechts/werte/*' } },
    ],
    ['two lists', [P.slice(0, 3), P.slice(3)], { value: { left: '/0/*', right: '/1/*' } }],
    [
      'sensors as objects',
      { s: P.map((p, id) => ({ id, p, name: `x${id}`, bad: false })) },
      { value: '/s/*/p', id: '/s/*/id', anomaly: '/s/*/bad' },
    ],
    [
      'sensors with labels',
      P.map((force, at) => ({ sensor: ['L0', 'L1', 'L2', 'R0', 'R1', 'R2'][at], force })),
      { value: '/*/force', id: '/*/sensor' },
    ],
    [
      'sensors with names of their own',
      P.map((v, at) => ({ channel: `fsr${at}`, v })),
      { value: '/*/v', id: '/*/channel', names: { fsr0: 0, fsr1: 1, fsr2: 2, fsr3: 3, fsr4: 4, fsr5: 5 } },
    ],
    [
      'members by their labels',
      { p: { L0: 10, L1: 20, L2: 30, R0: 40, R1: 50, R2: 60 }, battery: 81 },
      { value: { L0: '/p/L0', L1: '/p/L1', L2: '/p/L2', R0: '/p/R0', R1: '/p/R1', R2: '/p/R2' } },
    ],
    [
      'members a foot',
      { left: { s1: 10, s2: 20, s3: 30 }, right: { s1: 40, s2: 50, s3: 60 } },
      {
        value: {
          0: '/left/s1',
          1: '/left/s2',
          2: '/left/s3',
          3: '/right/s1',
          4: '/right/s2',
          5: '/right/s3',
        },
      },
    ],
    [
      'frames with a time and a number',
      {
        who: { firstName: 'Ada', surname: 'L' },
        data: [
          { seq: 1, ts: 1.5, p: P },
          { seq: 2, ts: 1.52, p: P },
        ],
      },
      {
        value: '/data/#/p/*',
        time: '/data/#/ts',
        number: '/data/#/seq',
        firstname: '/who/firstName',
        lastname: '/who/surname',
      },
    ],
    [
      'frames of feet',
      { d: [{ t: '2026-11-26T14:03:22.02Z', L: P.slice(0, 3), R: P.slice(3) }] },
      { value: { left: '/d/#/L/*', right: '/d/#/R/*' }, time: '/d/#/t' },
    ],
    [
      'columns',
      { time_ms: [20, 40], s: P.map((p) => [p - 1, p]) },
      { value: '/s/*/#', time: '/time_ms/#', timeUnit: 'ms' },
    ],
    [
      'a frame that says whose it is',
      { device: 'a7f-22', n: 7, p: P },
      { value: '/p/*', number: '/n', patient: '/device' },
    ],
  ])('finds %s', (_, root, fields) => {
    const guessed = guess(root);
    expect(guessed?.fields).toEqual(fields);
    expect(guessed?.insole?.name).toBe('six');
    expect(readingsOf(root)?.at(-1)).toEqual(P);
  });

  test('chooses the insole that has as many sensors a foot', () => {
    const foot = (n: number) => Array.from({ length: n }, (_, at) => at * 10);
    expect(guess({ l: foot(8), r: foot(8) })?.insole?.name).toBe('eight');
    expect(guess({ l: foot(16), r: foot(16) })?.insole?.name).toBe('sixteen');
    expect(guess({ l: foot(5), r: foot(5) })).toMatchObject({ insole: null, left: 5, right: 5 });
  });

  test('scales readings of another range, and says so', () => {
    expect(guess([0.1, 0.2, 0.5, 0, 1, 0.25])).toMatchObject({ fields: { value: '/*', scale: 1023 } });
    const guessed = guess([4000, 3, 3, 3, 3, 3]);
    expect(guessed?.fields).toMatchObject({ scale: 0.249817 });
    expect(guessed?.remarks.join()).toContain('a full scale of 4095');
  });

  test.each([
    [1, {}],
    [1000, { timeUnit: 'ms' }],
    [1e6, { timeUnit: 'us' }],
  ])('tells the unit of a time that rises by %d in a second', (by, unit) => {
    const guessed = guess({ t: 5000 + by * 1.04, p: P }, { t: 5000, p: P });
    expect(guessed?.fields).toEqual({ value: '/p/*', time: '/t', ...unit });
  });

  test('takes no birthday, and nothing that stands still, for the time of a frame', () => {
    const root = (t: string) => ({ birthdate: '1982', updated: 5, start_time: 7, when: t, p: P });
    expect(guess(root('14:00:01.0'), root('14:00:00.0'))?.fields).toEqual({
      value: '/p/*',
      time: '/when',
      birthdate: '/birthdate',
    });
    expect(guess(root('14:00:00.0'), root('14:00:00.0'))?.fields).toEqual({
      value: '/p/*',
      birthdate: '/birthdate',
    });
  });

  test('takes no number for a counter that does not rise', () => {
    expect(guess({ count: 6, p: P }, { count: 6, p: P })?.fields).toEqual({ value: '/p/*' });
    expect(guess({ count: 7, p: P }, { count: 6, p: P })?.fields).toMatchObject({ number: '/count' });
  });

  test.each([
    [null],
    [{}],
    [[]],
    ['x'],
    [7],
    [{ error: 'no such device', code: 404 }],
    [[[]]],
    [{ a: [null, null] }],
  ])('finds nothing in %j', (root) => {
    expect(guess(root)).toBeNull();
  });

  test('ends soon with hostile JSON', () => {
    let deep: unknown = [1, 2];
    for (let depth = 0; depth < 500; depth++) deep = { a: deep, __proto__x: [deep === null] };
    expect(guess(deep)).toBeNull();
    expect(guess(Array(100_000).fill({ a: [] }))).toBeNull();
  });
});

test('a date of birth is no time of a frame', () => {
  const root = { birthdate: '1982', dateOfBirth: '1982-01-02', sensors: P };
  expect(guess(root)?.fields).not.toHaveProperty('time');
  expect(guess({ ...root, stamp: 1_795_465_522 })?.fields).toMatchObject({ time: '/stamp' });
});
