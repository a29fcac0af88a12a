import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_INSOLES, EIGHT, SIX, SIXTEEN } from '../../../src/core/insole/built-in-insoles.ts';
import { checkInsole, formatFilePath } from '../../../src/core/insole/check-insole.ts';
import { INSOLE_SCHEMA } from '../../../src/core/insole/insole-schema.ts';
import { arbitraryInsole } from './arbitrary-insole.ts';

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(INSOLE_SCHEMA);

const heel = { id: 0, side: 'left', region: 'heel', x: 50, y: 90 };
const toes = { id: 1, side: 'left', region: 'toes', x: 50, y: 10 };
const plain = { name: 'own', highest: 4095, sensors: [heel, toes] };

function explain(raw: unknown): string {
  const checked = checkInsole(raw);
  return checked.kind === 'wrong' ? `${formatFilePath(checked.path)} ${checked.reason}` : 'right';
}

describe('the file of an insole', () => {
  test('may leave out unit, lowest reading, decimals and labels, and have one foot alone', () => {
    expect(checkInsole(plain)).toEqual({
      kind: 'insole',
      insole: {
        name: 'own',
        unit: '',
        lowest: 0,
        highest: 4095,
        decimals: 0,
        sensors: [
          { ...heel, label: 'L0' },
          { ...toes, label: 'L1' },
        ],
      },
    });
    expect(validate(plain)).toBe(true);
  });

  test('of any insole is read as it was written', () => {
    fc.assert(
      fc.property(arbitraryInsole, (insole) => {
        expect(checkInsole(JSON.parse(JSON.stringify(insole)))).toEqual({ kind: 'insole', insole });
        expect(validate(insole), JSON.stringify(validate.errors)).toBe(true);
      }),
    );
  });

  test.each([
    [
      'not a mapping',
      [1],
      ' is a list, must be a mapping with name, unit, lowest, highest, decimals and sensors',
    ],
    [
      'a blank name',
      { ...plain, name: 'my insole' },
      'name is "my insole", must be up to 32 letters, digits, dots and dashes',
    ],
    [
      'no highest reading',
      { ...plain, highest: undefined },
      'highest is missing, must be a number from -1000000 to 1000000',
    ],
    [
      'a highest reading that is a text',
      { ...plain, highest: '4095' },
      'highest is "4095", must be a number from -1000000 to 1000000',
    ],
    ['half decimals', { ...plain, decimals: 0.5 }, 'decimals is 0.5, must be a whole number from 0 to 3'],
    [
      'a long unit',
      { ...plain, unit: 'kilopascal' },
      'unit is "kilopascal", must be a text of at most 8 characters',
    ],
    [
      'a key that is not known',
      { ...plain, maximum: 3 },
      'maximum is not known, must be name, unit, lowest, highest, decimals or sensors',
    ],
    ['no sensors', { ...plain, sensors: undefined }, 'sensors is missing, must be a list'],
    ['a single sensor', { ...plain, sensors: [heel] }, 'sensors has 1, must have at least 2'],
    [
      'a sensor that is a number',
      { ...plain, sensors: [heel, 3] },
      'sensors[1] is 3, must be a mapping with id, label, side, region, x and y',
    ],
    [
      'a side that is none',
      { ...plain, sensors: [heel, { ...toes, side: 'links' }] },
      'sensors[1].side is "links", must be left or right',
    ],
    [
      'a region that is none',
      { ...plain, sensors: [heel, { ...toes, region: 'arch' }] },
      'sensors[1].region is "arch", must be hallux, toes, medial forefoot, central forefoot, lateral forefoot, midfoot or heel',
    ],
    [
      'a place beside the foot',
      { ...plain, sensors: [{ ...heel, x: 101 }, toes] },
      'sensors[0].x is 101, must be a number from 0 to 100',
    ],
    [
      'a label with a blank',
      { ...plain, sensors: [{ ...heel, label: 'a b' }, toes] },
      'sensors[0].label is "a b", must be 1 to 6 characters without blanks',
    ],
    [
      'a negative id',
      { ...plain, sensors: [{ ...heel, id: -1 }, toes] },
      'sensors[0].id is -1, must be a whole number from 0 to 9999',
    ],
  ])('is refused with what is wrong, by the schema too: %s', (_, raw, reason) => {
    expect(explain(raw)).toBe(reason);
    expect(validate(JSON.parse(JSON.stringify(raw)))).toBe(false);
  });

  test.each([
    [
      'an id twice',
      { ...plain, sensors: [heel, { ...toes, id: 0 }] },
      'sensors[1].id is 0, which is that of sensors[0] already',
    ],
    [
      'a label twice',
      {
        ...plain,
        sensors: [
          { ...heel, label: 'A' },
          { ...toes, label: 'A' },
        ],
      },
      'sensors[1].label is A, which is that of sensors[0] already',
    ],
    [
      'a label that is the usual one of another',
      { ...plain, sensors: [{ ...heel, label: 'L1' }, toes] },
      'sensors[1].label is L1, which is that of sensors[0] already',
    ],
    ['a range upside down', { ...plain, lowest: 5, highest: 5 }, 'highest is 5, must be above lowest: 5'],
    [
      'a limit of more decimals',
      { ...plain, highest: 9.5 },
      'highest is 9.5, must have at most as many decimal places as decimals: 0',
    ],
    [
      'a hundred sensors on a foot',
      { ...plain, sensors: Array.from({ length: 100 }, (_, id) => ({ ...heel, id })) },
      'sensors has 100 on the left, must have at most 99 a foot',
    ],
  ])('is refused where values do not go together: %s', (_, raw, reason) => {
    expect(explain(raw)).toBe(reason);
  });

  test('says nothing that could act on a terminal', () => {
    expect(explain({ ...plain, 'a\u001b[2J': 1 })).toBe(
      'a is not known, must be name, unit, lowest, highest, decimals or sensors',
    );
    expect(explain({ ...plain, name: '\u001b]0;x\u0007' })).toMatch(/^name is "", must/);
  });

  test('has the schema of conf/schemas (vitest run test/core/insole/check-insole.test.ts --update writes it)', async () => {
    await expect(`${JSON.stringify(INSOLE_SCHEMA, null, 2)}\n`).toMatchFileSnapshot(
      '../../../conf/schemas/insole.json',
    );
  });
});

test('the insoles that are built in could stand in files', () => {
  expect([...BUILT_IN_INSOLES.keys()]).toEqual(['six', 'eight', 'sixteen']);
  for (const insole of [SIX, EIGHT, SIXTEEN]) expect(checkInsole(insole)).toEqual({ kind: 'insole', insole });
});
