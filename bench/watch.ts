import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort, RedisServer } from '../test/store/redis/redis-server.ts';
import { endWithBench } from './end-with-bench.ts';
import { type Command, type Output, WatchedProgram } from './watched-program.ts';
import { writeTable } from './write-table.ts';

/**
 * Compares what the dashboard costs with other terminal dashboards, one after another in a pseudo-terminal of 120x40, while a cacher
 * polls one patient every 0.3 s. Argument: seconds for each.
 */
const SECONDS = Number(process.argv[2] ?? 20);
const WARM_UP_MS = 5000;
const STARTS = 7;
/** The clock on the screen writes less than this when it ticks. */
const MIN_SAMPLE_BYTES = 60;
const AIMS = {
  bytesFull: 2500,
  bytesLight: 400,
  cpuPercent: 3,
  peakMegabytes: 100,
  firstPaintRatio: 5,
  helpRatio: 2,
  p95Ms: 100,
};

const FOOTWATCH = 'dist/bin/footwatch.js';
const NODE_PEERS = ['gtop', 'vtop'];
const DEBIAN_PEERS = ['btop', 'htop'];
const folder = mkdtempSync(join(tmpdir(), 'footwatch-bench-'));
const children: ChildProcess[] = [];

function start(...args: string[]): void {
  const child = spawn(process.execPath, [FOOTWATCH, ...args, '--log-level', 'error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(endWithBench(child));
}

/** Installs programs of npm into a folder of this run, and those of Debian where that is permitted. */
function findPeers(): (readonly [name: string, command: Command | null])[] {
  spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...NODE_PEERS]);
  const missing = DEBIAN_PEERS.filter((name) => findProgram(name) === null);
  if (missing.length > 0 && process.getuid?.() === 0) {
    spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...missing]);
  }
  return [
    ...NODE_PEERS.map((name) => {
      const script = join(folder, 'node_modules', '.bin', name);
      return [name, existsSync(script) ? { file: process.execPath, args: [script] } : null] as const;
    }),
    ...DEBIAN_PEERS.map((name) => {
      const file = findProgram(name);
      return [name, file === null ? null : { file, args: [] }] as const;
    }),
  ];
}

function findProgram(name: string): string | null {
  return ['/usr/bin', '/usr/local/bin', '/bin'].map((path) => join(path, name)).find(existsSync) ?? null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

async function measureRun(args: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  await new WatchedProgram({ file: process.execPath, args }).ended;
  return performance.now() - startedMs;
}

async function measureFirstPaint(command: Command): Promise<number> {
  const program = new WatchedProgram(command);
  while (program.firstPaintMs === null) await program.wait(5);
  await program.stop();
  return program.firstPaintMs;
}

/** Lists the delays from each wake-up, which Redis publishes as it writes, to the first output large enough for a sample. */
function listDelays(wakesMs: readonly number[], outputs: readonly Output[]): number[] {
  return wakesMs.flatMap((wakeMs) => {
    const shown = outputs.find(({ atMs, bytes }) => atMs >= wakeMs && bytes >= MIN_SAMPLE_BYTES);
    return shown ? [shown.atMs - wakeMs] : [];
  });
}

async function measure(command: Command, isFootwatch: boolean) {
  const starts: number[] = [];
  for (let run = 0; run < STARTS; run++) starts.push(await measureFirstPaint(command));
  const program = new WatchedProgram(command);
  await sleep(WARM_UP_MS);
  program.start();
  wakesMs.length = 0;
  await sleep(SECONDS * 1000);
  const figures = program.measure();
  const delays = listDelays(wakesMs, program.outputs);
  const updates = isFootwatch ? wakesMs.length : figures.updates;
  await program.stop();
  return {
    ...figures,
    bytesPerUpdate: figures.bytes / updates,
    firstPaintMs: median(starts),
    p95Ms: isFootwatch ? percentile95(delays) : null,
  };
}

const redis = await RedisServer.start();
const url = `redis://127.0.0.1:${redis.port}`;
const wakesMs: number[] = [];
try {
  const apiPort = String(await findFreePort());
  start('simulate', '--port', apiPort);
  start('cacher', '--base-url', `http://127.0.0.1:${apiPort}/`, '--patients', '1', '--redis', url);
  const subscriber = redis.client();
  subscriber.on('message', () => wakesMs.push(performance.now()));
  await subscriber.subscribe('1_live');
  const peers = findPeers();

  const bare: number[] = [];
  const help: number[] = [];
  for (let run = 0; run < STARTS; run++) {
    bare.push(await measureRun(['-e', '0']));
    help.push(await measureRun([FOOTWATCH, '--help']));
  }
  const bareMs = median(bare);

  const watch = [FOOTWATCH, 'watch', '--patient', '1', '--redis', url];
  const full = await measure({ file: process.execPath, args: watch }, true);
  const light = await measure({ file: process.execPath, args: [...watch, '--light'] }, true);
  const rows = [makeRow('footwatch', full, bareMs), makeRow('footwatch --light', light, bareMs)];
  for (const [name, command] of peers) {
    rows.push(command ? makeRow(name, await measure(command, false), bareMs) : [name, 'not installed']);
  }
  writeTable(
    `120x40, ${SECONDS} s each; bare node starts in ${bareMs.toFixed(0)} ms`,
    [
      'program',
      'bytes/s',
      'bytes an update',
      'CPU %',
      'peak MB',
      'first paint ms',
      ': bare node',
      'p95 to screen ms',
    ],
    rows,
  );
  process.stdout.write('\n');
  const worst = (figure: (measured: typeof full) => number) => Math.max(figure(full), figure(light));
  writeTable(
    'aims',
    ['what', 'aim', 'measured', ''],
    [
      makeAimRow('bytes a new sample', AIMS.bytesFull, full.bytesPerUpdate),
      makeAimRow('bytes a new sample, light', AIMS.bytesLight, light.bytesPerUpdate),
      makeAimRow(
        'CPU %',
        AIMS.cpuPercent,
        worst(({ cpuPercent }) => cpuPercent),
      ),
      makeAimRow(
        'peak MB',
        AIMS.peakMegabytes,
        worst(({ peakMegabytes }) => peakMegabytes),
      ),
      makeAimRow(
        'first paint : bare node',
        AIMS.firstPaintRatio,
        worst(({ firstPaintMs }) => firstPaintMs) / bareMs,
      ),
      makeAimRow(
        'Redis write to bytes out, p95 ms',
        AIMS.p95Ms,
        worst(({ p95Ms }) => p95Ms ?? Number.NaN),
      ),
      makeAimRow('--help : bare node', AIMS.helpRatio, median(help) / bareMs),
    ],
  );
} finally {
  for (const child of children) child.kill();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

function makeRow(name: string, measured: Awaited<ReturnType<typeof measure>>, bareMs: number): string[] {
  const { bytes, seconds, bytesPerUpdate, cpuPercent, peakMegabytes, firstPaintMs, p95Ms } = measured;
  return [
    name,
    (bytes / seconds).toFixed(0),
    bytesPerUpdate.toFixed(0),
    cpuPercent.toFixed(1),
    peakMegabytes.toFixed(0),
    firstPaintMs.toFixed(0),
    (firstPaintMs / bareMs).toFixed(1),
    p95Ms === null ? '' : p95Ms.toFixed(1),
  ];
}

function makeAimRow(what: string, limit: number, measured: number): string[] {
  return [what, `${limit}`, measured.toFixed(measured < 10 ? 2 : 0), measured <= limit ? 'met' : 'missed'];
}
