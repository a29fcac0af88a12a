import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const BIOME = resolve('node_modules/.bin/biome');

const REFUSED = [
  ['the environment', 'export const home = process.env.HOME;\n', 'lint/style/noProcessEnv'],
  ['the arguments', 'export const args = process.argv;\n', 'lint/style/noRestrictedGlobals'],
  ['process.exit', 'process.exit(1);\n', 'lint/style/noRestrictedGlobals'],
  ['the module of process', "export { argv } from 'node:process';\n", 'lint/style/noRestrictedImports'],
  [
    'the module of process by its short name',
    "export { exit } from 'process';\n",
    'lint/style/noRestrictedImports',
  ],
] as const;
const ALLOWED = {
  'src/core/allowed.ts': 'export const one = 1;\n',
  'src/cli/allowed.ts':
    "import { argv } from 'node:process';\n\nexport const all = [argv, process.env.HOME];\n",
};
/** Where an example stands: in a folder that is pure, and in one that draws. */
const placesOf = (index: number) => [`src/core/example-${index}.ts`, `src/tui/example-${index}.ts`];

/** The names of the rules that each made-up file breaks at its place in the repository: the linter starts once for all. */
const broken = new Map<string, string[]>();
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'footwatch-lint-'));
  // Git ignores nothing there, and the schema is a file of this repository.
  const { $schema, vcs, ...rules } = JSON.parse(readFileSync('biome.json', 'utf8'));
  writeFileSync(join(root, 'biome.json'), JSON.stringify(rules));
  const examples = REFUSED.flatMap(([, text], index) => placesOf(index).map((path) => [path, text] as const));
  for (const [path, text] of [...examples, ...Object.entries(ALLOWED)]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { stdout } = spawnSync(BIOME, ['lint', '--reporter=json', '--max-diagnostics=none', 'src'], {
    cwd: root,
    encoding: 'utf8',
  });
  const { diagnostics, summary } = JSON.parse(stdout) as Linted;
  expect(summary.unchanged).toBe(examples.length + Object.keys(ALLOWED).length);
  for (const { category, severity, location } of diagnostics)
    if (severity === 'error') broken.set(location.path, [...(broken.get(location.path) ?? []), category]);
});
afterAll(() => rmSync(root, { recursive: true }));

interface Linted {
  readonly summary: { readonly unchanged: number };
  readonly diagnostics: readonly {
    readonly category: string;
    readonly severity: string;
    readonly location: { readonly path: string };
  }[];
}

describe('outside src/cli, the linter', () => {
  test.each(REFUSED.map(([what, , rule], index) => ({ what, rule, index })))(
    'refuses $what',
    ({ rule, index }) => {
      for (const path of placesOf(index)) expect(broken.get(path), path).toContain(rule);
    },
  );

  test('allows what does not touch the process', () => {
    expect(broken.get('src/core/allowed.ts')).toBeUndefined();
  });
});

test('the linter allows src/cli to use the process', () => {
  expect(broken.get('src/cli/allowed.ts')).toBeUndefined();
});
