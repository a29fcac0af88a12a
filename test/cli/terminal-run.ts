import { readFileSync } from 'node:fs';
import type { IPty } from '@lydell/node-pty';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { cleanEnvironment, FOOTWATCH } from './run-footwatch.ts';
import { readScreen } from './screen-text.ts';

/** Nothing that a screen shows. The shell waits once it has written it: output that is not read when it ends can be lost. */
const OVER = '\x06';

/** A program in a real pseudo-terminal, whose screen is emulated cell by cell. */
export class TerminalRun {
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly ended: Promise<number>;
  #hasEnded = false;
  #heldAnswers: string[] | null = null;
  #waiting: (() => void)[] = [];
  output = '';

  /**
   * Runs a program under `sh`, which prints the terminal's settings before and after.
   *
   * @param through a program and its arguments that run the other one
   */
  constructor(
    args: readonly string[],
    {
      columns = 120,
      rows = 40,
      term = 'xterm-256color',
      program = FOOTWATCH,
      env = {},
      through = [] as string[],
    } = {},
  ) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const command = [...through, process.execPath, program, ...args].map((part) => `'${part}'`).join(' ');
    const script = `stty -a; ${command}; code=$?; echo; stty -a; printf '\\006'; read _; exit $code`;
    this.#pty = pty.spawn('sh', ['-c', script], {
      name: term,
      cols: columns,
      rows,
      env: cleanEnvironment({ TERM: term, ...env }),
    });
    // It answers when it is asked how far it has read.
    this.#terminal.onData((answer) => {
      if (this.#heldAnswers !== null) this.#heldAnswers.push(answer);
      else if (!this.#hasEnded) this.#pty.write(answer);
    });
    let isOver = false;
    this.#pty.onData((text) => {
      this.output += text;
      if (!isOver && this.output.includes(OVER)) {
        isOver = true;
        this.#pty.write('\n');
      }
      this.#terminal.write(text, () => this.#wake());
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        this.#hasEnded = true;
        this.#terminal.write('', () => {
          this.#wake();
          resolve(exitCode);
        });
      });
    });
  }

  /** The screen as text, one line per row. */
  get screen(): string {
    return readScreen(this.#terminal);
  }

  get isOnAlternateScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** The outputs of `stty -a`, before and after the program. */
  get terminalSettings(): string[] {
    return [...this.output.matchAll(/speed [\s\S]*?-extproc/g)].map(([settings]) => settings);
  }

  async until(isSatisfied: (screen: string) => boolean): Promise<void> {
    while (!isSatisfied(this.screen)) {
      if (this.#hasEnded) throw new Error(`ended with this on the screen:\n${this.screen}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Keeps answers of the terminal back until they are released: it writes none between the bytes of one key. */
  holdAnswers(): void {
    this.#heldAnswers ??= [];
  }

  /** Writes the answers that were kept back. */
  releaseAnswers(): void {
    const answers = this.#heldAnswers ?? [];
    this.#heldAnswers = null;
    if (!this.#hasEnded) this.#pty.write(answers.join(''));
  }

  press(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Sends a signal to footwatch itself, not to its shell. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.#footwatchPid(), signal);
  }

  end(): void {
    if (!this.#hasEnded) this.#pty.kill('SIGKILL');
  }

  #footwatchPid(): number {
    const shell = this.#pty.pid;
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ');
    return Number(children.at(-1));
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
