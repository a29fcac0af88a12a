import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Redis } from 'ioredis';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { endWithBench } from './end-with-bench.ts';
import { startLeanApi } from './start-lean-api.ts';
import { writeTable } from './write-table.ts';

/**
 * Compares the cacher with got, the cacher with undici, and the design that it replaces (bench/peers/seed_cacher.py), beside
 * polling alone (bench/bare-undici.ts), one after another on one machine, with API and Redis beside them. Start-up and the first ten seconds are not measured.
 */
const PATIENTS = (process.argv[2] ?? '100,300,500,1000,3000').split(',').map(Number);
const INTERVAL_SECONDS = 0.3;
const WARM_UP_MS = 10_000;
const MEASURED_MS = 10_000;
const MAX_SAMPLED_PATIENTS = 300;
const TICKS_PER_SECOND = 100;
const PEER = 'bench/peers/seed_cacher.py';
const FOOTWATCH = 'dist/bin/footwatch.js';

interface Figures {
  readonly pollsASecond: number;
  readonly cpuMicrosecondsASample: number;
  readonly gapsSeconds: readonly number[];
  readonly peakMegabytes: number;
}

type Start = (patients: number, api: string, redis: RedisServer) => ChildProcess;

const footwatch =
  (client: string): Start =>
  (patients, api, redis) =>
    spawn(
      process.execPath,
      [FOOTWATCH, 'cacher', '--base-url', api, '--api-client', client, '--patients', `1-${patients}`].concat([
        '--interval',
        `${INTERVAL_SECONDS}s`,
        '--redis',
        redis.url,
        '--log-level',
        'silent',
      ]),
      { stdio: 'ignore' },
    );

/** Polling alone, which prints how many polls it has done. */
const bareUndici: Start = (patients, api) =>
  spawn(
    process.execPath,
    [
      fileURLToPath(new URL('bare-undici.js', import.meta.url)),
      api,
      `${patients}`,
      `${INTERVAL_SECONDS * 1000}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );

/** The first Python that has the packages of the peer. */
const PYTHON = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import aiohttp, redis']).status === 0,
);

const peer: Start = (patients, api, redis) =>
  spawn(PYTHON ?? 'python3', [PEER], {
    stdio: 'ignore',
    env: {
      ...process.env,
      BASE_URL: api,
      REDIS_PORT: `${redis.port}`,
      N: `${patients}`,
      REQUEST_DELAY: `${INTERVAL_SECONDS}`,
      DUR: '3600',
      // Nothing is flagged, as in footwatch with --simulate-anomalies 0.
      THRESHOLD: '1',
    },
  });

async function measure(start: Start, patients: number, api: string): Promise<Figures> {
  const redis = await RedisServer.start();
  const client = redis.client();
  const child = endWithBench(start(patients, api, redis));
  let printed = 0;
  child.stdout?.on('data', (text: Buffer) => {
    printed = Number(text.toString().trim().split('\n').at(-1));
  });
  const count = () => (child.stdout === null ? countStored(client, patients) : printed);
  try {
    await sleep(WARM_UP_MS);
    const from = {
      ...readUsage(child),
      stored: await count(),
      seconds: Date.now() / 1000,
    };
    await sleep(MEASURED_MS);
    const to = {
      ...readUsage(child),
      stored: await count(),
      seconds: Date.now() / 1000,
    };
    const stored = to.stored - from.stored;
    return {
      pollsASecond: stored / (to.seconds - from.seconds),
      cpuMicrosecondsASample: ((to.cpuSeconds - from.cpuSeconds) * 1e6) / stored,
      gapsSeconds: await readGaps(client, patients, from.seconds),
      peakMegabytes: to.peakMegabytes,
    };
  } finally {
    child.kill('SIGKILL');
    await redis.stop();
  }
}

function readUsage(child: ChildProcess): { cpuSeconds: number; peakMegabytes: number } {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const peakKilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
  return {
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND,
    peakMegabytes: peakKilobytes / 1024,
  };
}

async function countStored(client: Redis, patients: number): Promise<number> {
  const pipeline = client.pipeline();
  for (let patient = 1; patient <= patients; patient++) pipeline.llen(`${patient}_timestamp`);
  const lengths = (await pipeline.exec()) ?? [];
  return lengths.reduce((sum, [, length]) => sum + Number(length), 0);
}

async function readGaps(client: Redis, patients: number, sinceSeconds: number): Promise<number[]> {
  const gaps: number[] = [];
  const step = Math.max(1, Math.floor(patients / MAX_SAMPLED_PATIENTS));
  for (let patient = 1; patient <= patients; patient += step) {
    const seconds = (await client.lrange(`${patient}_timestamp`, 0, -1)).map(Number);
    const measured = seconds.filter((at) => at >= sinceSeconds);
    for (const [index, at] of measured.entries()) if (index > 0) gaps.push(at - (measured[index - 1] ?? at));
  }
  return gaps.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): string {
  return sorted[Math.floor(sorted.length * share)]?.toFixed(3) ?? '';
}

async function main(): Promise<void> {
  if (PYTHON === undefined) {
    process.stderr.write('the peer is left out: apt-get install python3-aiohttp python3-redis\n');
  }
  const starts: readonly (readonly [string, Start])[] = [
    ['footwatch, got', footwatch('got')],
    ['footwatch, undici', footwatch('undici')],
    ['bare undici', bareUndici],
    ...(PYTHON !== undefined ? ([['seed_cacher.py', peer]] as const) : []),
  ];
  const api = await startLeanApi();
  const rows: string[][] = [];
  for (const patients of PATIENTS) {
    const measured: (readonly [string, Figures])[] = [];
    for (const [name, start] of starts) measured.push([name, await measure(start, patients, api.url)]);
    const peerMicroseconds = measured.find(([name]) => name === 'seed_cacher.py')?.[1].cpuMicrosecondsASample;
    for (const [name, { pollsASecond, cpuMicrosecondsASample, gapsSeconds, peakMegabytes }] of measured) {
      rows.push([
        String(patients),
        name,
        `${Math.round(pollsASecond)} of ${Math.round(patients / INTERVAL_SECONDS)}`,
        String(Math.round(cpuMicrosecondsASample)),
        peerMicroseconds === undefined ? '' : (cpuMicrosecondsASample / peerMicroseconds).toFixed(2),
        quantile(gapsSeconds, 0.5),
        quantile(gapsSeconds, 0.99),
        String(Math.round(peakMegabytes)),
      ]);
    }
  }
  api.child.kill('SIGKILL');
  writeTable(
    `Polling every ${INTERVAL_SECONDS} s, ${MEASURED_MS / 1000} s after ${WARM_UP_MS / 1000} s of warm-up`,
    [
      'patients',
      'cacher',
      'polls/s',
      'CPU, µs a sample',
      'of the peer',
      'gap p50, s',
      'gap p99, s',
      'peak RSS, MB',
    ],
    rows,
  );
}

await main();
