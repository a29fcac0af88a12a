/** How the link to the terminal is measured and paced. */
export interface TerminalLinkOptions {
  /** Whether the terminal itself answers: behind a multiplexer the answer is not the eye's. */
  readonly asks: boolean;
  /** Bytes a second that the link is known to carry; null when that is not known. Used while nothing is measured. */
  readonly bytesPerSecond: number | null;
}

/** What is known of the link to the terminal. */
export interface TerminalLinkReport {
  /** `waiting` for the first answer, `unknown` when none came or none is asked for, `measured` from the first answer on. */
  readonly state: 'waiting' | 'unknown' | 'measured';
  /** From a question to its answer, milliseconds; null unless measured. */
  readonly roundTripMs: number | null;
  /** Bytes a second that the link carries; null when not known. */
  readonly bytesPerSecond: number | null;
  /** How old the picture before the reader's eyes gets until the next one comes, milliseconds; null when not known. */
  readonly pictureAgeMs: number | null;
}

/** Without a first answer in this time, none is expected. */
const FIRST_ANSWER_MS = 5000;
/** A second frame is sent before the first is acknowledged only when the first takes less than this to transfer. */
const MAX_OVERLAP_MS = 250;
/** Smaller updates tell the round trip, not the rate. */
const MIN_RATE_BYTES = 200;
/** What arrives within this time is faster than can be measured. */
const MIN_TRANSFER_MS = 5;
/** Share that a new measurement of the rate has in the rate. */
const NEW_RATE_SHARE = 0.5;
/** While the rate is not known, larger frames are taken to last long. */
const MAX_UNKNOWN_BYTES = 2000;
/** Frames that take longer than this to transfer must not say what is true only now. */
const MAX_TRANSFER_MS = 1000;

interface SentUpdate {
  readonly bytes: number;
  /** When it was made, and sent: what it shows is of that instant. */
  readonly sentMs: number;
}

/**
 * Keeps count of what was sent to a terminal and what it acknowledged. The bytes written are not the bytes seen: ssh and TCP
 * swallow many seconds of pictures. An update therefore ends with a question, and its answer says that the update was read.
 * Pure: instants are given, of a monotonic clock, in milliseconds.
 */
export class TerminalLink {
  readonly #options: TerminalLinkOptions;
  readonly #startedMs: number;
  /** Sent and not acknowledged, oldest first; the first of all is the bare question of the start. */
  #pending: SentUpdate[] = [];
  #isMeasured = false;
  #lastAcknowledgedMs: number;
  #shortestRoundTripMs = Number.POSITIVE_INFINITY;
  #roundTripMs: number | null = null;
  #bytesPerSecond: number | null = null;
  /** How old the last acknowledged update was then, and how long it took after the one before. */
  #lagMs: number | null = null;
  #transferMs = 0;

  constructor(options: TerminalLinkOptions, nowMs: number) {
    this.#options = options;
    this.#startedMs = nowMs;
    this.#lastAcknowledgedMs = nowMs;
  }

  /** Whether updates have to end with a question. */
  isAsking(nowMs: number): boolean {
    return this.#options.asks && (this.#isMeasured || !this.#isFirstAnswerOverdue(nowMs));
  }

  /** How many answers are still to come. */
  get openQuestions(): number {
    return this.#options.asks ? this.#pending.length : 0;
  }

