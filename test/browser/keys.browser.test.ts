import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { PageWorld } from './page-world.ts';

let world: PageWorld;

beforeAll(async () => {
  world = await PageWorld.start();
});
afterAll(() => world?.end());

/** Opens a page, presses keys on it, and sees that nothing went wrong in it. */
async function withPage(
  path: string,
  use: (page: Page, press: (...keys: string[]) => Promise<void>) => Promise<void>,
) {
  const { page, problems, close } = await openPage(world.browser, world.url + path);
  await use(page, async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  });
  expect(problems).toEqual([]);
  await close();
}

const state = (page: Page, word: string) =>
  page.locator('.state-line .state').first().getByText(word).waitFor();
const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent.trim()');
const address = (page: Page) => page.url().slice(world.url.length);

describe('by keys alone', () => {
  test('somebody in the ward is found and opened, and the next one, and all again', async () => {
    await withPage('', async (page, press) => {
      await page.getByRole('row', { name: /Janek/ }).waitFor();
      await press('/');
      await page.keyboard.type('elzb');
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await press('Enter');
      expect(await focused(page)).toMatch(/Elżbieta/);
      await press('Enter');
      await page.getByRole('heading', { name: /2 Elżbieta/ }).waitFor();
      await state(page, 'LIVE');
      expect(address(page)).toBe('patients/2');
      await press(']');
      await page.getByRole('heading', { name: /3 Albert/ }).waitFor();
      await press('[', '[');
      await page.getByRole('heading', { name: /1 Janek/ }).waitFor();
      await press('Escape');
      await page.getByRole('heading', { name: 'Ward' }).waitFor();
      await press('Escape');
      await expect.poll(() => page.locator('tbody tr').count()).toBe(4);
    });
  });

  test('the ward is sorted, gone through, and hides its names', async () => {
    await withPage('', async (page, press) => {
      await page.getByRole('row', { name: /Janek/ }).waitFor();
      const names = () => page.locator('tbody th').allTextContents();
      expect((await names())[0]).toContain('<img');
      await press('s');
      await expect
        .poll(async () => (await names()).map((name) => name.trim()[0]))
        .toEqual(['1', '2', '3', '9']);
      await press('s');
      await page.getByRole('button', { name: 'by name' }).waitFor();
      await press('s', 's', 'j', 'j');
      expect(await focused(page)).toMatch(/^2/);
      await press('G');
      expect(await focused(page)).toMatch(/^9/);
      await press('k', 'g', 'P');
      expect(await focused(page)).toMatch(/^1\s+\*\*\*$/);
      expect(await page.locator('body').textContent()).not.toMatch(/Janek|Elżbieta/);
      await press('P');
      await page.getByText('Janek').waitFor();
    });
  });

  test('the address of the ward has its order and who is sought, for a reload and on the way back', async () => {
    await withPage('', async (page, press) => {
      await page.getByRole('row', { name: /Janek/ }).waitFor();
      await press('s', '/');
      await page.keyboard.type('elz');
      await expect.poll(() => address(page)).toBe('?sort=number#find=elz');
      await page.reload();
      await page.getByRole('row', { name: /Elżbieta/ }).waitFor();
      const isSought = async () => {
        expect(await page.locator('tbody tr').count()).toBe(1);
        expect(await page.getByRole('searchbox').inputValue()).toBe('elz');
        await page.getByRole('button', { name: 'by number' }).waitFor();
      };
      await isSought();
      await press('j', 'Enter');
      await page.getByRole('heading', { name: /2 Elżbieta/ }).waitFor();
      await press('Escape');
      await page.getByRole('row', { name: /Elżbieta/ }).waitFor();
      await isSought();
      await page.goBack();
      await page.getByRole('heading', { name: /2 Elżbieta/ }).waitFor();
      await page.goBack();
      await page.getByRole('row', { name: /Elżbieta/ }).waitFor();
      await isSought();
      // What is typed is one step of the history, not one a letter.
      await press('Escape');
      await expect.poll(() => address(page)).toBe('?sort=number');
    });
  });

  test('a patient is frozen, gone through, played and live again', async () => {
    await withPage('patients/3', async (page, press) => {
      await state(page, 'LIVE');
      await press('Space');
      await state(page, 'FROZEN');
      const slider = page.getByRole('slider');
      const at = async () => Number(await slider.inputValue());
      const frozen = await at();
      await press('ArrowLeft');
      await expect.poll(at).toBeLessThan(frozen);
      await expect.poll(() => page.url()).toContain('?at=');
      const before = await at();
      await press('Shift+ArrowLeft');
      await expect.poll(at).toBeLessThan(before - 0.5);
      await press('Shift+ArrowRight', 'ArrowRight', '.', '>', ',');
      await page.getByText('2×', { exact: true }).waitFor();
      await press('Home');
      await expect.poll(at).toBe(Number(await slider.getAttribute('min')));
      await press('Space');
      await state(page, 'PLAYING 2×');
      await press('Space');
      await state(page, 'FROZEN');
      await press('End');
      await state(page, 'LIVE');
      expect(address(page)).toBe('patients/3');
    });
  });

  test('an address with an instant shows that instant', async () => {
    await withPage('patients/3', async (page, press) => {
      await state(page, 'LIVE');
      await press('ArrowLeft', 'ArrowLeft');
      await expect.poll(() => page.url()).toContain('?at=');
      const shown = (await page.locator('.instant').textContent()) ?? '';
      await page.reload();
      await state(page, 'FROZEN');
      expect(((await page.locator('.instant').textContent()) ?? '').slice(0, 10)).toBe(shown.slice(0, 10));
    });
  });

  test('traces are longer, shorter and swept, feet are numbers, a panel is enlarged', async () => {
    await withPage('patients/3', async (page, press) => {
      await state(page, 'LIVE');
      await press('-');
      await page.getByText('last 30 s').first().waitFor();
      await press('+', '=');
      await page.getByText('last 8 s').waitFor();
      await press('t', 'f');
      await page.getByRole('button', { name: 'sweep', pressed: true }).waitFor();
      await page.getByRole('rowheader', { name: /^L2/ }).waitFor();
      await page.getByRole('button', { name: 'enlarge Gait' }).focus();
      await press('z');
      await expect.poll(() => page.locator('.panel').count()).toBe(1);
      await page.getByRole('heading', { name: 'Gait' }).waitFor();
      await press('Escape');
      await expect.poll(() => page.locator('.panel').count()).toBe(5);
    });
  });

  test('an event is opened with its ten seconds, the older one and the newer one', async () => {
    await withPage('patients/3', async (page, press) => {
      await state(page, 'LIVE');
      await expect.poll(() => page.locator('.events tbody tr').count()).toBeGreaterThan(1);
      await press('j', 'Enter');
      await page.getByRole('heading', { name: /anomaly at/ }).waitFor();
      await page.locator('.readings td.flagged').first().waitFor();
      expect(await page.locator('.event-traces canvas').count()).toBe(1);
      const newest = page.url();
      await press('p');
      await expect.poll(() => page.url()).not.toBe(newest);
      await page.locator('.readings .begins').waitFor();
      const begins = () => page.locator('.readings .begins').count();
      for (let step = 0; step < 18; step++) await press('ArrowLeft');
      await expect.poll(begins).toBe(0);
      for (let step = 0; step < 18; step++) await press('l');
      await expect.poll(begins).toBe(1);
      await press('n');
      await expect.poll(() => page.url()).toBe(newest);
      await press('Escape');
      await state(page, 'LIVE');
    });
  });

  test('moments are marked, the span between them is kept, listed, reported and played', async () => {
    await withPage('patients/1', async (page, press) => {
      await state(page, 'LIVE');
      await press('m');
      await page.getByRole('textbox', { name: 'Word' }).fill('turn');
      await press('Enter');
      await page.getByText(/^marked .*; a second mark makes a span/).waitFor();
      await press('Shift+ArrowLeft', 'Shift+ArrowLeft', 'm');
      await page.getByRole('dialog', { name: /^Mark/ }).waitFor();
      await press('Enter');
      await page.getByText(/^marked .*; K keeps/).waitFor();
      await press('K');
      await page.getByRole('textbox', { name: 'Note' }).fill('a note');
      await press('Enter');
      await page.getByText(/^kept as \d{8}-\d{6}: \d+ samples/).waitFor();
      await press('m', 'Enter', 'M');
      await page.getByText('forgot 1 mark').waitFor();
      await press('v');
      await page.getByRole('row', { name: /a note · turn/ }).waitFor();
      const opened = page.context().waitForEvent('page');
      await page.getByRole('link', { name: /^report of \d{8}/ }).click();
      const report = await opened;
      await report.getByRole('heading', { name: 'What is not told, and why' }).waitFor();
      await report.close();
      await press('j', 'Enter');
      await state(page, 'PLAYING 1×');
      expect(address(page)).toMatch(/^patients\/1\/kept\/\d{8}-\d{6}/);
      await page.getByRole('heading', { name: /a note/ }).waitFor();
      await press('Space', 'End');
      await state(page, 'REPLAY');
      await press('Escape', 'v');
      await state(page, 'LIVE');
      await press('w', 'v');
      await page.getByRole('row', { name: /1 Janek.*a note/ }).waitFor();
    });
  });

  test('a kept walk lists its anomalies, and goes to the instant of one', async () => {
    await withPage('patients/3', async (page, press) => {
      await page.locator('.events tbody tr').first().waitFor();
      await press('K');
      await page.getByRole('textbox', { name: 'Note' }).fill('with anomalies');
      await press('Enter');
      await page.getByText(/^kept as \d{8}-\d{6}/).waitFor();
      await press('v');
      await page.getByRole('row', { name: /with anomalies/ }).waitFor();
      await press('j', 'Enter');
      await page.getByRole('columnheader', { name: 'into' }).waitFor();
      await press('j', 'Enter');
      await state(page, 'REPLAY');
      await expect.poll(() => address(page)).toMatch(/^patients\/3\/kept\/\d{8}-\d{6}\?at=/);
      const began = await page.locator('.events tbody tr').first().locator('a').getAttribute('href');
      expect(decodeURIComponent(new URL(page.url()).search)).toBe(new URL(`x:/${began}`).search);
    });
  });

  test('distributions are of what is retained or of the anomalies, of one patient or the next', async () => {
    await withPage('patients/3', async (page, press) => {
      await state(page, 'LIVE');
      await press('d');
      await page.getByText(/^\d+ retained samples/).waitFor();
      await press('a');
      await page.getByText(/^\d+ anomalous samples/).waitFor();
      expect(address(page)).toBe('patients/3/distribution?list=anomalies');
      await press('[');
      await page.getByRole('heading', { name: /2 Elżbieta/ }).waitFor();
      await press('d');
      await state(page, 'LIVE');
    });
  });

  test('the help tells of every key, and takes none but its own', async () => {
    await withPage('patients/3', async (page, press) => {
      await state(page, 'LIVE');
      await press('?', 'd', 'm');
      const help = page.getByRole('dialog', { name: 'Keys and signs' });
      await help.waitFor();
      for (const words of ['play twice as fast', 'forget the marks', 'traces scroll, or sweep'])
        expect(await help.getByText(words).count()).toBe(1);
      await press('?');
      await help.waitFor({ state: 'detached' });
      await state(page, 'LIVE');
    });
  });
});
