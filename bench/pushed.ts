import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EIGHT } from '../src/core/insole/built-in-insoles.ts';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { endWithBench } from './end-with-bench.ts';
import { type Output, WatchedProgram } from './watched-program.ts';
import { writeTable } from './write-table.ts';

/**
 * Pushes 100 frames a second of 16 sensors for 20 patients into `cacher --source -`, while a dashboard of 120x40 shows one of them.
 * Argument: seconds.
 */
const SECONDS = Number(process.argv[2] ?? 20);
const PATIENTS = 20;
const FRAMES_A_SECOND = 100;
const FOOTWATCH = 'dist/bin/footwatch.js';
const WARM_UP_MS = 5000;
/** The clock on the screen writes less than this when it ticks. */
const MIN_SAMPLE_BYTES = 60;
const TICKS_A_SECOND = 100;

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** A step of one foot after the other, a second each. */
function makeReading(id: number, frame: number): number {
  const phase = frame / FRAMES_A_SECOND + (id >= 8 ? 0.5 : 0) - (id % 8) / 40;
  return Math.round(Math.max(0, Math.sin(phase * 2 * Math.PI)) * 5000) / 10;
}

function makeLine(patient: number, frame: number): string {
  const sensors = EIGHT.sensors.map(({ id }) => ({
    anomaly: false,
    id,
    value: makeReading(id, frame + patient * 7),
  }));
  return `${JSON.stringify({ patient, timestamp: frame / FRAMES_A_SECOND, sensors })}\n`;
}

/** CPU time of a process in seconds, user and system. */
function readCpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/\(.*\) /, '')
    .split(' ');
  return (Number(fields[12]) + Number(fields[13])) / TICKS_A_SECOND;
}

const redis = await RedisServer.start();
const url = `redis://127.0.0.1:${redis.port}`;
const cacher = endWithBench(
  spawn(
    process.execPath,
    [
      FOOTWATCH,
      'cacher',
      '--source',
      '-',
      '--insole',
      'eight',
      '--patients',
      `1-${PATIENTS}`,
      '--redis',
      url,
      '--log-level',
      'error',
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  ),
);
let summary = '';
cacher.stdout.setEncoding('utf8').on('data', (text: string) => {
  summary += text;
});
const ended = new Promise((resolve) => cacher.on('close', resolve));

const sentMs: number[] = [];
const startMs = performance.now();
const push = () => {
  const due = Math.floor(((performance.now() - startMs) / 1000) * FRAMES_A_SECOND);
  while (sentMs.length < due) {
    const frame = sentMs.push(performance.now()) - 1;
    let text = '';
    for (let patient = 1; patient <= PATIENTS; patient++) text += makeLine(patient, frame);
    cacher.stdin.write(text);
  }
};
const timer = setInterval(push, 1000 / FRAMES_A_SECOND);

const wakesMs: number[] = [];
const storedDelays: number[] = [];
const subscriber = redis.client();
const reader = redis.client();
subscriber.on('message', () => {
  const wakeMs = performance.now();
  wakesMs.push(wakeMs);
  void reader.lindex('1_data', -1).then((entry) => {
    const [head] = JSON.parse(entry ?? '[]') as { deviceTime?: number }[];
    const sent = sentMs[Math.round((head?.deviceTime ?? -1) * FRAMES_A_SECOND)];
    if (sent !== undefined) storedDelays.push(wakeMs - sent);
  });
});
await subscriber.subscribe('1_live');
await sleep(WARM_UP_MS);
const watch = new WatchedProgram({
  file: process.execPath,
  args: [FOOTWATCH, 'watch', '--patient', '1', '--redis', url],
});
await sleep(WARM_UP_MS);

watch.start();
wakesMs.length = 0;
storedDelays.length = 0;
const before = {
  cpu: readCpuSeconds(cacher.pid ?? 0),
  redis: readCpuSeconds(redis.pid),
  frames: sentMs.length,
};
await sleep(SECONDS * 1000);
const after = {
  cpu: readCpuSeconds(cacher.pid ?? 0),
  redis: readCpuSeconds(redis.pid),
  frames: sentMs.length,
};
const figures = watch.measure();
const shown = listDelays(wakesMs, watch.outputs);
const wakes = wakesMs.length;
await watch.stop();
clearInterval(timer);
cacher.stdin.end();
const peakMegabytes =
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${cacher.pid}/status`, 'utf8'))?.[1]) / 1024;
await ended;
const memory = Number(await reader.call('MEMORY', 'USAGE', '1_data', 'SAMPLES', '0'));
const length = await reader.llen('1_data');
const entry = (await reader.lindex('1_data', -1)) ?? '';
await subscriber.quit();
await reader.quit();
await redis.stop();

const samples = (after.frames - before.frames) * PATIENTS;
const sent = sentMs.length * PATIENTS;
const { stored, failed, dropped } = JSON.parse(summary) as Record<string, number>;
writeTable(
  `${PATIENTS} patients, ${FRAMES_A_SECOND} frames a second of ${EIGHT.sensors.length} sensors, ${SECONDS} s`,
  ['what', 'measured'],
  [
    ['samples sent, stored, failed, dropped', `${sent}, ${stored}, ${failed}, ${dropped}`],
    ['cacher, CPU µs a sample', (((after.cpu - before.cpu) * 1e6) / samples).toFixed(0)],
    ['cacher, peak MB', peakMegabytes.toFixed(0)],
    ['Redis, CPU µs a sample', (((after.redis - before.redis) * 1e6) / samples).toFixed(1)],
    ['bytes of an entry; of a sample in Redis', `${entry.length}; ${(memory / length).toFixed(0)}`],
    [
      'line to Redis, p50 and p95 ms',
      `${percentile(storedDelays, 0.5).toFixed(0)}, ${percentile(storedDelays, 0.95).toFixed(0)}`,
    ],
    [
      'Redis to screen, p50 and p95 ms',
      `${percentile(shown, 0.5).toFixed(0)}, ${percentile(shown, 0.95).toFixed(0)}`,
    ],
    ['wake-ups a second', (wakes / SECONDS).toFixed(1)],
    ['frames of the dashboard a second', (countFrames(watch.outputs) / SECONDS).toFixed(1)],
    [
      'dashboard, CPU % and bytes/s',
      `${figures.cpuPercent.toFixed(1)}, ${(figures.bytes / figures.seconds).toFixed(0)}`,
    ],
  ],
);
process.exit(stored === sent ? 0 : 1);

/** The delays from each wake-up to the first output large enough for a sample. */
function listDelays(wakes: readonly number[], outputs: readonly Output[]): number[] {
  return wakes.flatMap((wakeMs) => {
    const output = outputs.find(({ atMs, bytes }) => atMs >= wakeMs && bytes >= MIN_SAMPLE_BYTES);
    return output ? [output.atMs - wakeMs] : [];
  });
}

function countFrames(outputs: readonly Output[]): number {
  return outputs.filter(({ bytes }) => bytes >= MIN_SAMPLE_BYTES).length;
}
