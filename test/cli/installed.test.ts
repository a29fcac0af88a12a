import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

test('the built program can be run by its name', () => {
  const { bin } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
  const program = fileURLToPath(new URL(bin.footwatch, ROOT));
  expect(() => accessSync(program, constants.X_OK)).not.toThrow();
  expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('the built program imports only what an installation brings', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
  const files = readdirSync('dist/bin', { recursive: true, withFileTypes: true }).filter(({ name }) =>
    name.endsWith('.js'),
  );
  const imports = files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name);
    const ids = readFileSync(path, 'utf8').matchAll(
      /^import .*?["']([^"']+)["'];$|\b(?:import|__require)\(["']([^"']+)["']\)/gm,
    );
    return Array.from(ids, ([, id = '', dynamic]) => ({ path, id: dynamic ?? id }));
  });
  expect(imports.length).toBeGreaterThan(100);
  const missing = imports.filter(({ id }) => {
    const [name = ''] = /^(@[^/]+\/)?[^/]+/.exec(id) ?? [];
    return !/^\.{1,2}\//.test(id) && !isBuiltin(id) && !(name in dependencies);
  });
  expect(missing).toEqual([]);
});

test('the built program is loaded from few files: those that a dashboard begins with are fewer than a hundred', () => {
  const folder = fileURLToPath(new URL('dist/bin/', ROOT));
  const files = new Map(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
  );
  const listImports = (name: string) =>
    Array.from((files.get(name) ?? '').matchAll(/^import .*?["'](\.[^"']+)["'];$/gm), ([, id = '']) => id);
  expect([...files.keys()].flatMap(listImports).filter((id) => !files.has(id.replace('./', '')))).toEqual([]);
  const loaded = new Set(['footwatch.js']);
  for (const name of files.keys()) if (/^(watch|watch-in-dashboard)-/.test(name)) loaded.add(name);
  expect(loaded.size).toBeGreaterThan(2);
  for (const name of loaded) for (const id of listImports(name)) loaded.add(id.replace('./', ''));
  expect(loaded.size).toBeLessThan(100);
});
