import type { IPty } from '@lydell/node-pty';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { cleanEnvironment, FOOTWATCH } from './run-footwatch.ts';
import { readScreen } from './screen-text.ts';

const SLICE_MS = 20;

/** How a terminal is reached. */
export interface SlowLink {
  /** Bytes a second from the program to the terminal; what does not fit waits, however much it is. */
  readonly bytesPerSecond: number;
  /** How long each byte is under way, in each direction. */
  readonly latencyMs?: number;
}

/**
 * A program in a real pseudo-terminal whose reader sits behind a slow link with an unbounded buffer, as behind ssh: the program
 * can write as much as it likes and learns nothing of it. The terminal answers questions, over the same link.
 */
export class SlowTerminal {
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly #link: SlowLink;
  readonly #timer: NodeJS.Timeout;
  readonly #onPicture: (screen: string) => void;
  #queue: { readonly bytes: Buffer; readonly atMs: number }[] = [];
  #budgetBytes = 0;
  #lastMs = performance.now();
  readonly ended: Promise<number>;
  /** What the program was sent by the terminal. */
  answers = '';

  constructor(
    args: readonly string[],
    link: SlowLink,
    onPicture: (screen: string) => void = () => {},
    { columns = 120, rows = 40, env = {}, program = process.execPath, programArgs = [FOOTWATCH] } = {},
  ) {
    this.#link = link;
    this.#onPicture = onPicture;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#pty = pty.spawn(program, [...programArgs, ...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      env: cleanEnvironment({ TERM: 'xterm-256color', ...env }),
      encoding: null,
    });
    this.#pty.onData((data) => {
      this.#queue.push({ bytes: Buffer.from(data), atMs: performance.now() });
    });
    this.#terminal.onData((answer) => {
      this.answers += answer;
      setTimeout(() => this.#pty.write(answer), link.latencyMs ?? 0);
    });
    this.#timer = setInterval(() => this.#deliver(), SLICE_MS);
    this.ended = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  /** The screen as the reader sees it, one line per row. */
  get screen(): string {
    return readScreen(this.#terminal);
  }

  /** How many bytes are written and not seen. */
  get queuedBytes(): number {
    return this.#queue.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  press(keys: string): void {
    this.#pty.write(keys);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#pty.kill('SIGKILL');
  }

  #deliver(): void {
    const nowMs = performance.now();
    this.#budgetBytes += ((nowMs - this.#lastMs) / 1000) * this.#link.bytesPerSecond;
    this.#lastMs = nowMs;
    const due: Buffer[] = [];
    while (this.#budgetBytes >= 1) {
      const [first] = this.#queue;
      if (first === undefined || first.atMs + (this.#link.latencyMs ?? 0) > nowMs) break;
      const bytes = first.bytes.subarray(0, Math.floor(this.#budgetBytes));
      due.push(bytes);
      this.#budgetBytes -= bytes.length;
      this.#queue.shift();
      const rest = first.bytes.subarray(bytes.length);
      if (rest.length > 0) this.#queue.unshift({ bytes: rest, atMs: first.atMs });
    }
    // An idle link saves nothing up.
    if (this.#queue.length === 0) this.#budgetBytes = 0;
    if (due.length > 0) this.#terminal.write(Buffer.concat(due), () => this.#onPicture(this.screen));
    else this.#onPicture(this.screen);
  }
}
