import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { cleanEnvironment, FOOTWATCH, RunningFootwatch, runFootwatch } from './run-footwatch.ts';
import { TerminalRun } from './terminal-run.ts';

const COMMANDS = [
  ...[
    'cacher',
    'watch',
    'simulate',
    'demo',
    'anomalies',
    'export',
    'import',
    'replay',
    'erase',
    'check',
    'doctor',
    'config show',
    'config validate',
  ],
  ...['completion bash', 'completion zsh', 'completion fish', 'completion patients'],
];

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

/** Runs a line of bash in which `footwatch` is the one that is built. */
async function runShell(line: string) {
  const script = `footwatch() { '${process.execPath}' '${FOOTWATCH}' "$@"; }; ${line}`;
  const child = spawn('bash', ['-c', script], { env: cleanEnvironment(), timeout: 15_000 });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
}

describe.concurrent('help', () => {
  test.each(COMMANDS)('of %s is on stdout, and has examples of that command', async (name) => {
    const run = await runFootwatch([...name.split(' '), '--help']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(new RegExp(`Examples:\\n.*footwatch ${name}`));
  });

  test('of the program lists every command, and has examples', async () => {
    for (const args of [['--help'], ['help']]) {
      const run = await runFootwatch(args);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.stdout).toMatch(/\nExamples:\n {2}footwatch demo\n/);
      for (const name of COMMANDS) expect(run.stdout).toMatch(new RegExp(`^  ${name.split(' ')[0]} `, 'm'));
    }
    expect((await runFootwatch(['help', 'check'])).stdout).toContain('--max-age');
  });
});

describe.concurrent('pipes', () => {
  test.each([
    ['a reader that ends before the first line', 'config show', 'true'],
    ['a reader that ends after it', 'demo --plain', 'head -1'],
  ])('%s is a good end', async (_, command, reader) => {
    expect(
      await runShell(`footwatch ${command} | ${reader} >/dev/null; echo \${PIPESTATUS[0]}`),
    ).toMatchObject({
      stdout: '0\n',
      stderr: '',
    });
  });

  test('footwatch goes on when nobody reads its messages', async () => {
    const away = await RedisServer.start();
    const watch = new RunningFootwatch(['watch', '--patient', '3', '--redis', away.url]);
    await watch.until((run) => run.lines.length > 0);
    watch.child.stderr?.destroy();
    // The message that Redis is down is lost, and the lines go on.
    await away.stop();
    const printed = watch.lines.length;
    await watch.until((run) => run.lines.length > printed + 3);
    expect((await watch.end('SIGTERM')).exitCode).toBe(143);
  });

  test.skipIf(process.platform !== 'linux')(
    'a full disk is a failure that is reported in one line',
    async () => {
      expect(await runShell('footwatch config show > /dev/full; echo $?')).toMatchObject({
        stdout: '1\n',
        stderr: 'footwatch: the output could not be written: ENOSPC\n',
      });
    },
  );
});

describe('--quiet', () => {
  test('prints nothing of what is right', async () => {
    const passed = await runFootwatch([
      'check',
      '-q',
      '--patient',
      '3',
      '--max-anomalies',
      '0',
      '--redis',
      redis.url,
    ]);
    expect(passed).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const doctor = await runFootwatch(['doctor', '--quiet', '--redis', redis.url]);
    expect(
      doctor.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 4)),
    ).toEqual(['warn', 'warn']);
  });

  test('still prints what is wrong', async () => {
    const run = await runFootwatch([
      'check',
      '-q',
      '--patient',
      '3',
      '--min-samples',
      '1',
      '--redis',
      redis.url,
    ]);
    expect(run).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^failed /) });
  });

  test('logs errors only', async () => {
    const args = ['cacher', '--base-url', 'http://127.0.0.1:9/', '--redis', redis.url, '--cycles', '1'];
    const [loud, quiet] = await Promise.all([
      runFootwatch(args),
      runFootwatch([...args, '--patients', '11-16', '-q']),
    ]);
    expect(loud.stderr).toContain('cacher started');
    expect(quiet.stderr).toBe('footwatch: nothing was stored of 6 polls; the API: connection refused\n');
    expect(JSON.parse(quiet.stdout)).toMatchObject({ polls: 6 });
  });
});

describe('NO_COLOR', () => {
  test('removes the colours from the log on a terminal', async () => {
    const args = ['cacher', '--base-url', 'http://127.0.0.1:9/', '--redis', redis.url, '--cycles', '1'];
    const coloured = new TerminalRun(args);
    const plain = new TerminalRun([...args, '--patients', '11-16'], { env: { NO_COLOR: '1' } });
    await Promise.all([coloured.ended, plain.ended]);
    expect(coloured.output).toContain('\u001b[3');
    expect(plain.output).toContain('cacher started');
    expect(plain.output).not.toContain('\u001b');
  });
});
