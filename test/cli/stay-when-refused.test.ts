import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

test.each([
  ['a wrong flag', { FOOTWATCH_BASE_URL: 'http://127.0.0.1:9/' }, ['cacher', '--interval', 'soon'], 2],
  ['a wrong setting', { FOOTWATCH_BASE_URL: 'nonsense' }, ['cacher'], 78],
] as const)(
  'with STAY_WHEN_REFUSED=1 a service that is refused for %s stays until it is told to end',
  async (_, env, args, exitCode) => {
    const running = new RunningFootwatch([...args], { env: { ...env, STAY_WHEN_REFUSED: '1' } });
    await running.until((run) => run.stderr.includes('\n'));
    await delay(300);
    expect(running.child.exitCode).toBeNull();
    const ended = await running.end('SIGTERM');
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  },
);

test('without it, and where a command failed otherwise, it ends at once', async () => {
  expect((await runFootwatch(['cacher', '--interval', 'soon'])).exitCode).toBe(2);
  const unreachable = { FOOTWATCH_REDIS: 'redis://127.0.0.1:9', STAY_WHEN_REFUSED: '1' };
  expect((await runFootwatch(['watch', '--once', '--patient', '3'], { env: unreachable })).exitCode).toBe(69);
});
