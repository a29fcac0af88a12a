// The pictures of the page for the README: npm run pictures:page. Starts Redis, the simulator, the cacher and the page itself.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const PORTS = { redis: 17411, api: 17412, page: 17413 };
const PROGRAM = 'dist/bin/footwatch.js';
/** The mean stride needs thirty strides walked straight on. */
const WALK_MS = 75_000;
const VIEWS = [
  { name: 'page-ward', path: '', width: 1280, height: 480 },
  { name: 'page-patient', path: 'patients/3', width: 1280, height: 860 },
  { name: 'page-phone', path: 'patients/3', width: 390, height: 844, colorScheme: 'light' },
];

const folder = mkdtempSync(join(tmpdir(), 'footwatch-pictures-'));
const redis = `redis://127.0.0.1:${PORTS.redis}`;
const api = `http://127.0.0.1:${PORTS.api}/`;
const programs = [
  ['redis-server', '--port', String(PORTS.redis), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
  [process.execPath, PROGRAM, 'simulate', '--port', String(PORTS.api), '--seed', '7'],
  [process.execPath, PROGRAM, 'cacher', '--base-url', api, '--redis', redis, '--simulate-anomalies', '0.01'],
  [process.execPath, PROGRAM, 'serve', '--port', String(PORTS.page), '--redis', redis],
].map(([program, ...args]) => spawn(program, args, { stdio: 'ignore' }));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  await delay(WALK_MS);
  for (const { name, path, width, height, colorScheme = 'dark' } of VIEWS) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(`http://127.0.0.1:${PORTS.page}/${path}`);
    await delay(16_000);
    await page.screenshot({ path: `docs/pictures/${name}.png` });
    await page.close();
  }
} finally {
  await browser.close();
  for (const program of programs) program.kill();
  rmSync(folder, { recursive: true, force: true });
}
