import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const BIOME = resolve('node_modules/.bin/biome');

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'footwatch-lint-'));
  // Git ignores nothing there, and the schema is a file of this repository.
  const { $schema, vcs, ...rules } = JSON.parse(readFileSync('biome.json', 'utf8'));
  writeFileSync(join(root, 'biome.json'), JSON.stringify(rules));
});
afterAll(() => rmSync(root, { recursive: true }));

/** The names of the lint rules that a made-up file breaks at its place in the repository. */
function lint(path: string, text: string): string[] {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  const { stdout } = spawnSync(BIOME, ['lint', '--reporter=json', path], { cwd: root, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; severity: string }[] };
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ category }) => category);
}

describe('outside src/cli, the linter', () => {
  test.each([
    ['the environment', 'export const home = process.env.HOME;\n', 'lint/style/noProcessEnv'],
    ['the arguments', 'export const args = process.argv;\n', 'lint/style/noRestrictedGlobals'],
    ['process.exit', 'process.exit(1);\n', 'lint/style/noRestrictedGlobals'],
    ['the module of process', "export { argv } from 'node:process';\n", 'lint/style/noRestrictedImports'],
    [
      'the module of process by its short name',
      "export { exit } from 'process';\n",
      'lint/style/noRestrictedImports',
    ],
  ])('refuses %s', (_, text, rule) => {
    expect(lint('src/core/example.ts', text)).toContain(rule);
    expect(lint('src/tui/dashboard.ts', text)).toContain(rule);
  });

  test('allows what does not touch the process', () => {
    expect(lint('src/core/example.ts', 'export const one = 1;\n')).toEqual([]);
  });
});

test('the linter allows src/cli to use the process', () => {
  const text = "import { argv } from 'node:process';\n\nexport const all = [argv, process.env.HOME];\n";
  expect(lint('src/cli/example.ts', text)).toEqual([]);
});
