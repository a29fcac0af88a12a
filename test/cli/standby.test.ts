import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort, RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

const INTERVAL_MS = 100;
const PATIENTS = [1, 2, 3, 4, 5, 6];

let redis: RedisServer;
let simulator: RunningFootwatch;
let args: string[];
beforeAll(async () => {
  redis = await RedisServer.start();
  simulator = new RunningFootwatch(['simulate', '--port', '0']);
  await simulator.until((run) => run.lines.length > 0);
  const api = simulator.lines[0]?.replace('listening on ', '') ?? '';
  args = ['cacher', '--base-url', api, '--redis', redis.url, '--interval', `${INTERVAL_MS}ms`];
});
afterAll(async () => {
  await simulator.end();
  await redis.stop();
});

async function readTimestamps(patient: number): Promise<number[]> {
  return (await redis.client().lrange(`${patient}_timestamp`, 0, -1)).map(Number);
}

async function waitForSamples(length: number): Promise<void> {
  while ((await Promise.all(PATIENTS.map(readTimestamps))).some((seconds) => seconds.length < length)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('two cachers of different APIs on one Redis', () => {
  test('are told of by the second in its log and at /readyz, with what to do', async () => {
    const first = new RunningFootwatch(args);
    await waitForSamples(1);
    const other = new RunningFootwatch(['simulate', '--port', '0']);
    await other.until((run) => run.lines.length > 0);
    const api = other.lines[0]?.replace('listening on ', '') ?? '';
    const port = await findFreePort();
    const otherArgs = ['cacher', '--base-url', api.replace('//', '//nurse:hunter2@'), ...args.slice(3)];
    const second = new RunningFootwatch([...otherArgs, '--metrics', `127.0.0.1:${port}`]);
    await second.until(({ stderr }) => stderr.includes('another API'));
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toMatch(
      /^a cacher of another API polls .* \(6\); give each API a redis\.keyPrefix/,
    );
    const bounded = await runFootwatch([...otherArgs, '--cycles', '3']);
    expect(bounded.exitCode).toBe(69);
    expect(bounded.stderr).toMatch(
      /footwatch: nothing was (polled|stored of \d+ polls): a cacher of another API/,
    );
    const apart = await runFootwatch([...otherArgs, '--cycles', '3'], {
      env: { FOOTWATCH_REDIS_KEY_PREFIX: 'other:' },
    });
    expect(apart.exitCode).toBe(0);
    expect(await redis.client().llen('other:3_data')).toBe(3);
    const examine = (...address: string[]) => runFootwatch(['doctor', ...address, ...args.slice(3, 5)]);
    expect(await examine('--base-url', api)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^fail {2}redis leases +6 of 6 patients are polled by a cacher of another API.*redis\.keyPrefix/m,
      ),
    });
    expect((await examine(...args.slice(1, 3))).stdout).toMatch(
      /^ok {4}redis leases +6 patients are polled/m,
    );
    const lease = await redis.client().get('3_lease');
    expect(lease).toMatch(/^[0-9a-f-]{36} [0-9a-f]{16}$/);
    const ended = await second.end('SIGTERM');
    expect(ended.stderr.split('\n').filter((line) => line.includes('another API'))).toHaveLength(1);
    expect(ended.stderr).not.toContain('hunter2');
    await first.end('SIGTERM');
    await other.end();
    await redis.client().flushall();
  });
});

describe('two cachers of the same patients', () => {
  test('store each sample once, and the second takes over when the first is killed', async () => {
    const first = new RunningFootwatch(args);
    await waitForSamples(3);
    const second = new RunningFootwatch(args);
    await second.until(({ stderr }) => stderr.includes('standing by'));
    const bounded = await runFootwatch([...args, '--cycles', '3']);
    expect(bounded.exitCode).toBe(69);
    expect(bounded.stderr).toMatch(
      /footwatch: nothing was (polled|stored of \d+ polls): another cacher polls the 6 patients\n/,
    );
    await first.end('SIGKILL');
    const lengths = (await readTimestamps(1)).length;
    await second.until(({ stderr }) => stderr.includes('taking over'));
    await waitForSamples(lengths + 5);
    const third = new RunningFootwatch(args);
    await third.until(({ stderr }) => stderr.includes('standing by'));
    const ended = await second.end('SIGTERM');
    // On a machine with much to do some polls may fail.
    const { polls, stored, failed, dropped } = JSON.parse(ended.stdout);
    expect({ stored, dropped }).toEqual({ stored: polls - failed, dropped: 0 });
    // Who ends as it should leaves its patients at once.
    await third.until(({ stderr }) => stderr.includes('taking over'));
    await third.end('SIGTERM');
    for (const patient of PATIENTS) {
      const seconds = await readTimestamps(patient);
      expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => a - b));
      const gaps = seconds.slice(1).map((at, index) => at - (seconds[index] ?? at));
      // The last sample of the first was an interval before its end at most.
      expect(Math.max(...gaps)).toBeLessThan((4 * INTERVAL_MS + 2000) / 1000 + 0.5);
      expect(Math.min(...gaps)).toBeGreaterThan(0);
    }
    expect(await redis.client().keys('*_lease')).toEqual([]);
  });
});
