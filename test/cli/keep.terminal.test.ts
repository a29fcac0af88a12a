import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { ALBERT } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';
import { TerminalRun } from './terminal-run.ts';

let redis: RedisServer;
let store: RedisStore;
let feeding: NodeJS.Timeout;
const runs: TerminalRun[] = [];

/** Stores a sample of now, as a cacher does. */
async function feed(value: number): Promise<void> {
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: false, id, value }));
  const entry = {
    timestamp: (Date.now() / 1000).toFixed(3),
    sensorsJson: JSON.stringify(sensors),
    anomalous: false,
  };
  await store.write([{ patient: 3, entries: [entry], profile: ALBERT }]);
}

beforeAll(async () => {
  redis = await RedisServer.start();
  store = new RedisStore({ target: redis.target(), commandTimeoutMs: 15_000 });
  let value = 0;
  feeding = setInterval(() => {
    value = (value + 37) % 1023;
    void feed(value);
  }, 200);
});
afterEach(() => {
  for (const run of runs.splice(0)) run.end();
});
afterAll(async () => {
  clearInterval(feeding);
  await store.close();
  await redis.stop();
});

function watch(columns: number, rows: number, env: Record<string, string> = {}): TerminalRun {
  const run = new TerminalRun(['watch', '--patient', '3', '--redis', redis.url], { columns, rows, env });
  runs.push(run);
  return run;
}

test.each([
  [80, 24],
  [120, 40],
])('K keeps, m marks, v lists and Enter plays a walk as history, at %ix%i', async (columns, rows) => {
  await redis.client().del('3_kept');
  const run = watch(columns, rows);
  await run.until((screen) => /LIVE/.test(screen));
  run.press('k');
  run.press('K');
  await run.until((screen) => /kept \d{8}-\d{6}/.test(screen));
  const [first] = (await store.kept(3)).walks;
  expect(first).toMatchObject({ profile: ALBERT, marks: [] });
  run.press('mturn K\r');
  await run.until((screen) => /marked \d\d:\d\d:\d\d/.test(screen));
  await new Promise((resolve) => setTimeout(resolve, 500));
  run.press('m\r');
  await run.until((screen) => /marked \d\d:\d\d:\d\d.*(K keeps|api)/.test(screen));
  run.press('K');
  await run.until((screen) => /kept \d{8}-\d{6}/.test(screen));
  await expect.poll(async () => (await store.kept(3)).walks.length).toBe(2);
  const [, second] = (await store.kept(3)).walks;
  expect(second?.marks.map(({ word }) => word)).toEqual(['turn K', '']);
  expect((second?.untilSeconds ?? 0) - (second?.sinceSeconds ?? 0)).toBeLessThan(30);
  run.press('mbefore\r');
  await run.until((screen) => /marked \d\d:\d\d:\d\d/.test(screen));
  run.press('v');
  await run.until((screen) => /Kept walks of patient 3/.test(screen) && screen.includes('turn K'));
  run.press('\r');
  await run.until((screen) => /replay/i.test(screen) && screen.includes(`kept ${second?.id}`));
  expect(run.screen).not.toContain('LIVE');
  expect(run.screen).toContain('Lisowski');
  run.press('\x1b');
  await run.until((screen) => /LIVE/.test(screen));
  // A mark that was set before is still there.
  run.press('m\r');
  await run.until((screen) => /marked \d\d:\d\d:\d\d/.test(screen));
  run.press('K');
  await expect
    .poll(async () => (await store.kept(3)).walks.at(-1)?.marks.map(({ word }) => word))
    .toEqual(['before', '']);
  run.press('q');
  expect(await run.ended).toBe(0);
  expect(run.isOnAlternateScreen).toBe(false);
  const [before, after] = run.terminalSettings;
  expect(after).toBe(before);
});

test('what cannot be kept is told in one line, and hidden names stay hidden in a kept walk', async () => {
  const run = watch(120, 40, { FOOTWATCH_KEEP_MAX_BYTES: '10' });
  await run.until((screen) => /LIVE/.test(screen));
  run.press('K');
  await run.until((screen) => /not kept: .*keep\.maxBytes/.test(screen));
  await runFootwatch(['keep', '--patient', '3', '--note', 'Albert limps', '--redis', redis.url]);
  run.press('P');
  await run.until((screen) => !screen.includes('Lisowski'));
  run.press('v');
  await run.until((screen) => /Kept walks of patient 3/.test(screen) && /▸ {1,2}\d/.test(screen));
  expect(run.screen).not.toContain('limps');
  run.press('\r');
  await run.until((screen) => /replay/i.test(screen));
  expect(run.screen).not.toContain('Lisowski');
  run.press('q');
  expect(await run.ended).toBe(0);
});
