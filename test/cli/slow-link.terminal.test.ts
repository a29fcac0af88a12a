import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type SlowLink, SlowTerminal } from './slow-terminal.ts';

/** On a machine with much else to do, a program starts slowly. */
const PATIENCE = { timeout: 60_000 };
/** Looks that come further apart tell that the machine has no time for either program: for a while nothing is judged. */
const MAX_LOOK_MS = 200;
const BUSY_MS = 4000;

const started: SlowTerminal[] = [];
afterEach(() => {
  for (const terminal of started.splice(0)) terminal.end();
});

/** What stood on the screen: how old LIVE was by the clock beside it, at worst, and every other word in its place. */
interface Seen {
  worstLiveSeconds: number;
  liveLooks: number;
  behindLooks: number;
  words: Set<string>;
}

function watchSlowly(link: SlowLink, args: readonly string[] = [], env: Record<string, string> = {}) {
  const seen: Seen = { worstLiveSeconds: 0, liveLooks: 0, behindLooks: 0, words: new Set() };
  let lookedMs = performance.now();
  let busyUntilMs = 0;
  const terminal = new SlowTerminal(
    ['demo', '--patient', '3', ...args],
    link,
    (screen) => {
      const nowMs = performance.now();
      if (nowMs - lookedMs > MAX_LOOK_MS) busyUntilMs = nowMs + BUSY_MS;
      lookedMs = nowMs;
      const [top = ''] = screen.split('\n');
      const clock = /(\d\d):(\d\d):(\d\d) *$/.exec(top);
      if (/BEHIND/.test(top)) seen.behindLooks++;
      if (!/LIVE/.test(top) || !clock) return;
      const [, hours, minutes, seconds] = clock.map(Number);
      const shown = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
      const now = (Date.now() / 1000) % 86_400;
      seen.liveLooks++;
      if (nowMs < busyUntilMs) return;
      seen.worstLiveSeconds = Math.max(seen.worstLiveSeconds, now - shown);
    },
    { env },
  );
  started.push(terminal);
  return { terminal, seen };
}

/** The clock shows whole seconds: by it, what is 2 s old can be shown with up to a second more. */
const MAX_LIVE_SECONDS = 2;

describe('LIVE is never over two seconds old by the clock beside it', () => {
  test.each([
    ['960 B/s', { bytesPerSecond: 960 }, 30_000],
    ['3,000 B/s', { bytesPerSecond: 3000 }, 20_000],
    ['10,000 B/s', { bytesPerSecond: 10_000 }, 12_000],
    ['a latency of 1.5 s', { bytesPerSecond: 50_000, latencyMs: 1500 }, 15_000],
  ] as const)(
    'over %s, from the first picture on, while help opens and closes',
    async (_, link, ms) => {
      const { terminal, seen } = watchSlowly(link);
      await expect.poll(() => seen.liveLooks + seen.behindLooks, PATIENCE).toBeGreaterThan(0);
      await sleep(ms / 2);
      terminal.press('?');
      await sleep(ms / 4);
      terminal.press('?');
      await sleep(ms / 4);
      expect(seen.worstLiveSeconds).toBeLessThanOrEqual(MAX_LIVE_SECONDS);
      // Frames that nobody has seen yet do not pile up.
      expect(terminal.queuedBytes).toBeLessThan(12_000);
    },
    120_000,
  );

  test('inside tmux with --link-rate, where the answers say nothing', async () => {
    const { terminal, seen } = watchSlowly({ bytesPerSecond: 3000 }, ['--link-rate', '3000'], {
      TMUX: '/x,1,0',
    });
    await expect.poll(() => seen.liveLooks + seen.behindLooks, PATIENCE).toBeGreaterThan(0);
    await sleep(15_000);
    expect(terminal.screen).toContain('link ?');
    expect(terminal.screen).not.toMatch(/link [<>]/);
    expect(seen.worstLiveSeconds).toBeLessThanOrEqual(MAX_LIVE_SECONDS);
    expect(terminal.queuedBytes).toBeLessThan(12_000);
  }, 120_000);
});

test('a link of 1.5 s is said to be behind, and measured on the bottom bar', async () => {
  const { terminal } = watchSlowly({ bytesPerSecond: 50_000, latencyMs: 1500 });
  await expect.poll(() => terminal.screen, PATIENCE).toMatch(/\d s BEHIND.*link [<>]\d+ ms/s);
}, 120_000);

test('a fast link is live, and its round trip is on the bottom bar', async () => {
  const { terminal } = watchSlowly({ bytesPerSecond: 10_000_000 });
  await expect.poll(() => terminal.screen, PATIENCE).toMatch(/LIVE.*link <\d+ ms/s);
}, 120_000);

test('no answer is left for the shell, whenever it is quit', async () => {
  for (const [wait, bytesPerSecond] of [
    [1500, 3000],
    [2500, 3000],
    [4000, 10_000],
  ] as const) {
    const script =
      'stty -echo; "$0" "$@"; sleep 2.5; stty -icanon min 0 time 0; dd bs=1 count=99 2>/dev/null | od -An -c';
    const terminal = new SlowTerminal(['demo', '--patient', '3'], { bytesPerSecond }, () => {}, {
      program: 'sh',
      programArgs: ['-c', script, process.execPath, (await import('./run-footwatch.ts')).FOOTWATCH],
    });
    started.push(terminal);
    await sleep(wait);
    terminal.press('q');
    await terminal.ended;
    await sleep(500);
    expect(terminal.screen).not.toContain('033');
  }
}, 60_000);
