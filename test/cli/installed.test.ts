import { accessSync, constants, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

test('the built program can be run by its name', () => {
  const { bin } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
  const program = fileURLToPath(new URL(bin.footwatch, ROOT));
  expect(() => accessSync(program, constants.X_OK)).not.toThrow();
  expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});
