import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { SIX } from '../src/core/insole/built-in-insoles.ts';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { endWithBench } from './end-with-bench.ts';
import { writeTable } from './write-table.ts';

/**
 * Compares `footwatch export` of one patient's long history with `redis-cli lrange | jq`, which prints only the sensors, without
 * their timestamps.
 */
const SAMPLES = Number(process.argv[2] ?? 1_000_000);
const SAMPLES_PER_PUSH = 5000;
const FIRST_SECONDS = 1_795_465_522;
const INTERVAL_SECONDS = 0.3;

interface Cost {
  readonly seconds: number;
  readonly lines: number;
  readonly peakMegabytes: number;
}

async function fill(client: Redis): Promise<void> {
  for (let from = 0; from < SAMPLES; from += SAMPLES_PER_PUSH) {
    const indexes = Array.from({ length: Math.min(SAMPLES_PER_PUSH, SAMPLES - from) }, (_, i) => from + i);
    await client
      .multi()
      .rpush('3_data', ...indexes.map(sensorsAt))
      .rpush('3_timestamp', ...indexes.map((i) => (FIRST_SECONDS + i * INTERVAL_SECONDS).toFixed(3)))
      .exec();
  }
}

function sensorsAt(index: number): string {
  return JSON.stringify(
    SIX.sensors.map(({ id }) => ({
      anomaly: index % 50 === 0 && id === 1,
      id,
      value: (index * (id + 7)) % 1024,
    })),
  );
}

/** Runs a shell command, counts the lines of its output and discards them; null when the command fails. */
async function measure(command: string, environment: Readonly<Record<string, string>>): Promise<Cost | null> {
  const startedMs = performance.now();
  const child = endWithBench(
    spawn('bash', ['-c', `set -o pipefail; ${command}`], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) lines++;
  });
  const closed = once(child, 'close');
  const peakMegabytes = await measurePeak(child, closed);
  await closed;
  const seconds = (performance.now() - startedMs) / 1000;
  return child.exitCode === 0 ? { seconds, lines, peakMegabytes } : null;
}

/** Sums the peak RSS of a process and of its children, megabytes; 0 where the kernel does not report it. */
async function measurePeak(child: ChildProcess, closed: Promise<unknown>): Promise<number> {
  const peaks = new Map<string, number>();
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  while (!isClosed) {
    for (const pid of [String(child.pid), ...listChildren(String(child.pid))]) {
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1];
      if (peak !== undefined) peaks.set(pid, Number(peak) / 1024);
    }
    await Promise.race([sleep(50), closed]);
  }
  return [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
}

function listChildren(pid: string): string[] {
  return readOrNothing(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const redis = await RedisServer.start();
try {
  const client = redis.client();
  await fill(client);
  const footwatch = 'exec node dist/bin/footwatch.js export --patient 3';
  const commands = [
    ['export, ndjson', `${footwatch} --format ndjson`],
    ['export, csv', `${footwatch} --format csv`],
    ['redis-cli lrange', `redis-cli -p ${redis.port} lrange 3_data 0 -1`],
    ['redis-cli lrange \\| jq -c', `redis-cli -p ${redis.port} lrange 3_data 0 -1 | jq -c .`],
  ] as const;
  const rows: string[][] = [];
  for (const [name, command] of commands) {
    const cost = await measure(command, { FOOTWATCH_REDIS: redis.url });
    rows.push(
      cost === null
        ? [name, 'not available on this machine', '', '', '']
        : [
            name,
            String(cost.lines),
            cost.seconds.toFixed(1),
            Math.round(cost.lines / cost.seconds).toLocaleString('en'),
            cost.peakMegabytes.toFixed(0),
          ],
    );
  }
  writeTable(
    `Export: ${SAMPLES.toLocaleString('en')} samples of one patient; the peak of both sides of a pipe is added up`,
    ['command', 'lines', 's', 'lines/s', 'peak RSS, MB'],
    rows,
  );
} finally {
  await redis.stop();
}
