import type { Log } from '../cacher/log.ts';
import type { DecodeRefusal } from '../core/decoding/frame.ts';

const WINDOW_MS = 10_000;
const MAX_KINDS = 20;

/** Tells the log of lines that could not be taken: of each kind at once, and then how many there were every ten seconds. */
export class RefusedLines {
  readonly #log: Log;
  #counts = new Map<string, { readonly error: string; count: number }>();
  #timer: NodeJS.Timeout | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  /** A line, or a frame of one, was refused. */
  note({ message }: DecodeRefusal): void {
    // The same in another place, or with another reading, is the same kind.
    const kind = message.replace(/\d+/g, '0');
    const known = this.#counts.get(kind);
    if (known) known.count++;
    else if (this.#counts.size < MAX_KINDS) {
      this.#counts.set(kind, { error: message, count: 0 });
      this.#log.warn({ error: message }, 'line refused');
    }
    this.#timer ??= setInterval(() => this.#flush(), WINDOW_MS);
  }

  /** Logs what is still being counted. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#flush();
  }

  #flush(): void {
    const counted = [...this.#counts.values()].filter(({ count }) => count > 0);
    for (const each of counted) {
      this.#log.warn({ error: each.error, lines: each.count }, 'more lines refused');
      each.count = 0;
    }
    if (counted.length === 0) this.#counts = new Map();
  }
}
