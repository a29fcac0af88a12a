import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LinkProxy } from '../test/faults/link-proxy.ts';
import { findFreePort, RedisServer } from '../test/store/redis/redis-server.ts';
import { endWithBench } from './end-with-bench.ts';
import { startLeanApi } from './start-lean-api.ts';
import { writeTable } from './write-table.ts';

/**
 * Runs a cacher of many patients for a long time with random faults, to see whether its memory grows: prints the smallest heap and
 * the mean RSS of each quarter, and their slopes over the last half. Arguments: minutes, patients. With a third one, `away`, Redis
 * is away instead of the faults, and the samples of five minutes wait in the cacher.
 */
const MINUTES = Number(process.argv[2] ?? 10);
const PATIENTS = Number(process.argv[3] ?? 1000);
const IS_AWAY = process.argv[4] === 'away';
const AWAY_AFTER_MS = 3000;
const LOOK_MS = 500;
/** The smallest heap of each window counts, since what lies between two garbage collections says nothing. */
const WINDOW_MINUTES = 0.5;
const FAULT_MS = 2000;
const FAULTS = ['refuse', 'swallow replies', 'delay replies', 'cut requests', 'API hangs'] as const;
const MEGABYTE = 1 << 20;

interface Look {
  readonly waiting: number;
  readonly minutes: number;
  readonly heapMegabytes: number;
  readonly rssMegabytes: number;
}

const api = await startLeanApi();
const redis = await RedisServer.start();
const proxy = await LinkProxy.start(redis.port);
const metricsPort = await findFreePort();
const cacher = endWithBench(
  spawn(
    process.execPath,
    ['dist/bin/footwatch.js', 'cacher', '--base-url', api.url]
      .concat(['--api-client', 'undici', '--patients', `1-${PATIENTS}`, '--simulate-anomalies', '0.02'])
      .concat(['--retention', IS_AWAY ? '5m' : '30s', '--cleanup-interval', '10s', '--log-level', 'silent'])
      .concat(['--redis', `redis://127.0.0.1:${proxy.port}`, '--metrics', `127.0.0.1:${metricsPort}`]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  ),
);
const cacherEnded = once(cacher, 'exit');
let summary = '';
cacher.stdout.on('data', (text: Buffer) => {
  summary += text.toString();
});

const startedMs = performance.now();
const getMinutes = () => (performance.now() - startedMs) / 60_000;
const looks: Look[] = [];
let faults = 0;

async function look(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).catch(() => null);
  if (answer === null) return;
  const text = await answer.text();
  const readNumber = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  const read = (name: string) => readNumber(name) / MEGABYTE;
  looks.push({
    waiting: readNumber('footwatch_waiting_samples'),
    minutes: getMinutes(),
    heapMegabytes: read('nodejs_heap_size_used_bytes'),
    rssMegabytes: read('process_resident_memory_bytes'),
  });
}

async function fault(): Promise<void> {
  const kind = FAULTS[Math.floor(Math.random() * FAULTS.length)] ?? 'refuse';
  faults++;
  if (kind === 'API hangs') api.child.kill('SIGSTOP');
  else proxy.mode = kind;
  await sleep(FAULT_MS);
  api.child.kill('SIGCONT');
  proxy.cut();
  proxy.mode = 'pass';
}

async function faultNowAndThen(): Promise<void> {
  while (getMinutes() < MINUTES - 0.25) {
    await sleep(5000 + Math.random() * 20_000);
    await fault();
  }
}

if (IS_AWAY) {
  await sleep(AWAY_AFTER_MS);
  proxy.mode = 'refuse';
}
const faulting = IS_AWAY ? Promise.resolve() : faultNowAndThen();
while (getMinutes() < MINUTES) {
  await sleep(LOOK_MS);
  await look();
}
await faulting;
cacher.kill('SIGTERM');
await cacherEnded;
api.child.kill('SIGKILL');
await proxy.close();
await redis.stop();

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const windows = Array.from({ length: Math.floor(MINUTES / WINDOW_MINUTES) }, (_, index): Look => {
  const inWindow = looks.filter(({ minutes }) => Math.floor(minutes / WINDOW_MINUTES) === index);
  return {
    waiting: Math.max(...inWindow.map(({ waiting }) => waiting)),
    minutes: (index + 0.5) * WINDOW_MINUTES,
    heapMegabytes: Math.min(...inWindow.map(({ heapMegabytes }) => heapMegabytes)),
    rssMegabytes: mean(inWindow.map(({ rssMegabytes }) => rssMegabytes)),
  };
});
const rows = [0, 1, 2, 3].map((quarter) => {
  const inQuarter = windows.filter(({ minutes }) => Math.floor((minutes / MINUTES) * 4) === quarter);
  return [
    String(quarter + 1),
    Math.min(...inQuarter.map(({ heapMegabytes }) => heapMegabytes)).toFixed(1),
    mean(inQuarter.map(({ rssMegabytes }) => rssMegabytes)).toFixed(1),
    String(Math.max(...inQuarter.map(({ waiting }) => waiting))),
  ];
});
writeTable(
  IS_AWAY
    ? `${PATIENTS} patients with undici for ${MINUTES} minutes, Redis away; at most ${Math.max(...looks.map(({ rssMegabytes }) => rssMegabytes)).toFixed(0)} MB of RSS`
    : `${PATIENTS} patients with undici for ${MINUTES} minutes, ${faults} faults of ${FAULT_MS / 1000} s at random`,
  ['quarter', 'heap used, MB, least', 'RSS, MB, mean', 'samples waiting, most'],
  rows,
);

/** Fits a line to the last half by least squares; megabytes a minute. */
function fitSlope(key: 'heapMegabytes' | 'rssMegabytes'): string {
  const half = windows.filter(({ minutes }) => minutes > MINUTES / 2);
  const meanMinutes = mean(half.map(({ minutes }) => minutes));
  const meanValue = mean(half.map((one) => one[key]));
  const over = half.reduce((sum, one) => sum + (one.minutes - meanMinutes) * (one[key] - meanValue), 0);
  return (over / half.reduce((sum, one) => sum + (one.minutes - meanMinutes) ** 2, 0)).toFixed(2);
}
process.stdout.write(
  `the last half: heap ${fitSlope('heapMegabytes')} MB a minute, RSS ${fitSlope('rssMegabytes')} MB a minute\n${summary}`,
);
