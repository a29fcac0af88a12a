import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunningFootwatch } from '../test/cli/run-footwatch.ts';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { writeTable } from './write-table.ts';

/** What the page's server costs: fifty clients, each of a patient polled every 0.3 s, and a reader that stops reading. */
const CLIENTS = Number(process.argv[2] ?? 50);
const SECONDS = Number(process.argv[3] ?? 20);
const PAUSE_MS = 30_000;
const TICKS_PER_SECOND = 100;
const FIELDS_BEFORE_TIMES = 11;

const redis = await RedisServer.start();
const programs: RunningFootwatch[] = [];
const start = async (...args: string[]) => {
  const program = new RunningFootwatch(args, { env: { FOOTWATCH_REDIS: redis.url } });
  programs.push(program);
  await program.until(({ lines, stderr }) => lines.length > 0 || stderr.includes('started'));
  return { pid: program.child.pid ?? 0, address: program.lines[0]?.replace('listening on ', '') ?? '' };
};

/** CPU time of a process so far, seconds. */
function readCpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[FIELDS_BEFORE_TIMES]) + Number(fields[FIELDS_BEFORE_TIMES + 1])) / TICKS_PER_SECOND;
}

function readMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function open(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { agent: false }, resolve).on('error', reject));
}

/** The times that events of a stream bring, in the order in which they are read. */
function readTimes(stream: IncomingMessage, onTime: (nowSeconds: number) => void): void {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, time] = /"nowSeconds":([\d.]+)/.exec(event) ?? [];
      if (time !== undefined) onTime(Number(time));
    }
  });
  stream.on('error', () => {});
}

const api = await start('simulate', '--port', '0');
await start('cacher', '--base-url', api.address);
const { pid, address } = await start('serve', '--port', '0');
const startedAt = performance.now();
await fetch(`${address}api/patients`);
const firstAnswerMs = performance.now() - startedAt;
const idleMegabytes = readMegabytes(pid);
let events = 0;
for (let client = 0; client < CLIENTS; client++) {
  const stream = await open(`${address}api/stream?patient=${1 + (client % 6)}`);
  readTimes(stream, () => events++);
}
await sleep(3000);
events = 0;
const before = readCpuSeconds(pid);
await sleep(SECONDS * 1000);
const cpuPercent = (100 * (readCpuSeconds(pid) - before)) / SECONDS;
const busyMegabytes = readMegabytes(pid);

let paused = await open(`${address}api/stream?patient=1`);
await sleep(1000);
paused.pause();
const beforePause = readMegabytes(pid);
await sleep(PAUSE_MS);
const growth = readMegabytes(pid) - beforePause;
// A browser comes again when it was cut off.
let wasCut = false;
paused.on('error', () => {
  wasCut = true;
});
const ages: number[] = [];
readTimes(paused, (nowSeconds) => ages.push(Date.now() / 1000 - nowSeconds));
paused.resume();
await sleep(300);
if (wasCut) {
  paused = await open(`${address}api/stream?patient=1`);
  readTimes(paused, (nowSeconds) => ages.push(Date.now() / 1000 - nowSeconds));
  await sleep(500);
}

writeTable(
  'What the server of the page costs',
  ['what', 'measured', 'aim'],
  [
    [`CPU with ${CLIENTS} clients at 0.3 s`, `${cpuPercent.toFixed(1)} %`, '10 %'],
    ['events a second, all clients', (events / SECONDS).toFixed(0), ''],
    ['first answer', `${firstAnswerMs.toFixed(0)} ms`, '1000 ms'],
    ['memory: idle, with clients', `${idleMegabytes.toFixed(0)}, ${busyMegabytes.toFixed(0)} MB`, ''],
    [
      `memory while a reader pauses for ${PAUSE_MS / 1000} s`,
      `${growth >= 0 ? '+' : ''}${growth.toFixed(1)} MB`,
      'flat',
    ],
    [
      'states that waited for it, and the age of the newest',
      `${ages.length}, ${(ages.at(-1) ?? Number.NaN).toFixed(2)} s`,
      '1 s',
    ],
  ],
);
await Promise.all(programs.map((program) => program.end()));
await redis.stop();
process.exit();
