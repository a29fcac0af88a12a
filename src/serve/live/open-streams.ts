import { randomBytes } from 'node:crypto';
import { UnreadStates } from './unread-states.ts';

const ID_BYTES = 16;

/** A stream that a client has open. */
export interface OpenStream {
  /** What its client names it by, when it says what it has read. */
  readonly id: string;
  readonly unread: UnreadStates;
  /** Makes room for another client. */
  close(): void;
}

/** The streams that are open: so many at most. */
export class OpenStreams {
  readonly #most: number;
  readonly #streams = new Map<string, { readonly reader: string; readonly unread: UnreadStates }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** How many there are. */
  get count(): number {
    return this.#streams.size;
  }

  /**
   * Opens one; null where there are too many already.
   *
   * @param reader whose it is
   * @param most how many states may be under way to it; Infinity where its client does not say what it reads
   */
  open(reader: string, most: number): OpenStream | null {
    if (this.#streams.size >= this.#most) return null;
    const id = randomBytes(ID_BYTES).toString('base64url');
    const unread = new UnreadStates(most);
    this.#streams.set(id, { reader, unread });
    return { id, unread, close: () => void this.#streams.delete(id) };
  }

  /** Takes that a reader has read a state of a stream; returns whether the reader has such a stream, and the stream such a state. */
  read(id: string, reader: string, state: number): boolean {
    const stream = this.#streams.get(id);
    return stream !== undefined && stream.reader === reader && stream.unread.read(state);
  }
}
