// The pictures of the page and of a report for the documents: npm run pictures:page. Starts Redis, the simulator, the cacher and the
// page itself, and needs redis-server and chromium.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { outputOf, PATH } from './debian-package.mjs';

const PORTS = { redis: 17411, api: 17412, page: 17413 };
const PROGRAM = 'dist/bin/footwatch.js';
const FOLDER = 'docs/pictures';
/** The mean stride needs thirty strides walked straight on. */
const WALK_MS = 120_000;
const VIEWS = [
  { name: 'page-ward', path: '', width: 1280, height: 720 },
  { name: 'page-patient', path: 'patients/3', width: 1280, height: 860 },
  { name: 'page-frozen', path: 'patients/3', keys: ['ArrowLeft', 'ArrowLeft'], width: 1280, height: 860 },
  {
    name: 'page-event',
    path: 'patients/3',
    keys: ['j', 'j', 'Enter'],
    width: 1280,
    height: 860,
    colorScheme: 'light',
  },
  { name: 'page-phone', path: 'patients/3', width: 390, height: 844, colorScheme: 'light', hasTouch: true },
];
const REPORT = { name: 'report', secondSide: 'The mean stride' };
/** A4 in the pixels of a browser, and the margin that a printer leaves. */
const SIDE = { width: 794, height: 1123, margin: 45 };

const folder = mkdtempSync(join(tmpdir(), 'footwatch-pictures-'));
const redis = `redis://127.0.0.1:${PORTS.redis}`;
const api = `http://127.0.0.1:${PORTS.api}/`;
const environment = { ...process.env, PATH };
const programs = [
  ['redis-server', '--port', String(PORTS.redis), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
  [process.execPath, PROGRAM, 'simulate', '--port', String(PORTS.api), '--seed', '7'],
  [process.execPath, PROGRAM, 'cacher', '--base-url', api, '--redis', redis, '--simulate-anomalies', '0.01'],
  [process.execPath, PROGRAM, 'serve', '--port', String(PORTS.page), '--redis', redis],
].map(([program, ...args]) => spawn(program, args, { stdio: 'ignore', env: environment }));
const browser = await chromium.launch({
  executablePath: outputOf('sh', '-c', 'command -v chromium').trim(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

/** Puts both sides of a report beside each other, as a printer would. */
async function pictureReport(path) {
  const file = join(folder, 'report.html');
  execFileSync(process.execPath, [PROGRAM, 'report', '--patient', '3', '--redis', redis, '--output', file]);
  const inner = { width: SIDE.width - 2 * SIDE.margin, height: SIDE.height - 2 * SIDE.margin };
  const page = await browser.newPage({ viewport: inner });
  await page.emulateMedia({ media: 'print' });
  await page.goto(pathToFileURL(file).href);
  const secondTop = await page
    .getByRole('heading', { name: REPORT.secondSide })
    .evaluate((heading) => heading.getBoundingClientRect().top + window.scrollY);
  const bottom = await page.evaluate(() => document.documentElement.scrollHeight);
  const sides = [
    [0, secondTop],
    [secondTop, bottom],
  ];
  const images = [];
  for (const [top, end] of sides) {
    const clip = { x: 0, y: top, width: inner.width, height: Math.min(inner.height, end - top) };
    images.push((await page.screenshot({ fullPage: true, clip })).toString('base64'));
  }
  const sheets = images.map((image) => `<div><img src="data:image/png;base64,${image}"></div>`).join('');
  // A page of its own, as the report's lets nothing be shown that it does not bring along.
  const both = await browser.newPage({ viewport: { width: 2 * SIDE.width + 48, height: SIDE.height + 32 } });
  await both.setContent(
    `<style>body{margin:16px;display:flex;gap:16px;background:#ccc}div{width:${inner.width}px;height:${inner.height}px;padding:${SIDE.margin}px;background:#fff}</style>${sheets}`,
  );
  await both.screenshot({ path });
}

try {
  await delay(WALK_MS);
  const pictureView = async ({
    name,
    path,
    width,
    height,
    keys = [],
    colorScheme = 'dark',
    hasTouch = false,
  }) => {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, hasTouch });
    await page.goto(`http://127.0.0.1:${PORTS.page}/${path}`);
    await delay(16_000);
    for (const key of keys) await page.keyboard.press(key);
    if (keys.length > 0) await delay(2000);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    await page.close();
  };
  await Promise.all(VIEWS.map(pictureView));
  await pictureReport(join(FOLDER, `${REPORT.name}.png`));
  for (const { name } of [...VIEWS, REPORT]) {
    const path = join(FOLDER, `${name}.png`);
    process.stdout.write(`${path}  ${statSync(path).size} bytes\n`);
  }
} finally {
  await browser.close();
  for (const program of programs) program.kill();
  rmSync(folder, { recursive: true, force: true });
}
