import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadInsoles } from '../../src/cli/load-insoles.ts';
import { EIGHT, SIX, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';
import { encodeInsole } from '../../src/store/insole-record.ts';
import { runFootwatch } from './run-footwatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'footwatch-insole-'));
const OWN = { ...EIGHT, name: 'own' };
writeFileSync(join(folder, 'own.json'), encodeInsole(OWN));
writeFileSync(join(folder, 'wrong.yaml'), 'name: wrong\nhighest: 1\nsensors: 3\n');

function load(content: unknown, flags = {}, name = join(folder, 'footwatch.yaml')) {
  const resolved = resolveSettings({ flags, environment: {}, file: { name, content } });
  if (resolved.kind === 'refused') throw new Error(resolved.message);
  return loadInsoles({ ...resolved, file: name });
}

describe('the insoles of the settings', () => {
  test('are the six sensors of the original, or others that are built in', async () => {
    expect((await load({})).of(7)).toBe(SIX);
    expect((await load({ insole: 'sixteen' })).usual).toBe(SIXTEEN);
  });

  test('are files, found beside the configuration file, with and without their ending', async () => {
    expect((await load({ insole: 'own.json' })).usual).toEqual(OWN);
    expect((await load({ insole: 'own' })).usual).toEqual(OWN);
    expect((await load({}, { insole: join(folder, 'own.json') })).usual).toEqual(OWN);
  });

  test('differ from patient to patient, which numbers and ranges name', async () => {
    const insoles = await load({ insole: 'sixteen', insoles: { own: ['1-3', 9], eight: '4,6', six: 5 } });
    const names = [1, 2, 3, 4, 5, 6, 7, 9].map((patient) => insoles.of(patient).name);
    expect(names).toEqual(['own', 'own', 'own', 'eight', 'six', 'eight', 'sixteen', 'own']);
  });

  test.each([
    [
      { insoles: { eight: '1-3', six: [3] } },
      'insoles is a mapping; must be a mapping of files or names to patients, such as {small.yaml: [1-6, 9]}: patient 3 has two, eight and six',
    ],
    [
      { insoles: { eight: 'all' } },
      'of the patients of eight: "all" is neither a whole number nor a range of two',
    ],
    [{ insoles: [1] }, 'must be a mapping of files or names to patients'],
  ])('are refused where patients are not clear: %j', async (content, message) => {
    await expect(async () => load(content)).rejects.toThrow(message);
  });

  test('are refused with the place in the file, or with what named a file that cannot be used', async () => {
    await expect(load({ insole: 'wrong.yaml' })).rejects.toMatchObject({
      exitCode: 78,
      message: `${join(folder, 'wrong.yaml')}:3: sensors is 3, must be a list`,
    });
    await expect(load({ insole: 'none' })).rejects.toMatchObject({
      exitCode: 78,
      message: `${join(folder, 'footwatch.yaml')}: insole names none, which is neither six, eight, sixteen nor a file that can be used: no such file`,
    });
    await expect(load({}, { insole: 'none' })).rejects.toMatchObject({ exitCode: 2 });
  });
});

test('a command ends with 78 and one line for a file that describes no insole', async () => {
  const insole = join(folder, 'wrong.yaml');
  const line = `footwatch: ${insole}:3: sensors is 3, must be a list\n`;
  for (const args of [
    ['cacher', '--base-url', 'http://127.0.0.1:1/'],
    ['config', 'validate'],
  ])
    expect(await runFootwatch(args, { env: { FOOTWATCH_INSOLE: insole } })).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: line,
    });
});
