// What tsc leaves undone.
import { chmodSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { build } from 'vite';

// It copies no data: put what the code reads beside itself (Lua scripts, walks) where the built code looks for it.
const ASSETS = /\.(lua|csv|md)$/;
for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !ASSETS.test(entry.name)) continue;
  const from = join(entry.parentPath, entry.name);
  cpSync(from, join('dist', from));
}

// npm makes the program executable when it links it, which is before a later build replaces it.
chmodSync('dist/bin/footwatch.js', 0o755);

// blessed-contrib brings 58 packages for the two widgets that are needed, prom-client 4 MB for what counts and prints
// metrics, d3 ten packages for scales and curves: all are built into the files that import them, so that nobody installs the rest.
const BUILT_IN = [
  ...['blessed-contrib', 'sparkline', 'strip-ansi', 'ansi-regex'],
  ...['prom-client', 'tdigest', 'bintrees', '@opentelemetry/api'],
  ...[
    'd3-scale',
    'd3-array',
    'd3-color',
    'd3-format',
    'd3-interpolate',
    'd3-time',
    'd3-time-format',
    'internmap',
  ],
  ...['d3-shape', 'd3-path'],
];
const isBuiltIn = (id) => BUILT_IN.some((name) => id === name || id.startsWith(`${name}/`));
const importers = new Map();
for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
  const path = join(entry.parentPath, entry.name);
  for (const [, id] of readFileSync(path, 'utf8').matchAll(/^import .* from '([^']+)';$/gm)) {
    if (!isBuiltIn(id)) continue;
    // Two copies of a module do not know each other's classes.
    if (importers.has(id))
      throw new Error(`${id} is built into ${importers.get(id)}, and ${path} imports it too`);
    importers.set(id, path);
  }
}
for (const path of new Set(importers.values())) {
  const bundle = await rolldown({
    input: path,
    platform: 'node',
    // Of what our own file imports, only what is built in; of what that imports, all but other packages.
    external: (id, importer, isResolved) => {
      if (importer === undefined || isResolved || isBuiltIn(id)) return false;
      return !importer.includes('node_modules') || /^[^./]/.test(id);
    },
  });
  const { output } = await bundle.generate({ format: 'esm' });
  writeFileSync(path, output[0].code);
}

const notices = BUILT_IN.map((name) => {
  const folder = join('node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return `${name} ${version}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
});
writeFileSync(
  'dist/built-in-licences.txt',
  ['Built into footwatch:\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`),
);

// The page that `footwatch serve` serves.
await build();
