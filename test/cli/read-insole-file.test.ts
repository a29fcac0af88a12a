import { expect, test } from 'vitest';
import { parseInsole } from '../../src/cli/read-insole-file.ts';
import { EIGHT } from '../../src/core/insole/built-in-insoles.ts';
import { encodeInsole } from '../../src/store/insole-record.ts';

const TEXT = `# yaml-language-server: $schema=insole.json
name: own
unit: kPa
highest: 400
decimals: 1
sensors:
  - {id: 0, side: left, region: heel, x: 50, y: 90}
  - id: 1
    label: T
    side: left
    region: toes
    x: 50
    y: 10
`;
const parse = (text: string) => parseInsole(text, 'foot.yaml');
const explain = async (text: string) => {
  const read = await parse(text);
  return read.kind === 'wrong' ? read.message : 'right';
};

test('an insole is read from YAML, and from JSON with a byte order mark', async () => {
  expect(await parse(TEXT)).toMatchObject({
    kind: 'insole',
    insole: { name: 'own', unit: 'kPa', lowest: 0, sensors: [{ label: 'L0' }, { label: 'T', y: 10 }] },
  });
  expect(await parse(`\uFEFF${encodeInsole({ ...EIGHT, name: 'own' })}`)).toMatchObject({ kind: 'insole' });
  expect(await parse(encodeInsole(EIGHT))).toMatchObject({ kind: 'insole' });
});

test.each([
  ['a value', TEXT.replace('x: 50\n', 'x: 500\n'), '12: sensors[1].x is 500, must be a number from 0 to 100'],
  [
    'a value within one line',
    TEXT.replace('x: 50, y', 'x: no, y'),
    '7: sensors[0].x is "no", must be a number from 0 to 100',
  ],
  [
    'a key that is not known',
    TEXT.replace('    x: 50', '    ex: 50'),
    '12: sensors[1].ex is not known, must be id, label, side, region, x or y',
  ],
  [
    'what is missing from a sensor',
    TEXT.replace('    y: 10\n', ''),
    '8: sensors[1].y is missing, must be a number from 0 to 100',
  ],
  [
    'what is missing from the file',
    TEXT.replace('highest: 400\n', ''),
    '2: highest is missing, must be a number from -1000000 to 1000000',
  ],
  [
    'an id twice',
    TEXT.replace('id: 1', 'id: 0'),
    '8: sensors[1].id is 0, which is that of sensors[0] already',
  ],
  [
    'a key twice',
    TEXT.replace('unit: kPa', 'name: twice'),
    '3: not readable as YAML or JSON: Map keys must be unique',
  ],
  ['a bracket that is not closed', TEXT.replace('90}', '90'), '8: not readable as YAML or JSON: '],
  ['an alias that leads nowhere', TEXT.replace('kPa', '*kpa'), '3: not readable as YAML or JSON: '],
  [
    'the name of another',
    TEXT.replace('own', 'six'),
    '2: name is six, which is that of an insole that is built in',
  ],
  [
    'nothing',
    '',
    '1: it is missing, must be a mapping with name, unit, lowest, highest, decimals and sensors',
  ],
  [
    'a text',
    'insole',
    '1: it is "insole", must be a mapping with name, unit, lowest, highest, decimals and sensors',
  ],
  ['JSON that breaks off', '{"name":"own",\n"highest":', '2: not readable as YAML or JSON: '],
])('what is wrong is told in one line with its place: %s', async (_, text, message) => {
  const explained = await explain(text);
  expect(explained.startsWith(`foot.yaml:${message}`), explained).toBe(true);
  expect(explained).toMatch(/^.{10,220}$/);
});
