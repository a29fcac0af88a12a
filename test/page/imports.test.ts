import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ALLOWED = [
  /^src\/page\//,
  /^src\/core\//,
  /^src\/drawing\//,
  /^src\/reader\/(local-zone|patient-status|read-group|timed-snapshot|told-fields)\.ts$/,
  /^(preact|preact\/hooks|uplot|uplot\/dist\/uPlot\.min\.css)$/,
];

test('the page imports core, drawings and the pure part of reader, and nothing that needs Node', () => {
  const files = readdirSync('src/page', { recursive: true, withFileTypes: true }).filter(({ name }) =>
    /\.tsx?$/.test(name),
  );
  const imports = files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name);
    const found = readFileSync(path, 'utf8').matchAll(/^(?:import|\} from|export .* from).*?'([^']+)';$/gm);
    return Array.from(found, ([, id = '']) => ({
      path,
      id: id.startsWith('.') ? relative('.', resolve(parentPath, id)) : id,
    }));
  });
  expect(imports.length).toBeGreaterThan(50);
  expect(imports.filter(({ id }) => !ALLOWED.some((allowed) => allowed.test(id)))).toEqual([]);
});
