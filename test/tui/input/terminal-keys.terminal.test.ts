import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { KEY_MAP } from '../../../src/core/keys/key-map.ts';
import { FOOTWATCH } from '../../cli/run-footwatch.ts';
import { TerminalRun } from '../../cli/terminal-run.ts';
import { listKeyBytes } from './key-bytes.ts';

/** How long a byte takes at 9600 baud. */
const BYTE_MS = 10 / 9.6;
/** A key counts only if the test itself was not held up for longer than the program waits. */
const MAX_HELD_UP_MS = 40;

const runs: TerminalRun[] = [];
function start(...parts: ConstructorParameters<typeof TerminalRun>): TerminalRun {
  const run = new TerminalRun(...parts);
  runs.push(run);
  return run;
}
afterEach(() => {
  for (const run of runs.splice(0)) run.end();
});

/** Sends bytes one by one, and tells how long the longest wait between two was. */
async function pressApart(run: TerminalRun, bytes: string, waitMs: number): Promise<number> {
  let longestMs = 0;
  run.holdAnswers();
  let sentMs = performance.now();
  for (const byte of bytes) {
    if (byte !== bytes[0]) await sleep(waitMs);
    longestMs = Math.max(longestMs, performance.now() - sentMs);
    sentMs = performance.now();
    run.press(byte);
  }
  run.releaseAnswers();
  return longestMs;
}

async function startFrozen(): Promise<TerminalRun> {
  const run = start(['demo', '--patient', '3']);
  await run.until((screen) => /3 Albert Lisowski.*LIVE/.test(screen));
  // Samples of some seconds, so that there is an earlier one.
  await sleep(1500);
  run.press(' ');
  await run.until((screen) => /FROZEN at/.test(screen));
  return run;
}

describe('an arrow key in pieces', () => {
  test.each([1, 50, 300, 700])('whose bytes come %i ms apart opens no other patient', async (waitMs) => {
    const run = await startFrozen();
    const tops = new Set<string>();
    const watch = (isThere: (screen: string) => boolean) =>
      run.until((screen) => {
        tops.add(/footwatch +(\d+) /.exec(screen)?.[1] ?? '');
        return isThere(screen);
      });
    const [frozen = ''] = /FROZEN at \S+/.exec(run.screen) ?? [];
    const longestMs = await pressApart(run, '\x1b[D', waitMs);
    await watch((screen) => !screen.includes(frozen));
    const endMs = performance.now() + 1500;
    await watch(() => performance.now() > endMs);
    // After more than a second, as on a machine with much to do, a bracket is a key.
    if (longestMs < 1000) expect([...tops]).toEqual(['3']);
    if (/LIVE/.test(run.screen)) expect(run.screen).toContain('the freeze of patient 3 ended');
    run.press('?');
    await run.until((screen) => /this help/.test(screen));
  });
});

describe('what is no key', () => {
  test('does nothing, however slowly it comes: replies and a paste', async () => {
    const run = await startFrozen();
    const replies = [
      '\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\',
      '\x1b[?62;22;52c',
      '\x1b[0n',
      '\x1b[I',
      '\x1bP>|XTerm(370)\x1b\\',
    ];
    for (const bytes of [...replies, '\x1b[200~q?w]P\r\x1b[201~', '\x1b[M`*%']) {
      run.press(bytes);
      await pressApart(run, bytes.replaceAll('\x1b\\', '\x07'), BYTE_MS);
    }
    run.press('+');
    await run.until((screen) => /15 s|7\.5 s/.test(screen));
    expect(run.screen).toMatch(/3 Albert Lisowski.*FROZEN at/);
  });

  test('goes into find when it is a paste, as text on one line', async () => {
    const run = start(['demo']);
    await run.until((screen) => /6 .*Łucja/.test(screen));
    run.press('/');
    run.press('\x1b[200~Lis\r\nq\x1b[201~');
    await run.until((screen) => /Lis q/.test(screen));
    run.press('\x17\x7f\r');
    await run.until((screen) => /1 of 6/.test(screen));
    run.press('\r');
    await run.until((screen) => /footwatch +3 Albert Lisowski/.test(screen));
  });
});

test('every key of the key map acts at 9600 baud, also with arrows and keypad in application mode', async () => {
  const program = fileURLToPath(new URL('./print-keys.mjs', import.meta.url));
  const run = start([], { program });
  await run.until(() => run.output.includes('ready'));
  const count = () => run.output.split('key ').length - 1;
  for (const key of KEY_MAP.flatMap(({ keys }) => keys).filter((name) => name !== 'C-c')) {
    for (const bytes of listKeyBytes(key)) {
      let heldUpMs = Number.POSITIVE_INFINITY;
      while (heldUpMs > MAX_HELD_UP_MS) {
        const before = count();
        heldUpMs = await pressApart(run, bytes, BYTE_MS);
        await run.until(() => count() > before);
        // A sequence that the test itself delayed is a late tail.
        if (heldUpMs > MAX_HELD_UP_MS) await sleep(1100);
      }
      expect(run.output.trimEnd().split('\n').at(-1)?.trimEnd()).toBe(`key ${key}`);
    }
  }
  run.press('\x03');
  expect(await run.ended).toBe(0);
});

test('Esc and a key that tmux sends together, because they come within its escape-time, are Esc and then the key', async () => {
  const program = fileURLToPath(new URL('./in-tmux.mjs', import.meta.url));
  const run = start([FOOTWATCH, 'demo', '--patient', '3'], { program });
  await run.until((screen) => /3 Albert Lisowski.*LIVE/.test(screen));
  run.press('d');
  await run.until((screen) => /Distribution/.test(screen));
  run.press('\x1b');
  await sleep(200);
  run.press('?');
  await run.until((screen) => /this help/.test(screen));
  run.press('?');
  await run.until((screen) => /Pressure/.test(screen));
  run.press('\x1b[D');
  await run.until((screen) => /3 Albert Lisowski.*FROZEN at/.test(screen));
  run.press('q');
  expect(await run.ended).toBe(0);
});

test('a longer watch.escapeTimeout takes pieces that come later for one key', async () => {
  const run = start(['demo', '--patient', '3', '--escape-timeout', '1s']);
  await run.until((screen) => /3 Albert Lisowski.*LIVE/.test(screen));
  await sleep(1500);
  await pressApart(run, '\x1b[D', 300);
  await run.until((screen) => /FROZEN at/.test(screen));
  await pressApart(run, '\x1b[1;2D', 50);
  await run.until((screen) => /FROZEN at/.test(screen));
  run.press('q');
  expect(await run.ended).toBe(0);
});
