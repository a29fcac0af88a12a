import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { devices, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadAxe, openPage } from './browser.ts';
import { HOSTILE, PageWorld } from './page-world.ts';

const TOKEN = '0123456789abcdef';

let world: PageWorld;

beforeAll(async () => {
  world = await PageWorld.start();
});
afterAll(() => world?.end());

const isLive = (page: Page) => page.locator('.state.live').first().waitFor();

/** Each view, how it is come to, and what says that it is there. */
const VIEWS: readonly (readonly [name: string, path: string, keys: readonly string[], shown: string])[] = [
  ['ward', '', [], '.ward-list .spark'],
  ['patient', 'patients/3', [], '.state.live'],
  ['patient in numbers', 'patients/3', ['f', 't'], '.numbers'],
  ['frozen patient', 'patients/3', ['Space', 'ArrowLeft'], '.state.historical'],
  ['enlarged panel', 'patients/3', ['z'], '.panels.one'],
  ['event', 'patients/3', ['Enter'], '.readings .begins'],
  ['distribution', 'patients/3/distribution', [], '.distributions svg'],
  ['kept walks', 'patients/3/kept', [], '.kept-list'],
  ['patient never seen', 'patients/77', [], '.notice'],
  ['help', 'patients/3', ['?'], 'dialog[open]'],
  ['form', 'patients/3', ['K'], 'dialog[open]'],
];

