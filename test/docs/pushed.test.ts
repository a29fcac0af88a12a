import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { cleanEnvironment, FOOTWATCH, runFootwatch } from '../cli/run-footwatch.ts';
import { findFreePort, RedisServer } from '../store/redis/redis-server.ts';
import { findDocumentedCommands } from './documented-commands.ts';

const FRAMES = 60;
const numbers = Array.from({ length: FRAMES }, (_, n) => n);
const toHex = (value: number) =>
  value
    .toString(16)
    .padStart(4, '0')
    .replace(/(..)(..)/, '$2 $1');
/** What stands in for the programs that talk to devices: each prints what its device sends, and ends. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  mosquitto_sub: numbers.map((n) =>
    JSON.stringify({
      device: n % 2 === 0 ? 'a7f-22' : 'a7f-31',
      t: 1000 + n * 20,
      left: [n, 1, 2],
      right: [3, 4, 5],
    }),
  ),
  gatttool: [
    'Characteristic value was written successfully',
    ...numbers.map(
      (n) => `Notification handle = 0x0011 value: ${[n, 1, 2, 3, 4, 1023].map(toHex).join(' ')} `,
    ),
  ],
  stty: [],
};
const SERIAL = ['00,7,7', ...numbers.map((n) => `${182_000 + n * 10},${n},1,2,3,4,950`)];

const folder = mkdtempSync(join(tmpdir(), 'footwatch-pushed-docs-'));
let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
  symlinkSync(FOOTWATCH, join(folder, 'footwatch'));
  symlinkSync(process.execPath, join(folder, 'node'));
  symlinkSync(resolve('docs'), join(folder, 'docs'));
  writeFileSync(join(folder, 'serial'), `${SERIAL.join('\r\n')}\r\n`);
  for (const [name, lines] of Object.entries(STAND_INS)) {
    writeFileSync(join(folder, `${name}.txt`), lines.map((line) => `${line}\n`).join(''));
    writeFileSync(join(folder, name), `#!/bin/sh\nexec cat ${join(folder, `${name}.txt`)}\n`, {
      mode: 0o755,
    });
  }
});
afterAll(() => redis.stop());

let databases = 0;
const nextStore = () => `${redis.url.replace(/\/$/, '')}/${databases++}`;

/** Runs a line of the page in a shell. */
function startLine(
  line: string,
  url: string,
  path: string,
): { child: ChildProcess; ended: Promise<[number | null, string]> } {
  const here = line.replaceAll('/dev/ttyUSB0', join(folder, 'serial'));
  const child = spawn('bash', ['-c', `set -o pipefail; ${here}`], {
    cwd: folder,
    detached: true,
    env: { ...cleanEnvironment({ FOOTWATCH_REDIS: url }), PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, 'SIGKILL');
  });
  let output = '';
  const collect = (text: string) => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  return { child, ended: new Promise((done) => child.on('close', (exitCode) => done([exitCode, output]))) };
}

async function readFirstReadings(url: string): Promise<Record<number, number[]>> {
  const { stdout } = await runFootwatch(['export', '--redis', url]);
  const byPatient: Record<number, number[]> = {};
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const { patient, sensors } = JSON.parse(line) as { patient: number; sensors: { value: number }[] };
    byPatient[patient] = [...(byPatient[patient] ?? []), sensors[0]?.value ?? -1];
  }
  return byPatient;
}

const COMMANDS = findDocumentedCommands(readFileSync('docs/pushed.md', 'utf8'));
const isEven = (n: number) => n % 2 === 0;

describe('docs/pushed.md', () => {
  test('shows three programs that push', () => {
    expect(COMMANDS.map((line) => line.split(' ')[0])).toEqual(['mosquitto_sub', 'gatttool', 'stty']);
  });

  test.each(COMMANDS)('%s', async (line) => {
    const url = nextStore();
    const [exitCode, output] = await startLine(line, url, `${folder}${delimiter}${process.env.PATH}`).ended;
    expect(exitCode, output).toBe(0);
    expect(await readFirstReadings(url)).toEqual(
      line.startsWith('mosquitto')
        ? { 1: numbers.filter(isEven), 2: numbers.filter((n) => !isEven(n)) }
        : { 3: numbers },
    );
  });

  const broker = spawnSync('which', ['mosquitto']).status === 0 ? 'mosquitto' : null;
  test.runIf(broker !== null)(
    'takes messages of a real broker, each once, also those sent while it was away',
    { timeout: 60_000 },
    async () => {
      const port = await findFreePort();
      const file = join(folder, 'mosquitto.conf');
      writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n`);
      const server = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
      onTestFinished(() => void server.kill('SIGKILL'));
      const url = nextStore();
      const line = (COMMANDS[0] ?? '').replace('-h 127.0.0.1', `-h 127.0.0.1 -p ${port}`);
      const publish = (from: number, to: number) =>
        spawnSync('mosquitto_pub', ['-p', String(port), '-t', 'insoles/hall', '-q', '1', '-l'], {
          input: (STAND_INS.mosquitto_sub ?? [])
            .slice(from, to)
            .map((each) => `${each}\n`)
            .join(''),
        });
      const until = async (isMet: () => Promise<boolean> | boolean) => {
        while (!(await isMet())) await new Promise((resolve) => setTimeout(resolve, 50));
      };
      const client = redis.client();
      onTestFinished(() => void client.disconnect());
      await client.select(Number(url.split('/').at(-1)));
      const isStored = (count: number) => async () =>
        (await client.llen('1_data')) + (await client.llen('2_data')) >= count;
      const run = async (count: number) => {
        const { child, ended } = startLine(line, url, `${process.env.PATH}${delimiter}${folder}`);
        await until(isStored(count));
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
        await ended;
      };
      await until(() => publish(0, 0).status === 0);
      // A session that lasts begins with the first subscription.
      spawnSync('mosquitto_sub', [
        '-p',
        String(port),
        '-t',
        'insoles/#',
        '-q',
        '1',
        '-c',
        '-i',
        'footwatch',
        '-E',
      ]);
      publish(0, 20);
      await run(20);
      publish(20, FRAMES);
      await run(FRAMES);
      expect(await readFirstReadings(url)).toEqual({
        1: numbers.filter(isEven),
        2: numbers.filter((n) => !isEven(n)),
      });
    },
  );
});
