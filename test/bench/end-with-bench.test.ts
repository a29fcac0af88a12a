import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { endWithBench } from '../../bench/end-with-bench.ts';

/** A bench that can be ended without the process in which the test runs. */
class FakeBench extends EventEmitter {
  readonly codes: number[] = [];

  exit(code: number): void {
    this.codes.push(code);
    this.emit('exit');
  }
}

function startChild() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

describe('a program that a bench started', () => {
  test('ends when the bench ends, also by an error', async () => {
    const bench = new FakeBench();
    const child = endWithBench(startChild(), bench);
    const ended = once(child, 'exit');
    bench.emit('exit');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(bench.codes).toEqual([]);
  });

  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends when the bench is ended by %s, whose exit code is %d then', async (signal, code) => {
    const bench = new FakeBench();
    const children = [endWithBench(startChild(), bench), endWithBench(startChild(), bench)];
    const ended = Promise.all(children.map((child) => once(child, 'exit')));
    bench.emit(signal);
    expect(await ended).toEqual([
      [null, 'SIGKILL'],
      [null, 'SIGKILL'],
    ]);
    expect(bench.codes).toEqual([code]);
  });

  test('that ended before the bench is forgotten, so that thousands can be started', async () => {
    const bench = new FakeBench();
    const child = endWithBench(startChild(), bench);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(bench.listenerCount('exit')).toBe(0);
  });
});

const sources = readdirSync('bench').flatMap((file) =>
  file.endsWith('.ts') ? [{ file, source: readFileSync(`bench/${file}`, 'utf8') }] : [],
);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe('every bench', () => {
  test('that starts a redis-server asks for one first, rather than fail without it after it was built', () => {
    const needing = sources.flatMap(({ file, source }) =>
      source.includes('RedisServer.start') ? [file.replace(/\.ts$/, '.js')] : [],
    );
    expect(needing.length).toBeGreaterThan(7);
    const commands = needing.map((file) =>
      Object.values(scripts).find((command) => command.endsWith(`.bench/bench/${file}`)),
    );
    for (const command of commands) {
      expect(command).toMatch(/^node scripts\/require-redis-server\.mjs && /);
    }
  });

  test('ends the programs that it starts', () => {
    const starts = sources.flatMap(({ file, source }) =>
      /\bspawn\(|new RunningFootwatch\(/.test(source.replaceAll('pty.spawn(', '')) ? [{ file, source }] : [],
    );
    expect(starts.map(({ file }) => file).sort()).toEqual(
      expect.arrayContaining(['cacher.ts', 'export.ts', 'pushed.ts', 'serve.ts', 'soak.ts', 'watch.ts']),
    );
    expect(starts.filter(({ source }) => !source.includes('endWithBench(')).map(({ file }) => file)).toEqual(
      [],
    );
  });
});
