import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IPty } from '@lydell/node-pty';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AT } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { cleanEnvironment, FOOTWATCH } from './run-footwatch.ts';
import { readScreen } from './screen-text.ts';
import { startSimulator } from './start-footwatch.ts';

const { Terminal } = xterm;
vi.setConfig({ testTimeout: 180_000 });
/** On a machine with much else to do, a program starts slowly. */
const PATIENCE = { timeout: 60_000 };
const RECORDER = fileURLToPath(new URL('./exit-recorder.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'footwatch-hang-up-'));
const WAYS = ['allOnTerminal', 'stderrElsewhere', 'toldTwice', 'untold'] as const;
let runs = 0;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Starts footwatch on a terminal that can be taken away, unless another one is started after it: that would keep it open. */
function startOnTerminal(way: (typeof WAYS)[number], args: readonly string[]) {
  const file = join(folder, `ended-${runs++}`);
  const terminal: IPty = pty.spawn(
    process.execPath,
    [RECORDER, file, way, process.execPath, FOOTWATCH, ...args],
    {
      name: 'xterm-256color',
      cols: 80,
      rows: 24,
      env: cleanEnvironment({ TERM: 'xterm-256color' }),
    },
  );
  const emulated = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  // It answers when it is asked how far it has read.
  emulated.onData((answer) => terminal.write(answer));
  terminal.onData((text) => emulated.write(text));
  const close = () => (terminal as IPty & { destroy(): void }).destroy();
  onTestFinished(close);
  return {
    async until(text: string) {
      await expect.poll(() => readScreen(emulated).includes(text), PATIENCE).toBe(true);
    },
    /** Takes the terminal away, as when a window is closed or a connection is lost, and waits for the end. */
    async hangUp(): Promise<Ended> {
      close();
      await expect
        .poll(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('}'), PATIENCE)
        .toBe(true);
      return JSON.parse(readFileSync(file, 'utf8'));
    },
  };
}

const recording = join(folder, 'walk.ndjson');
writeFileSync(
  recording,
  Array.from(
    { length: 400 },
    (_, at) =>
      `{"patient":3,"timestamp":${(AT + at * 0.3).toFixed(3)},"sensors":[{"anomaly":false,"id":0,"value":500}]}\n`,
  ).join(''),
);

test.each(WAYS)('a terminal that goes away ends demo with exit code 129, silently (%s)', async (way) => {
  const run = startOnTerminal(way, ['demo', '--patient', '1']);
  await run.until('LIVE');
  expect(await run.hangUp()).toEqual({ code: 129, signal: null, stderr: '' });
});

test.each([
  ['the dashboard', [], 'REPLAY'],
  ['lines', ['--plain'], '3 -  replay'],
  ['JSON', ['--json'], '"patient":3'],
])('… and replay as %s', async (_, flags, shown) => {
  const run = startOnTerminal('stderrElsewhere', ['replay', recording, ...flags]);
  await run.until(shown);
  expect(await run.hangUp()).toEqual({ code: 129, signal: null, stderr: '' });
});

test.each([
  ['the dashboard', [], 'REPLAY', 'untold'],
  ['lines', ['--plain'], '3 -  replay', 'untold'],
] as const)('… also %s of replay that no signal tells', async (_, flags, shown, way) => {
  const run = startOnTerminal(way, ['replay', recording, ...flags]);
  await run.until(shown);
  expect(await run.hangUp()).toEqual({ code: 129, signal: null, stderr: '' });
});

test('… and watch, whose recording is complete, and a foreground cacher, which first stores what it holds', async () => {
  const [redis, api] = await Promise.all([RedisServer.start(), startSimulator()]);
  onTestFinished(() => redis.stop());
  const client = redis.client();
  onTestFinished(() => client.disconnect());
  const cacher = startOnTerminal('toldTwice', [
    'cacher',
    '--base-url',
    api,
    '--redis',
    redis.url,
    '--patients',
    '3',
  ]);
  await expect.poll(() => client.llen('3_data'), PATIENCE).toBeGreaterThan(2);
  const recorded = join(folder, 'recorded.ndjson');
  const watch = startOnTerminal('stderrElsewhere', [
    'watch',
    '--patient',
    '3',
    '--redis',
    redis.url,
    '--record',
    recorded,
  ]);
  await watch.until('LIVE');
  await expect.poll(() => readFileSync(recorded, 'utf8'), PATIENCE).toMatch(/}\n/);
  expect(await watch.hangUp()).toEqual({ code: 129, signal: null, stderr: '' });
  expect(readFileSync(recorded, 'utf8')).toMatch(/}\n$/);
  const lines = startOnTerminal('allOnTerminal', ['watch', '--redis', redis.url, '--plain']);
  await lines.until('live');
  expect(await lines.hangUp()).toMatchObject({ code: 129, signal: null });

  const stored = await client.llen('3_data');
  // Redis answers no write for a while: samples are held.
  await client.call('CLIENT', 'PAUSE', '3000', 'WRITE');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await cacher.hangUp()).toMatchObject({ code: 129, signal: null });
  expect(await client.llen('3_data')).toBeGreaterThan(stored + 3);
});
