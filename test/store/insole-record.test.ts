import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EIGHT, SIX, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import { findInsoleAt, listInsoles } from '../../src/core/insole/insole-timeline.ts';
import {
  decodeInsole,
  encodeInsole,
  encodeInsoleField,
  getInsoleReference,
  StoredInsoles,
} from '../../src/store/insole-record.ts';
import { arbitraryInsole } from '../core/insole/arbitrary-insole.ts';

const OWN = { ...EIGHT, name: 'own' };

describe('the reference of an insole', () => {
  test('is its name and a digest of all that it says, whatever the order', () => {
    expect(getInsoleReference(OWN)).toMatch(/^own@[0-9a-f]{12}$/);
    const { sensors, ...rest } = OWN;
    const turned = { sensors: sensors.map(({ x, y, ...sensor }) => ({ y, x, ...sensor })), ...rest };
    expect(getInsoleReference(turned)).toBe(getInsoleReference(OWN));
    for (const other of [
      { ...OWN, unit: 'kPa' },
      { ...OWN, sensors: OWN.sensors.toReversed() },
    ])
      expect(getInsoleReference(other)).not.toBe(getInsoleReference(OWN));
  });

  test('brings back the insole that was stored under it, and no other', () => {
    fc.assert(
      fc.property(arbitraryInsole, (insole) => {
        const reference = getInsoleReference(insole);
        expect(decodeInsole(reference, encodeInsole(insole))).toEqual(insole);
        expect(decodeInsole(reference, encodeInsole({ ...insole, highest: insole.highest + 1 }))).toBeNull();
      }),
    );
    expect(decodeInsole('own@123456789012', 'no JSON')).toBeNull();
  });

  test('stands in a profile unless it is that of the six sensors', () => {
    expect(encodeInsoleField(undefined)).toBeNull();
    expect(encodeInsoleField({ ...SIX })).toBeNull();
    expect(encodeInsoleField(EIGHT)).toBe(getInsoleReference(EIGHT));
  });
});

describe('the insoles of a store', () => {
  const reference = getInsoleReference(OWN);
  const makeReader = (answers: (string | null)[]) => {
    const read: string[] = [];
    const insoles = new StoredInsoles(async (asked) => {
      read.push(asked);
      return answers.shift() ?? null;
    });
    return { read, insoles };
  };

  test('are read once each, those that are built in never', async () => {
    const { read, insoles } = makeReader([encodeInsole(OWN)]);
    const timeline = await insoles.resolve({ insole: reference });
    expect(timeline).toEqual({ current: OWN, before: [] });
    expect((await insoles.resolve({ insole: reference })).current).toBe(timeline.current);
    expect((await insoles.resolve({ insole: getInsoleReference(SIXTEEN) })).current).toBe(SIXTEEN);
    expect((await insoles.resolve({})).current).toBe(SIX);
    expect(read).toEqual([reference]);
  });

  test('that are missing or wrong have no sensor, until they are there', async () => {
    const { insoles } = makeReader([null, '{}', encodeInsole(SIXTEEN), encodeInsole(OWN)]);
    for (let time = 0; time < 3; time++) {
      const { current } = await insoles.resolve({ insole: reference });
      expect(current).toMatchObject({ name: 'own', sensors: [] });
    }
    expect((await insoles.resolve({ insole: reference })).current).toEqual(OWN);
    expect((await insoles.resolve({ insole: 'x\u001b[2J' })).current).toMatchObject({ name: 'unknown' });
  });

  test('of before are told apart by when a sample was received', async () => {
    const { insoles } = makeReader([encodeInsole(OWN)]);
    const formerInsoles = `10.000 \n20.500 ${getInsoleReference(EIGHT)}\nwrong line`;
    const timeline = await insoles.resolve({ insole: reference, formerInsoles });
    const find = (seconds: number) => findInsoleAt(timeline, seconds).name;
    expect([0, 9.999, 10, 20.499, 20.5, 99].map(find)).toEqual([
      'six',
      'six',
      'eight',
      'eight',
      'own',
      'own',
    ]);
    expect(listInsoles(timeline).map(({ name }) => name)).toEqual(['six', 'eight', 'own']);
  });
});
