import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanEnvironment, FOOTWATCH, type Run, RunningFootwatch } from '../cli/run-footwatch.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { findDocumentedCommands } from './documented-commands.ts';

const PAGES = [
  'README.md',
  ...readdirSync('docs')
    // What is pushed has a test of its own, with programs that push.
    .filter((name) => name.endsWith('.md') && name !== 'pushed.md')
    .map((name) => `docs/${name}`),
];
/** Commands that run until a signal ends them. */
const ENDLESS = /footwatch (simulate|demo|watch|cacher|serve)\b(?!.*(--once|--cycles|--duration|\| head))/;
/** Commands that take seconds and depend on no other: all of them are started at the beginning. */
const SLOW = /--cycles|--record/;
/** A line waits more than it computes: for a first sample, for a second answer. */
const PAGES_AT_ONCE = 3;
/** Commands that may fail, depending on how busy the machine is. */
const VERDICT = /footwatch check\b/;

const METRICS_PORT = /"port":(\d+),"msg":"metrics are served"/;

/** What the lines find in the PATH, and what every page's folder has. */
const folder = mkdtempSync(join(tmpdir(), 'footwatch-docs-'));
let redis: RedisServer;
let simulator: RunningFootwatch;
let cacher: RunningFootwatch;
let api = '';
let metrics = '';
beforeAll(async () => {
  redis = await RedisServer.start(['--databases', '64']);
  simulator = new RunningFootwatch(['simulate', '--port', '0']);
  await simulator.until((run) => run.lines.length > 0);
  api = simulator.lines[0]?.replace(/^listening on |\/$/g, '') ?? '';
  cacher = new RunningFootwatch([
    ...['cacher', '--base-url', api, '--redis', redis.url, '--metrics', '127.0.0.1:0'],
  ]);
  await cacher.until((run) => run.stderr.includes('cacher started') && METRICS_PORT.test(run.stderr));
  metrics = `127.0.0.1:${METRICS_PORT.exec(cacher.stderr)?.[1]}`;
  symlinkSync(FOOTWATCH, join(folder, 'footwatch'));
  writeFileSync(join(folder, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  // A stand-in: jq is not what is tested.
  writeFileSync(join(folder, 'jq'), '#!/bin/sh\nexec cat\n', { mode: 0o755 });
  writeFileSync(join(folder, 'tokens'), 'Dr. Nowak:0123456789abcdef\n');
});

/** A folder of its own for a page: its lines find what the lines before them wrote, and pages know nothing of each other. */
function makeFolder(): string {
  const own = mkdtempSync(join(tmpdir(), 'footwatch-docs-page-'));
  for (const shared of ['conf', 'docs']) symlinkSync(resolve(shared), join(own, shared));
  symlinkSync(join(folder, 'tokens'), join(own, 'tokens'));
  return own;
}
afterAll(async () => {
  await Promise.all([cacher.end(), simulator.end()]);
  await redis.stop();
});

/** Databases of their own: two cachers on one store would stand by for each other, and nobody is erased, or asks for another API, beside one. */
let cachers = 7;
function chooseStore(line: string): string {
  return /footwatch (cacher|erase|doctor -c)/.test(line)
    ? `${redis.url.replace(/\/$/, '')}/${cachers++}`
    : redis.url;
}

/** Ends what still runs after the tests. */
const ends: ((signal: NodeJS.Signals) => void)[] = [];
afterAll(() => {
  for (const end of ends) end('SIGKILL');
});

/** Runs a line as a reader of the page would, in a process group of its own; an endless one only until it has begun. */
function runLine(line: string, cwd: string): Promise<Run> {
  const here = line
    .replaceAll('http://127.0.0.1:8051', api)
    .replaceAll('redis://127.0.0.1:6379', redis.url.replace(/\/$/, ''))
    .replaceAll('--port 8051', '--port 0')
    .replace('127.0.0.1:9464', line.includes('footwatch health') ? metrics : '127.0.0.1:0')
    // The tests begin with the first sample.
    .replace(/--until \d+[sm]\b/, '--until 0s')
    .replace('footwatch serve', 'footwatch serve --port 0')
    .replace(/ *&$/, '');
  const child = spawn('bash', ['-c', `set -o pipefail; ${here}`], {
    cwd,
    detached: true,
    env: {
      ...cleanEnvironment({ FOOTWATCH_REDIS: chooseStore(line) }),
      PATH: `${folder}:${process.env.PATH}:/usr/bin:/bin`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, signal);
  };
  ends.push(end);
  let stdout = '';
  let stderr = '';
  const endOnceBegun = () => {
    const hasBegun = stdout !== '' || stderr.includes('started');
    if (ENDLESS.test(line) && hasBegun) end('SIGTERM');
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    endOnceBegun();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    endOnceBegun();
  });
  return new Promise((done) => child.on('close', (exitCode) => done({ exitCode, stdout, stderr })));
}

const COMMANDS = new Map(PAGES.map((page) => [page, findDocumentedCommands(readFileSync(page, 'utf8'))]));
/** What came of each line of each page. */
const runs = new Map<string, readonly Promise<Run>[]>();
beforeAll(() => {
  const queues = Array.from({ length: PAGES_AT_ONCE }, () => ({ lines: 0, last: Promise.resolve() }));
  for (const [page, lines] of COMMANDS) {
    const [queue] = queues.sort((a, b) => a.lines - b.lines);
    if (queue === undefined) return;
    const own = makeFolder();
    const started = lines.map((line) => {
      if (SLOW.test(line)) return runLine(line, own);
      const run = queue.last.then(() => runLine(line, own));
      queue.last = run.then(() => {});
      return run;
    });
    queue.lines += lines.length;
    runs.set(page, started);
  }
});

describe.each(PAGES)('%s', (page) => {
  const commands = COMMANDS.get(page) ?? [];
  if (commands.length === 0) test('has no command', () => {});
  test.each(commands.map((line, index) => [line, index] as const))('%s', async (line, index) => {
    const run = await runs.get(page)?.[index];
    if (run === undefined) throw new Error('never started');
    expect(run.stderr).not.toMatch(/^footwatch: /m);
    // Some take the signal that ends them as the order to finish, with exit code 0.
    const allowed = ENDLESS.test(line) ? [0, 143, null] : VERDICT.test(line) ? [0, 1] : [0];
    expect(allowed, run.stdout + run.stderr).toContain(run.exitCode);
  });
});

describe('findDocumentedCommands', () => {
  test('finds the commands of indented blocks, of fenced blocks, and of the steps of a workflow', () => {
    const page = `Text about \`footwatch watch\`.

    npx footwatch watch | head
    npm ci

\`\`\`sh
cat x | footwatch import y
\`\`\`

\`\`\`yaml
jobs:
  recording:
    steps:
      - run: npm ci
      - run: |
          footwatch check -q
\`\`\`
`;
    expect(findDocumentedCommands(page)).toEqual([
      'cat x | footwatch import y',
      'footwatch check -q',
      'npx footwatch watch | head',
    ]);
  });
});
