import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './run-footwatch.ts';

const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin`;
const LOOK_MS = 25;
let shells = 0;

/** A shell with job control, in a tmux server of its own. */
export class TmuxShell {
  readonly #socket = join(mkdtempSync(join(tmpdir(), 'footwatch-tmux-')), 'socket');
  readonly #env: Record<string, string>;

  constructor(columns = 120, rows = 40) {
    this.#env = cleanEnvironment({ PATH, PS1: `ready${shells++} ` });
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      `${columns}`,
      '-y',
      `${rows}`,
      'bash --norc --noprofile -i',
    );
    this.#tmux('set-option', '-g', 'window-size', 'manual');
  }

  get screen(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** Reads one of tmux's variables of the pane, such as `alternate_on` or `cursor_flag`. */
  ask(variable: string): string {
    return this.#tmux('display-message', '-p', `#{${variable}}`).trim();
  }

  /** Waits until the screen matches, and gives it. Only the test's time limit ends the wait. */
  async until(isThere: RegExp | ((screen: string) => boolean)): Promise<string> {
    for (;;) {
      const { screen } = this;
      if (typeof isThere === 'function' ? isThere(screen) : isThere.test(screen)) return screen;
      await sleep(LOOK_MS);
    }
  }

  /** Presses keys by tmux's names for them. */
  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Types a line into the shell. */
  type(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.press('Enter');
  }

  /** Types a line, waits until the shell has run it, and gives the screen. */
  async run(line: string, marker = `done${shells++}`): Promise<string> {
    // The marker is typed in two parts, so that only the output of echo matches it.
    this.type(`${line}; echo "status=$?" ${marker.slice(0, 2)}''${marker.slice(2)}`);
    return this.until(new RegExp(`status=\\d+ ${marker}`));
  }

  /** The settings of the terminal as `stty -a` tells them, past the screen, which wraps them. */
  async readSettings(): Promise<string> {
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-stty-')), 'settings');
    await this.run(`stty -a > ${file}`);
    return readFileSync(file, 'utf8');
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The id of the process that the shell started last. */
  child(): number {
    const shell = this.ask('pane_pid');
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ');
    return Number(children.at(-1));
  }

  end(): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { env: this.#env, encoding: 'utf8' });
  }
}
