// Bundles the built program, so that it starts from a few dozen files in place of hundreds: loading each module costs as much as
// running it. What is imported when it is needed stays apart. Of the packages of npm, those that an installation brings stay
// outside; the others are built in, since of blessed-contrib's 58 packages two widgets are needed, and of prom-client, d3, hono,
// yaml and csv-parse together 10 MB are not.
// dist/src remains for tests that import parts of it, and for the data that lies beside the code.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const FOLDER = resolve('dist/bin');
const ENTRY = resolve(FOLDER, 'footwatch.js');
const PACKAGE_NAME = /^(@[^/]+\/)?[^/]+/;
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** A module goes on finding its data by its own place, whichever file it is built into. */
const keepPlaces = {
  name: 'keep-places',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null;
    const place = `new URL(${JSON.stringify(relative(FOLDER, id))}, import.meta.url).href`;
    return code.replaceAll('import.meta.url', place);
  },
};

const bundle = await rolldown({
  input: ENTRY,
  platform: 'node',
  external: (id) => isBuiltin(id) || (/^[^./]/.test(id) && PACKAGE_NAME.exec(id)[0] in dependencies),
  plugins: [keepPlaces],
});
const { output } = await bundle.write({ dir: FOLDER, format: 'esm', chunkFileNames: '[name]-[hash].js' });
chmodSync(ENTRY, 0o755);

const modules = output.flatMap((chunk) => chunk.moduleIds ?? []);
const builtIn = new Set(modules.flatMap((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []));
const notices = [...builtIn].sort().map((name) => {
  const folder = join('node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (licence === undefined) throw new Error(`${name} is built in and has no file with its licence`);
  return `${name} ${version}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
});
writeFileSync(
  'dist/built-in-licences.txt',
  ['Built into footwatch:\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`),
);
