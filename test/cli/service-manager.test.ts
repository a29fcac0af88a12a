import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RunningFootwatch } from './run-footwatch.ts';

/** A folder with a systemd-notify that writes down what it is told. */
function makeStandIn(): { readonly folder: string; told(): string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'footwatch-notify-'));
  const notes = join(folder, 'told');
  const program = join(folder, 'systemd-notify');
  writeFileSync(program, `#!/bin/sh\necho "$@" >>${notes}\n`);
  chmodSync(program, 0o755);
  return { folder, told: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd().split('\n') : []) };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(20);
}

const ARGUMENTS = [
  'cacher',
  '--base-url',
  'http://127.0.0.1:9/',
  '--redis',
  'redis://127.0.0.1:9',
  '--log-level',
  'error',
];

test.concurrent('under systemd the cacher says when it works, that it still runs, and when it ends; not while it hangs', async () => {
  const { folder, told } = makeStandIn();
  const env = { PATH: `${folder}:${process.env.PATH}`, NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '200000' };
  const cacher = new RunningFootwatch(ARGUMENTS, { env });
  await until(() => told().filter((words) => words === 'WATCHDOG=1').length >= 3);
  expect(told()[0]).toBe('--ready');
  cacher.child.kill('SIGSTOP');
  await delay(300);
  const whileHung = told().length;
  await delay(500);
  expect(told()).toHaveLength(whileHung);
  cacher.child.kill('SIGCONT');
  await cacher.end('SIGTERM');
  // A note of the watchdog that was under way may come after it.
  await until(() => told().includes('STOPPING=1'));
});

test.concurrent('without systemd it tells nobody, and where systemd-notify is missing it says so once', async () => {
  const { folder, told } = makeStandIn();
  const alone = new RunningFootwatch([...ARGUMENTS, '--duration', '300ms'], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  await alone.ended;
  expect(told()).toEqual([]);
  const env = { PATH: '/nowhere', NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '100000' };
  const untold = new RunningFootwatch([...ARGUMENTS.slice(0, -1), 'warn', '--duration', '1s'], { env });
  const { stderr } = await untold.ended;
  expect(stderr.match(/systemd is not told/g)).toHaveLength(1);
});

test.concurrent('a process that is not the one watched answers no watchdog', async () => {
  const { folder, told } = makeStandIn();
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    NOTIFY_SOCKET: '/nowhere',
    WATCHDOG_USEC: '100000',
    WATCHDOG_PID: '1',
  };
  await new RunningFootwatch([...ARGUMENTS, '--duration', '500ms'], { env }).ended;
  expect(told()).not.toContain('WATCHDOG=1');
});
