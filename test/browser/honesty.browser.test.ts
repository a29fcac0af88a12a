import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { PageWorld } from './page-world.ts';

let world: PageWorld;

beforeAll(async () => {
  world = await PageWorld.start();
});
afterAll(() => world?.end());

const isLive = (page: Page) => page.locator('.state.live').first().waitFor({ timeout: 20_000 });

/** Runs before the page's own script: its clock is wrong, and stays so. */
const shiftClock = (seconds: number) => `{
  const shift = ${seconds * 1000};
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length === 0 ? [Real.now() + shift] : given)); }
    static now() { return Real.now() + shift; }
  };
}`;

describe('when the server is gone', () => {
  test('the page says so and since when, calls nothing live, and comes back by itself', async () => {
    const { program, address } = await world.run(['serve', '--port', '0']);
    const { page, close } = await openPage(world.browser, `${address}patients/3`);
    await isLive(page);
    await program.end('SIGKILL');
    await page
      .getByRole('alert')
      .getByText(
        /The server is not heard for \d+ s\. What is shown is of \d\d:\d\d:\d\d, and comes back by itself\./,
      )
      .waitFor({ timeout: 8000 });
    expect(await page.locator('.state.live').count()).toBe(0);
    expect(await page.locator('.silent').count()).toBe(1);
    await page.getByText('server not heard').waitFor();
    expect(await page.locator('.good').count()).toBe(0);
    expect(await page.getByText(/^last \d+ s/).count()).toBe(0);
    await page.keyboard.press('w');
    await page.getByRole('alert').waitFor();
    await page.goBack();
    await world.run(['serve', '--port', new URL(address).port]);
    await isLive(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    await close();
  });
});

describe('a tab that slept', () => {
  test('is grey when it wakes, before anything new is heard, and live again after it', async () => {
    const { page, close } = await openPage(world.browser, `${world.url}patients/3`);
    await isLive(page);
    // What the page looks like each time that it is drawn.
    await page.evaluate(`{
      globalThis.drawn = [];
      new MutationObserver(() => drawn.push({
        atMs: Date.now(),
        isGrey: document.querySelector('.page.silent, .panel.old') !== null,
        state: document.querySelector('.state-line .state')?.textContent,
      })).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    }`);
    // No timer runs and nothing is taken in, as in a tab that the browser has put to sleep; what is sent waits in its buffers.
    const session = await page.context().newCDPSession(page);
    await session.send('Debugger.enable');
    const paused = new Promise((resolve) => session.once('Debugger.paused', resolve));
    await session.send('Debugger.pause');
    await paused;
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const wokeMs = Date.now();
    await session.send('Debugger.resume');
    await session.send('Debugger.disable');
    const grey = page.locator('.page.silent');
    await grey.waitFor({ timeout: 1000 }).catch(() => {});
    await isLive(page);
    const drawn = await page.evaluate<{ atMs: number; isGrey: boolean; state: string }[]>('drawn');
    const awake = drawn.filter(({ atMs }) => atMs >= wokeMs);
    // A drawing that was under way when it fell asleep is ended first.
    const first = awake.findIndex(({ isGrey }) => isGrey);
    expect([0, 1], JSON.stringify(awake.slice(0, 4))).toContain(first);
    expect(awake[first]?.state).toBe('○ STALE');
    expect(awake.at(-1)?.isGrey).toBe(false);
    await close();
  });

  test('is grey as well where the machine slept, and its monotonic clock stood still', async () => {
    const { program, address } = await world.run(['serve', '--port', '0']);
    const { page, close } = await openPage(world.browser, `${address}patients/3`, {
      prepare: (made) =>
        made.addInitScript(`{
        const now = Date.now.bind(Date);
        globalThis.sleptMs = 0;
        Date.now = () => now() + globalThis.sleptMs;
      }`),
    });
    await isLive(page);
    // Nothing comes while the page looks at its clocks.
    program.child.kill('SIGSTOP');
    await page.evaluate('globalThis.sleptMs = 3_600_000');
    await page
      .getByRole('alert')
      .getByText(/not heard for 60 m|not heard for 1 h/)
      .waitFor({ timeout: 1500 });
    expect(await page.locator('.state.live').count()).toBe(0);
    program.child.kill('SIGCONT');
    await isLive(page);
    expect(await page.locator('.age').textContent()).toMatch(/<1 s|[12] s/);
    await close();
  });
});

describe.each([3600, -3600])('a reader whose clock is off by %d s', (seconds) => {
  test('sees ages as they are, and times in the reader’s zone', async () => {
    const { page, problems, close } = await openPage(world.browser, `${world.url}patients/3`, {
      timezoneId: 'Asia/Kolkata',
      prepare: (made) => made.addInitScript(shiftClock(seconds)),
    });
    await isLive(page);
    expect(await page.locator('.age').textContent()).toMatch(/<1 s|1 s/);
    expect(await page.getByRole('alert').count()).toBe(0);
    const shown = (await page.locator('.clock').textContent()) ?? '';
    const [hours = 0, minutes = 0, secondsShown = 0] = shown.split(':').map(Number);
    const ofDay = (hours * 60 + minutes) * 60 + secondsShown;
    const there = (Date.now() / 1000 + 5.5 * 3600) % 86_400;
    expect(Math.abs(ofDay - there) % 86_400).toBeLessThan(5);
    const event = page.locator('.events tbody tr').first();
    await event.waitFor();
    expect(await event.locator('td').first().textContent()).toMatch(/^(now|\d+(\.\d)? s)$/);
    expect(problems).toEqual([]);
    await close();
  });
});

test('nothing of the past looks like now: it is framed, named and dated, beside how the patient is now', async () => {
  const { page, close } = await openPage(world.browser, `${world.url}patients/3`);
  await isLive(page);
  await page.keyboard.press('Space');
  const words = () => page.locator('.state-line').textContent();
  await expect.poll(words).toMatch(/❄ FROZEN\d\d:\d\d:\d\d\.\d, .* agonow ● live/);
  expect(await page.getByRole('heading', { name: 'Pressure then' }).count()).toBe(1);
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.panels')).outlineStyle`)).toBe(
    'solid',
  );
  // What is played from the newest sample on is soon now again.
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect.poll(words).toMatch(/▷ PLAYING 1×/);
  await close();
});