  /** Notes that an update was written. One of no more than a question measures the round trip alone. */
  noteSent(bytes: number, nowMs: number): void {
    this.#settle(nowMs);
    if (this.isAsking(nowMs) || this.#paceBytesPerSecond(nowMs) !== null)
      this.#pending.push({ bytes, sentMs: nowMs });
  }

  /** Notes that the terminal answered the oldest open question. */
  noteAnswer(nowMs: number): void {
    if (!this.#options.asks) return;
    const [update] = this.#pending;
    if (update === undefined) return;
    this.#isMeasured = true;
    const roundTripMs = nowMs - update.sentMs;
    this.#shortestRoundTripMs = Math.min(this.#shortestRoundTripMs, roundTripMs);
    this.#measureRate(update, nowMs);
    this.#roundTripMs = roundTripMs;
    this.#acknowledge(update, nowMs);
  }

  /** Notes that the terminal shows what is true now already: nothing had to be written. */
  noteUnchanged(nowMs: number): void {
    this.#settle(nowMs);
    if (this.#pending.length === 0 && this.#lagMs !== null) this.#lagMs = this.#transferMs = 0;
  }

  /** Whether a frame may be written, or has to wait until one before it is acknowledged. */
  mayDraw(nowMs: number): boolean {
    this.#settle(nowMs);
    const frames = this.#pending.filter(({ bytes }) => bytes > 0);
    if (frames.length === 0) return true;
    const rate = this.#bytesPerSecond;
    if (!this.#isMeasured || rate === null || frames.length > 1) return false;
    return ((frames[0]?.bytes ?? 0) / rate) * 1000 < MAX_OVERLAP_MS;
  }

  /** When mayDraw() can change without an answer; null when it cannot. */
  nextChangeMs(nowMs: number): number | null {
    const [update] = this.#pending;
    if (update === undefined || this.#isMeasured) return null;
    const rate = this.#paceBytesPerSecond(nowMs);
    if (rate !== null) return this.#dueMs(update, rate);
    return this.#startedMs + FIRST_ANSWER_MS;
  }

  /** Whether an update of so many bytes takes so long to arrive that what it says of now is old by then. */
  isSlow(bytes: number, nowMs: number): boolean {
    const rate = this.#isMeasured ? this.#bytesPerSecond : this.#paceBytesPerSecond(nowMs);
    if (rate !== null) return (bytes / rate) * 1000 > MAX_TRANSFER_MS;
    return this.isAsking(nowMs) && bytes > MAX_UNKNOWN_BYTES;
  }

  /** What is known at an instant. */
  report(nowMs: number): TerminalLinkReport {
    this.#settle(nowMs);
    const [oldest] = this.#pending;
    const waitedMs = oldest === undefined ? 0 : nowMs - oldest.sentMs;
    return {
      state: this.#isMeasured ? 'measured' : this.isAsking(nowMs) ? 'waiting' : 'unknown',
      roundTripMs: this.#roundTripMs,
      bytesPerSecond: this.#bytesPerSecond,
      pictureAgeMs: this.#lagMs === null ? null : Math.max(this.#lagMs, waitedMs) + this.#transferMs,
    };
  }

  /** Forgets how old the picture is: the terminal was away, and what it shows is drawn anew. */
  forgetPicture(): void {
    this.#lagMs = null;
    this.#transferMs = 0;
  }

  #isFirstAnswerOverdue(nowMs: number): boolean {
    return nowMs - this.#startedMs >= FIRST_ANSWER_MS;
  }

  /** The rate to go by while nothing is measured; null when there is none. */
  #paceBytesPerSecond(nowMs: number): number | null {
    return this.#isMeasured || this.isAsking(nowMs) ? null : this.#options.bytesPerSecond;
  }

  /** Gives up what nobody will answer, and takes for read what the known rate must have carried. */
  #settle(nowMs: number): void {
    if (this.#isMeasured || this.isAsking(nowMs)) return;
    const rate = this.#options.bytesPerSecond;
    for (const update of [...this.#pending]) {
      const dueMs = rate === null ? nowMs : this.#dueMs(update, rate);
      if (dueMs > nowMs) return;
      if (rate === null) this.#pending.shift();
      else this.#acknowledge(update, dueMs);
    }
  }

  #dueMs({ bytes, sentMs }: SentUpdate, bytesPerSecond: number): number {
    return Math.max(sentMs, this.#lastAcknowledgedMs) + (bytes / bytesPerSecond) * 1000;
  }

  #measureRate({ bytes, sentMs }: SentUpdate, nowMs: number): void {
    if (bytes < MIN_RATE_BYTES) return;
    const isQueued = sentMs < this.#lastAcknowledgedMs;
    const transferMs = isQueued
      ? nowMs - this.#lastAcknowledgedMs
      : nowMs - sentMs - this.#shortestRoundTripMs;
    const measured = (bytes / Math.max(MIN_TRANSFER_MS, transferMs)) * 1000;
    const known = this.#bytesPerSecond;
    this.#bytesPerSecond =
      known === null ? measured : NEW_RATE_SHARE * measured + (1 - NEW_RATE_SHARE) * known;
  }

  #acknowledge(update: SentUpdate, nowMs: number): void {
    this.#pending.shift();
    if (update.bytes > 0) {
      this.#lagMs = nowMs - update.sentMs;
      this.#transferMs = nowMs - Math.max(update.sentMs, this.#lastAcknowledgedMs);
    }
    this.#lastAcknowledgedMs = nowMs;
  }
}
