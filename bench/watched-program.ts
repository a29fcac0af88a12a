import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pty, { type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const COLUMNS = 120;
const ROWS = 40;
/** From this many bytes on, the output is more than preparation of the screen. */
const PAINTED_BYTES = 1000;
/** Outputs closer together than this are one update. */
const UPDATE_GAP_MS = 100;
const TICKS_PER_SECOND = 100;
const STATUS_QUESTION = '\x1b[5n';
const STATUS_ANSWER = '\x1b[0n';
/** As much of the output is kept, UTF-16 units. */
const MAX_TEXT = 20_000;

/** A program and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** One piece of output, and when it came. */
export interface Output {
  readonly atMs: number;
  readonly bytes: number;
}

/** A program in a pseudo-terminal of 120x40, and what it costs from a moment on. */
export class WatchedProgram {
  readonly #pty: IPty;
  readonly #startedMs = performance.now();
  readonly ended: Promise<number>;
  readonly outputs: Output[] = [];
  firstPaintMs: number | null = null;
  #text = '';
  #screen: xterm.Terminal | null = null;
  #fromMs = 0;
  #fromTicks = 0;

  constructor({ file, args }: Command) {
    this.#pty = pty.spawn(file, [...args], {
      name: 'xterm-256color',
      cols: COLUMNS,
      rows: ROWS,
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    });
    let total = 0;
    this.#pty.onData((text) => {
      const atMs = performance.now();
      const bytes = Buffer.byteLength(text);
      total += bytes;
      // Answers as a terminal does; footwatch draws the next frame once it has the answer to the one before.
      if (text.includes(STATUS_QUESTION)) this.#pty.write(STATUS_ANSWER);
      this.#text = (this.#text + text).slice(-MAX_TEXT);
      this.#screen?.write(text);
      this.outputs.push({ atMs, bytes });
      if (total >= PAINTED_BYTES) this.firstPaintMs ??= atMs - this.#startedMs;
    });
    this.ended = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  /** Waits until the lines on the screen satisfy a condition; resolves with the milliseconds since the start. */
  async waitFor(isSatisfied: (lines: readonly string[]) => boolean): Promise<number> {
    const screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
    screen.write(this.#text);
    this.#screen = screen;
    const readLines = () =>
      Array.from({ length: ROWS }, (_, row) => screen.buffer.active.getLine(row)?.translateToString() ?? '');
    while (!isSatisfied(readLines())) await this.wait(5);
    this.#screen = null;
    screen.dispose();
    return performance.now() - this.#startedMs;
  }

  /** Waits a while for something that the program will show. Throws when it has ended, as it shows nothing more then. */
  async wait(ms: number): Promise<void> {
    const exitCode = await Promise.race([this.ended, sleep(ms, null)]);
    if (exitCode !== null) throw new Error(`the program ended with ${exitCode}: ${this.#text}`);
  }

  /** Starts to measure. */
  start(): void {
    this.#fromMs = performance.now();
    this.#fromTicks = this.#ticks();
    this.outputs.length = 0;
  }

  /** What the program wrote and used since `start`. */
  measure(): { seconds: number; bytes: number; updates: number; cpuPercent: number; peakMegabytes: number } {
    const seconds = (performance.now() - this.#fromMs) / 1000;
    const updates = this.outputs.filter(
      ({ atMs }, index) => atMs - (this.outputs[index - 1]?.atMs ?? 0) > UPDATE_GAP_MS,
    );
    return {
      seconds,
      bytes: this.outputs.reduce((sum, { bytes }) => sum + bytes, 0),
      updates: updates.length,
      cpuPercent: ((this.#ticks() - this.#fromTicks) / TICKS_PER_SECOND / seconds) * 100,
      peakMegabytes: Number(/VmHWM:\s+(\d+)/.exec(this.#read('status'))?.[1]) / 1024,
    };
  }

  async stop(): Promise<void> {
    this.#pty.kill('SIGTERM');
    const timer = setTimeout(() => this.#pty.kill('SIGKILL'), 2000);
    await this.ended;
    clearTimeout(timer);
  }

  /** CPU time in clock ticks, user and system. */
  #ticks(): number {
    const [, , , , , , , , , , , , user = '0', system = '0'] = this.#read('stat')
      .replace(/\(.*\) /, '')
      .split(' ');
    return Number(user) + Number(system);
  }

  #read(name: string): string {
    return readFileSync(`/proc/${this.#pty.pid}/${name}`, 'utf8');
  }
}
