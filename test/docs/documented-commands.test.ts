import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { cleanEnvironment, FOOTWATCH, type Run, RunningFootwatch } from '../cli/run-footwatch.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { documentedCommands } from './documented-commands.ts';

const PAGES = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** They run until they are ended, unless an option or the end of a pipe ends them. */
const ENDLESS = /footwatch (simulate|demo|watch|cacher)\b(?!.*(--once|--cycles|--duration|\| head))/;
/** Whether what it asserts is so depends on what the machine was busy with. */
const VERDICT = /footwatch check\b/;

const folder = mkdtempSync(join(tmpdir(), 'footwatch-docs-'));
let redis: RedisServer;
let simulator: RunningFootwatch;
let cacher: RunningFootwatch;
let api = '';
beforeAll(async () => {
  redis = await RedisServer.start();
  simulator = new RunningFootwatch(['simulate', '--port', '0']);
  await simulator.until((run) => run.lines.length > 0);
  api = simulator.lines[0]?.replace(/^listening on |\/$/g, '') ?? '';
  cacher = new RunningFootwatch(['cacher', '--base-url', api, '--redis', redis.url]);
  await cacher.until((run) => run.stderr.includes('cacher started'));
  symlinkSync(FOOTWATCH, join(folder, 'footwatch'));
  writeFileSync(join(folder, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  // What reads the JSON is not what is tested.
  writeFileSync(join(folder, 'jq'), '#!/bin/sh\nexec cat\n', { mode: 0o755 });
  for (const shared of ['conf', 'docs']) symlinkSync(resolve(shared), join(folder, shared));
});
afterAll(async () => {
  await Promise.all([cacher.end(), simulator.end()]);
  await redis.stop();
});

/** A second cacher on one store would stand by. */
function storeOf(line: string): string {
  return /footwatch cacher/.test(line) ? `${redis.url.replace(/\/$/, '')}/9` : redis.url;
}

/** Runs a line as a reader of the page would, in a process group of its own; one that is endless, until it has begun. */
function runLine(line: string): Promise<Run> {
  const here = line
    .replaceAll('http://127.0.0.1:8051', api)
    .replaceAll('redis://127.0.0.1:6379', redis.url.replace(/\/$/, ''))
    .replaceAll('--port 8051', '--port 0')
    .replace(/ *&$/, '');
  const child = spawn('bash', ['-c', `set -o pipefail; ${here}`], {
    cwd: folder,
    detached: true,
    env: {
      ...cleanEnvironment({ FOOTWATCH_REDIS: storeOf(line) }),
      PATH: `${folder}:${process.env.PATH}:/usr/bin:/bin`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, signal);
  };
  onTestFinished(() => end('SIGKILL'));
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

describe.each(PAGES)('%s', (page) => {
  const commands = documentedCommands(readFileSync(page, 'utf8'));
  if (commands.length === 0) test('has no command', () => {});
  test.each(commands)('%s', { timeout: 30_000 }, async (line) => {
    const run = await runLine(line);
    expect(run.stderr).not.toMatch(/^footwatch: /m);
    // An endless one was ended by a signal, which some take for an order to finish.
    const allowed = ENDLESS.test(line) ? [0, 143, null] : VERDICT.test(line) ? [0, 1] : [0];
    expect(allowed, run.stdout + run.stderr).toContain(run.exitCode);
  });
});

describe('documentedCommands', () => {
  test('finds those of indented blocks, of fences, and of the steps of a workflow', () => {
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
    expect(documentedCommands(page)).toEqual([
      'cat x | footwatch import y',
      'footwatch check -q',
      'npx footwatch watch | head',
    ]);
  });
});
