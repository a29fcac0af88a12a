import { readFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { openPage, startBrowser } from '../test/browser/browser.ts';
import { RunningFootwatch } from '../test/cli/run-footwatch.ts';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { endWithBench } from './end-with-bench.ts';
import { writeTable } from './write-table.ts';

/**
 * What the page costs: its server with fifty clients, each of a patient polled every 0.3 s, that say what they read as the page does;
 * a reader that stops reading; and a tab in Chromium.
 */
const CLIENTS = Number(process.argv[2] ?? 50);
const SECONDS = Number(process.argv[3] ?? 20);
const PAUSE_MS = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const TICKS_PER_SECOND = 100;
const FIELDS_BEFORE_TIMES = 11;

const redis = await RedisServer.start();
const programs: RunningFootwatch[] = [];
const start = async (...args: string[]) => {
  const program = new RunningFootwatch(args, { env: { FOOTWATCH_REDIS: redis.url } });
  endWithBench(program.child);
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

/** The times that events of a stream bring, in the order in which they are read; the server is told of each second one, as by the page. */
function readTimes(stream: IncomingMessage, server: string, onTime: (nowSeconds: number) => void): void {
  let text = '';
  let id = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      id ||= /"stream":"([^"]+)"/.exec(event)?.[1] ?? '';
      const [, time] = /"nowSeconds":([\d.]+)/.exec(event) ?? [];
      if (time !== undefined) onTime(Number(time));
      const state = Number(/^id: (\d+)$/m.exec(event)?.[1] ?? 1);
      if (state % 2 === 0)
        request(`${server}api/stream/${id}?read=${state}`, { method: 'POST', agent }, (answer) =>
          answer.resume(),
        ).end();
    }
  });
  stream.on('error', () => {});
}

/** What waits for a reader that paused, and how old the first state is that it gets after that. */
async function pauseReader(server: string, pid: number, query: string) {
  const stream = await open(`${server}api/stream?${query}`);
  const ages: number[] = [];
  readTimes(stream, server, (nowSeconds) => ages.push(Date.now() / 1000 - nowSeconds));
  await sleep(2000);
  stream.pause();
  ages.splice(0);
  const before = readMegabytes(pid);
  await sleep(PAUSE_MS);
  const growth = readMegabytes(pid) - before;
  stream.resume();
  await sleep(600);
  stream.destroy();
  const waited = ages.filter((age) => age > 1).length;
  return { growth, waited, firstAge: ages[waited] ?? Number.NaN };
}

/** CPU that a view costs in Chromium, per cent of a core: of its own process, and of all of the browser; and how soon it stands. */
async function watchTab(browser: Browser, url: string, sign: string) {
  const session = await browser.newBrowserCDPSession();
  const read = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sum = (type: string | null) =>
      processInfo.reduce(
        (seconds, each) => (type === null || each.type === type ? seconds + each.cpuTime : seconds),
        0,
      );
    return { renderer: sum('renderer'), all: sum(null) };
  };
  // What a browser reads of its own files at first is not the page's.
  await (await openPage(browser, `${url}?`)).page.context().close();
  const startedAt = performance.now();
  const { page } = await openPage(browser, url);
  await page.getByText(sign).first().waitFor();
  const pictureMs = performance.now() - startedAt;
  await sleep(3000);
  const before = await read();
  await sleep(SECONDS * 1000);
  const after = await read();
  await page.context().close();
  const share = (key: 'renderer' | 'all') => `${((100 * (after[key] - before[key])) / SECONDS).toFixed(1)} %`;
  return { pictureMs, share: `${share('renderer')}, ${share('all')}` };
}

const api = await start('simulate', '--port', '0');
await start('cacher', '--base-url', api.address);
const { pid, address } = await start('serve', '--port', '0');
const startedAt = performance.now();
await fetch(`${address}api/patients`);
const firstAnswerMs = performance.now() - startedAt;
const idleMegabytes = readMegabytes(pid);
let events = 0;
const streams: IncomingMessage[] = [];
for (let client = 0; client < CLIENTS; client++) {
  const stream = await open(`${address}api/stream?patient=${1 + (client % 6)}&unread=4`);
  streams.push(stream);
  readTimes(stream, address, () => events++);
}
await sleep(3000);
events = 0;
const before = readCpuSeconds(pid);
await sleep(SECONDS * 1000);
const cpuPercent = (100 * (readCpuSeconds(pid) - before)) / SECONDS;
const eventsPerSecond = events / SECONDS;
const busyMegabytes = readMegabytes(pid);
for (const stream of streams) stream.destroy();
await sleep(1000);

const [telling, silent] = await Promise.all([
  pauseReader(address, pid, 'patient=1&unread=4'),
  pauseReader(address, pid, 'patient=1'),
]);
const browser = await startBrowser();
const patient = await watchTab(browser, `${address}patients/1`, 'LIVE');
const ward = await watchTab(browser, address, 'walking');
await browser.close();

const describePause = ({ waited, firstAge }: typeof telling) => `${waited}, then ${firstAge.toFixed(2)} s`;
writeTable(
  'What the page costs',
  ['what', 'measured', 'aim'],
  [
    [`CPU with ${CLIENTS} clients at 0.3 s`, `${cpuPercent.toFixed(1)} %`, '10 %'],
    ['events a second, all clients', eventsPerSecond.toFixed(0), ''],
    ['first answer', `${firstAnswerMs.toFixed(0)} ms`, '1000 ms'],
    ['memory: idle, with clients', `${idleMegabytes.toFixed(0)}, ${busyMegabytes.toFixed(0)} MB`, ''],
    [
      `memory while two readers pause for ${PAUSE_MS / 1000} s`,
      `${telling.growth >= 0 ? '+' : ''}${telling.growth.toFixed(1)} MB`,
      'flat',
    ],
    [
      'old states that waited for one that says what it reads, age of the next',
      describePause(telling),
      '4, 1 s',
    ],
    ['the same of one that does not say', describePause(silent), ''],
    ['CPU of a tab with a patient: its process, all of Chromium', patient.share, '5 %'],
    ['CPU of a tab with the ward', ward.share, '5 %'],
    [
      'first picture of a patient, of the ward',
      `${patient.pictureMs.toFixed(0)}, ${ward.pictureMs.toFixed(0)} ms`,
      '1000 ms',
    ],
  ],
);
await Promise.all(programs.map((program) => program.end()));
await redis.stop();
process.exit();
