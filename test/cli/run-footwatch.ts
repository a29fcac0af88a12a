import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program, as users run it. */
export const FOOTWATCH = fileURLToPath(new URL('../../dist/bin/footwatch.js', import.meta.url));

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes an environment without the machine's own variables, and with a home without configuration. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), 'footwatch-home-'));
  return { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', ...extra };
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** The standard input; it is empty without. */
  readonly input?: string;
  /** A program and its arguments that run footwatch, such as one that takes rights away. */
  readonly through?: readonly string[];
}

/** A running footwatch, whose output is collected. */
export class RunningFootwatch {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly ended: Promise<Run>;
  #waiting: (() => void)[] = [];

  constructor(args: readonly string[], options: RunOptions = {}) {
    const [program = '', ...words] = [...(options.through ?? []), process.execPath, FOOTWATCH, ...args];
    this.child = spawn(program, words, {
      env: cleanEnvironment(options.env),
      cwd: options.cwd ?? mkdtempSync(join(tmpdir(), 'footwatch-run-')),
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // A session of its own, without a controlling terminal, as a service has.
      detached: true,
    });
    this.child.stdin?.end(options.input);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#take('stdout', text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#take('stderr', text));
    this.ended = new Promise((resolve) => {
      this.child.on('close', (exitCode) => {
        for (const wake of this.#waiting.splice(0)) wake();
        resolve({ exitCode, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Waits until the output so far satisfies a condition. Throws when the process ends before. */
  async until(isSatisfied: (run: RunningFootwatch) => boolean): Promise<void> {
    while (!isSatisfied(this)) {
      if (this.child.exitCode !== null) {
        throw new Error(`footwatch ended with ${this.child.exitCode}: ${this.stderr || this.stdout}`);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The complete lines of stdout so far. */
  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  /** Ends the process if it still runs, and resolves with its result. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<Run> {
    if (this.child.exitCode === null) this.child.kill(signal);
    return this.ended;
  }

  #take(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** Runs footwatch to its end. */
export function runFootwatch(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return new RunningFootwatch(args, options).ended;
}