describe('nobody is shut out, and nothing is wider than the window', () => {
  beforeAll(async () => {
    const answer = await fetch(`${world.url}api/patients/3/kept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(world.url).origin },
      body: JSON.stringify({ note: 'a walk', since: '1h' }),
    });
    expect(answer.status).toBe(201);
  });

  test.each([390, 1280, 1920])('at %d pixels, dark and light, and with more contrast', async (width) => {
    const { page, close } = await openPage(world.browser, world.url, {
      width,
      height: width === 1920 ? 1080 : 844,
      reducedMotion: 'reduce',
    });
    for (const [name, path, keys, shown] of VIEWS) {
      await page.goto(world.url + path);
      if (path === 'patients/3') await isLive(page);
      if (keys.includes('Enter')) await page.locator('.events tbody tr').first().waitFor();
      for (const key of keys) await page.keyboard.press(key);
      await page.locator(shown).first().waitFor();
      const findBarriers = await loadAxe(page);
      for (const colorScheme of ['dark', 'light'] as const) {
        for (const contrast of width === 1280 ? (['no-preference', 'more'] as const) : ([null] as const)) {
          await page.emulateMedia({ colorScheme, contrast });
          expect(await findBarriers(), `${name} ${colorScheme} ${contrast}`).toEqual([]);
        }
      }
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        name,
      ).toBeLessThanOrEqual(0);
    }
    await close();
  });
});

test.each([
  [1280, 600],
  [1280, 720],
  [1366, 768],
  [820, 1180],
  [844, 390],
])('on a window of %d by %d pixels nothing of a patient lies over anything else', async (width, height) => {
  const { page, close } = await openPage(world.browser, `${world.url}patients/3`, { width, height });
  await isLive(page);
  await page.locator('.events tbody tr').first().waitFor();
  const overlaps = await page.evaluate<string[]>(`{
    const boxes = [...document.querySelectorAll('.head, .panel, .time, .bar')].map((each) => [each.className, each.getBoundingClientRect()]);
    boxes.flatMap(([name, a], at) => boxes.slice(at + 1).flatMap(([other, b]) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1 ? [name + ' over ' + other] : []));
  }`);
  expect(overlaps).toEqual([]);
  await close();
});

test('whoever wants less motion has traces that stand still, and nothing that moves by itself', async () => {
  const { page, close } = await openPage(world.browser, `${world.url}patients/3`, {
    reducedMotion: 'reduce',
  });
  await isLive(page);
  await page.getByRole('button', { name: 'sweep', pressed: true }).waitFor();
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  expect(
    await page.evaluate(
      `[...document.querySelectorAll('*')].filter((each) => !['0s', ''].includes(getComputedStyle(each).transitionDuration)).length`,
    ),
  ).toBe(0);
  await close();
});

test('the page is at most 85 kB compressed, and asks no other host', async () => {
  const { page, problems, close } = await openPage(world.browser, world.url);
  const paths = await page.evaluate<string[]>(
    `[...document.querySelectorAll('script[src], link[rel=stylesheet]')].map((each) => each.src || each.href)`,
  );
  expect(paths).toHaveLength(2);
  const sizes = await Promise.all(
    [world.url, ...paths].map(async (path) => gzipSync(await (await fetch(path)).arrayBuffer()).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(85_000);
  expect(problems).toEqual([]);
  await close();
});

test('a hostile name stays text', async () => {
  const { page, problems, close } = await openPage(world.browser, `${world.url}patients/9`);
  await page.getByRole('heading', { name: HOSTILE }).waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).toBe('footwatch');
  await page.keyboard.press('w');
  await page.getByRole('row', { name: HOSTILE }).waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

describe('with a finger', () => {
  const { viewport, userAgent, ...phone } = devices['Pixel 7'] ?? {};

  test('a patient is opened, frozen, drawn back in time, scrubbed, and live again', async () => {
    const { page, problems, close } = await openPage(world.browser, world.url, {
      ...phone,
      width: 390,
      height: 844,
    });
    await page.getByRole('link', { name: /Albert/ }).tap();
    await isLive(page);
    await swipe(page, '.plot', 0.2, 0.7);
    await page.locator('.state.historical').waitFor();
    // It is there once the finger has come to rest.
    await expect.poll(() => page.url()).toContain('?at=');
    const slider = page.getByRole('slider');
    const at = async () => Number(await slider.inputValue());
    const swiped = await at();
    expect(swiped).toBeLessThan(Number(await slider.getAttribute('max')) - 2);
    // Chromium drops the first tap after a swipe that the debugger makes.
    const later = page.getByRole('button', { name: 'one sample later' });
    await expect.poll(() => later.tap().then(at)).toBeGreaterThan(swiped);
    const stepped = await at();
    const box = await slider.boundingBox();
    if (box === null) throw new Error('the slider is not shown');
    await page.touchscreen.tap(box.x + 2, box.y + box.height / 2);
    await expect.poll(at).toBeLessThan(stepped);
    for (const button of ['play', 'halt', 'now'])
      await page.getByRole('button', { name: button, exact: true }).tap();
    await isLive(page);
    await page.getByRole('link', { name: /ward/ }).tap();
    await page.getByRole('heading', { name: 'Ward' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  test('what is tapped is as large as a finger, on every view', async () => {
    const { page, close } = await openPage(world.browser, world.url, { ...phone, width: 390, height: 844 });
    for (const path of ['', 'patients/3']) {
      await page.goto(world.url + path);
      await page.locator('.state.live').first().waitFor();
      const small = await page.evaluate(
        `[...document.querySelectorAll('button:not(.enlarge), input, .list tbody th a')].map((each) => [each.textContent, each.getBoundingClientRect().height]).filter(([, height]) => height > 0 && height < 43)`,
      );
      expect(small).toEqual([]);
    }
    await close();
  });
});

/** Draws a finger over an element, from one share of its width to another. */
async function swipe(page: Page, selector: string, from: number, to: number): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  const session = await page.context().newCDPSession(page);
  const y = box.y + box.height / 2;
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share?: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: share === undefined ? [] : [{ x: box.x + box.width * share, y }],
    });
  await touch('touchStart', from);
  for (let step = 1; step <= 5; step++) await touch('touchMove', from + ((to - from) * step) / 5);
  await touch('touchEnd');
}

test('signing in is a form that nobody is shut out of, and leads to where somebody wanted to', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'footwatch-tokens-')), 'tokens');
  writeFileSync(file, `ann:${TOKEN}\n`, { mode: 0o600 });
  const { address } = await world.run(['serve', '--port', '0', '--token-file', file]);
  const { page, close } = await openPage(world.browser, `${address}patients/3`, { width: 390 });
  await page.getByLabel('Your token').waitFor();
  const findBarriers = await loadAxe(page);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findBarriers()).toEqual([]);
  }
  await page.getByLabel('Your token').focus();
  await page.keyboard.type('wrong-wrong-wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('That token is not known.').waitFor();
  await page.getByLabel('Your token').focus();
  await page.keyboard.type(TOKEN);
  await page.keyboard.press('Enter');
  await isLive(page);
  expect(page.url()).toBe(`${address}patients/3`);
  await close();
});
