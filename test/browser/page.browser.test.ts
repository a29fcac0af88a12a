import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { RunningFootwatch } from '../cli/run-footwatch.ts';
import { HEALTHY, makeEntries } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { findBarriers, openPage, startBrowser } from './browser.ts';

const HOSTILE = '<img src=x onerror="document.title=1">';

let redis: RedisServer;
let browser: Browser;
let url = '';
const running: RunningFootwatch[] = [];

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const run = new RunningFootwatch(args, { env: { FOOTWATCH_REDIS: redis.url, ...env } });
  running.push(run);
  await run.until(({ lines }) => args[0] === 'cacher' || lines.length > 0);
  return run.lines[0]?.replace('listening on ', '') ?? '';
}

beforeAll(async () => {
  redis = await RedisServer.start();
  browser = await startBrowser();
  const api = await start(['simulate', '--port', '0', '--patients', '1-3']);
  await start([
    'cacher',
    '--base-url',
    api,
    '--patients',
    '1-3',
    '--simulate-anomalies',
    '0.1',
    '--log-level',
    'error',
  ]);
  const store = new RedisStore({ target: redis.target() });
  const profile = {
    firstname: HOSTILE,
    lastname: 'x',
    birthdate: null,
    disabled: false,
    traceName: null,
    traceId: null,
  };
  await store.write([{ patient: 9, entries: makeEntries(3), profile, health: HEALTHY }]);
  await store.close();
  url = await start(['serve', '--port', '0']);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  for (const run of running) await run.end();
  await redis?.stop();
});

test('the ward shows all patients, finds one, and opens it, by keys alone', async () => {
  const { page, problems } = await openPage(browser, url);
  await page.getByRole('row', { name: /Janek/ }).waitFor();
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('elzb');
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /2 Elżbieta/ }).waitFor();
  await page.getByText('LIVE').waitFor();
  expect(page.url()).toMatch(/\/patients\/2$/);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Ward' }).waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a patient can be frozen, looked at earlier, and is live again; an event opens; help explains', async () => {
  const { page, problems } = await openPage(browser, `${url}patients/3`);
  await page.getByText('LIVE').waitFor();
  await page.keyboard.press('Space');
  await page.getByText('THEN').waitFor();
  const before = await page.getByRole('slider').inputValue();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.getByRole('slider').inputValue()).not.toBe(before);
  expect(page.url()).toContain('?at=');
  await page.keyboard.press('End');
  await page.getByText('LIVE').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys and signs' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.events a').first().click();
  await page.getByRole('heading', { name: /anomaly at/ }).waitFor();
  await page.locator('td.flagged').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('LIVE').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('K keeps the last two minutes, and says so', async () => {
  const { page } = await openPage(browser, `${url}patients/1`);
  await page.getByText('LIVE').waitFor();
  await page.keyboard.press('K');
  await page.getByRole('textbox', { name: 'Note' }).fill('a note');
  await page.keyboard.press('Enter');
  await page.getByText(/^kept as \d{8}-\d{6}: \d+ samples/).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'a note' }).waitFor();
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: /^report of \d{8}/ }).click();
  const report = await opened;
  await report.getByRole('heading', { name: 'What is not told, and why' }).waitFor();
  await page.keyboard.press('d');
  await page.getByRole('dialog', { name: /^Distribution of the retained readings, \d+ samples/ }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.context().close();
});

test.each([390, 1280, 1920])(
  'nobody is shut out at %d pixels, dark and light, and nothing is wider than the window',
  async (width) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      for (const path of ['', 'patients/3']) {
        const { page } = await openPage(browser, url + path, { width, colorScheme });
        await page
          .getByText(/LIVE|walking/)
          .first()
          .waitFor();
        expect(await findBarriers(page), `${path} ${colorScheme}`).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        );
        await page.context().close();
      }
    }
  },
);

test('a hostile name stays text', async () => {
  const { page, problems } = await openPage(browser, `${url}patients/9`);
  await page.getByRole('heading', { name: HOSTILE }).waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).toBe('footwatch');
  expect(problems).toEqual([]);
  await page.context().close();
});

describe('when the server is gone', () => {
  test('the page says so and since when, calls nothing live, and comes back by itself', async () => {
    const own = await start(['serve', '--port', '0']);
    const server = running.pop();
    const { page } = await openPage(browser, `${own}patients/3`);
    await page.getByText('LIVE').waitFor();
    await server?.end('SIGKILL');
    await page
      .getByRole('alert')
      .getByText(/The server is not heard for \d+ s\. What is shown is of \d\d:\d\d:\d\d\./)
      .waitFor({ timeout: 8000 });
    expect(await page.getByText('LIVE').count()).toBe(0);
    expect(await page.locator('.silent').count()).toBe(1);
    await start(['serve', '--port', new URL(own).port]);
    await page.getByText('LIVE').waitFor({ timeout: 20_000 });
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  }, 60_000);
});
