import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's; downloads of browsers are not available everywhere. */
const EXECUTABLE = '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts a browser without a window. */
export function startBrowser(): Promise<Browser> {
  // Its sandbox needs rights that root in a container does not have.
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** Opens a page that counts what goes wrong in it. */
export async function openPage(
  browser: Browser,
  url: string,
  {
    width = 1280,
    height = 900,
    prepare,
    ...options
  }: BrowserContextOptions & {
    readonly width?: number;
    readonly height?: number;
    /** Is called before the page is loaded. */
    readonly prepare?: (page: Page) => Promise<unknown>;
  } = {},
): Promise<{ readonly page: Page; readonly problems: string[]; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'dark', ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:'))
      problems.push(`a request to ${request.url()}`);
  });
  await prepare?.(page);
  await page.goto(url);
  return { page, problems, close: () => context.close() };
}

/** Brings axe-core into the page: its policy lets no other script in, but the debugger. */
export async function loadAxe(page: Page): Promise<() => Promise<string[]>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  return async () => {
    const { result } = await session.send('Runtime.evaluate', {
      expression: `axe.run(document).then(({ passes, violations }) => JSON.stringify((passes.length > 10 ? [] : ['too little was looked at']).concat(violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))))`,
      awaitPromise: true,
      returnByValue: true,
    });
    return JSON.parse(String(result.value));
  };
}
