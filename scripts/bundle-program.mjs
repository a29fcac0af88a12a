// Bundles the built program, so that it starts from a few dozen files in place of hundreds: loading each module costs as much as
// running it. What is imported when it is needed stays apart; packages of npm stay outside, but for those built in before.
// dist/src remains for tests that import parts of it, and for the data that lies beside the code.
import { chmodSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const FOLDER = resolve('dist/bin');
const ENTRY = resolve(FOLDER, 'footwatch.js');

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
  external: (id) => !/^[./]/.test(id),
  plugins: [keepPlaces],
});
await bundle.write({ dir: FOLDER, format: 'esm', chunkFileNames: '[name]-[hash].js' });
chmodSync(ENTRY, 0o755);
