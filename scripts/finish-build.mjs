// What tsc leaves undone.
import { chmodSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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

// The page that `footwatch serve` serves.
await build();
