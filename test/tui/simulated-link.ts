import { PassThrough, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import xterm from '@xterm/headless';

/** How a terminal is reached. */
export interface SimulatedLinkOptions {
  /** Bytes a second from the program to the terminal. */
  readonly bytesPerSecond: number;
  /** How long each byte is under way, in each direction, milliseconds. */
  readonly latencyMs: number;
  /** Called whenever bytes have reached the terminal, and whenever time has passed. */
  readonly onPicture: (rows: readonly string[]) => void;
}

/** In how small steps a link delivers, milliseconds. */
export const SLICE_MS = 20;
const COLUMNS = 120;
const ROWS = 40;

/**
 * A terminal behind a slow link whose buffer takes whatever is written, in fake time: the program learns nothing of what is
 * under way but from the terminal's answers.
 */
export class SimulatedLink {
  readonly input = Object.assign(new PassThrough(), { isTTY: true, isRaw: false, setRawMode: () => {} });
  readonly output: SwallowingOutput;
  /** Whether nothing gets through in either direction; what is sent meanwhile comes later. */
  isStalled = false;
  /** Whether what either side sends is lost, as while nobody is attached. */
  isDetached = false;
  readonly #options: SimulatedLinkOptions;
  readonly #screen = new xterm.Terminal({
    cols: COLUMNS,
    rows: ROWS,
    allowProposedApi: true,
    logLevel: 'off',
  }) as WritableScreen;
  /** xterm.js loses a character such as the ellipsis, e2 80 a6, when its bytes come in pieces: it gets whole characters. */
  readonly #decoder = new StringDecoder('utf8');
  #queue: { readonly bytes: Buffer; readonly atMs: number }[] = [];
  #budgetBytes = 0;
  #seen: string[] = [];

  constructor(options: SimulatedLinkOptions) {
    this.#options = options;
    this.output = new SwallowingOutput(COLUMNS, ROWS, (bytes) => {
      if (!this.isDetached) this.#queue.push({ bytes, atMs: performance.now() });
    });
    this.#screen.onData((answer) => {
      if (!this.isDetached) setTimeout(() => this.input.write(answer), options.latencyMs);
    });
  }

  /** How many bytes are written and not seen. */
  get queuedBytes(): number {
    return this.#queue.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** The screen as the reader sees it: a synchronized update is shown at its end, in the strictest of terminals. */
  get rows(): string[] {
    if (!this.#screen.modes.synchronizedOutputMode) this.#seen = this.#readRows();
    return this.#seen;
  }

  #readRows(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#screen.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  press(bytes: string): void {
    setTimeout(() => this.input.write(bytes), this.#options.latencyMs);
  }

  /** Leaves nothing on the screen, as another terminal. */
  clear(): void {
    this.#screen._core.writeSync('\x1b[2J');
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.output.columns = columns;
    this.output.rows = rows;
    this.output.emit('resize');
  }

  /** Carries what a slice of time lets through; to be called once in SLICE_MS. */
  deliver(): void {
    if (this.isStalled) {
      this.#options.onPicture(this.rows);
      return;
    }
    const nowMs = performance.now();
    this.#budgetBytes += (SLICE_MS / 1000) * this.#options.bytesPerSecond;
    while (this.#budgetBytes >= 1) {
      const [first] = this.#queue;
      if (first === undefined || first.atMs + this.#options.latencyMs > nowMs) break;
      const bytes = first.bytes.subarray(0, Math.floor(this.#budgetBytes));
      this.#budgetBytes -= bytes.length;
      this.#queue.shift();
      if (bytes.length < first.bytes.length)
        this.#queue.unshift({ bytes: first.bytes.subarray(bytes.length), atMs: first.atMs });
      this.#screen._core.writeSync(this.#decoder.write(bytes));
      this.#options.onPicture(this.rows);
    }
    // An idle link saves nothing up.
    if (this.#queue.length === 0) this.#budgetBytes = 0;
    this.#options.onPicture(this.rows);
  }
}

/** Writing waits for timers, which are faked, unless it is done at once. */
type WritableScreen = xterm.Terminal & { readonly _core: { writeSync(text: string): void } };

class SwallowingOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #take: (bytes: Buffer) => void;

  constructor(columns: number, rows: number, take: (bytes: Buffer) => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#take = take;
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#take(bytes);
    done();
  }
}
