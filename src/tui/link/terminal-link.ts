import { RateEstimate } from './rate-estimate.ts';

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
  /**
   * How many whole seconds old the acknowledged picture is, where the reader is behind: where that age is too old to be called
   * live, or was a moment ago, so that LIVE does not come and go on a link that is barely fast enough. Null otherwise.
   */
  readonly secondsBehind: number | null;
}

/** A picture that gets older than this is not of now. */
const MAX_LIVE_AGE_MS = 1000;
/** A reader who was behind stays so for this time. */
const BEHIND_HOLD_MS = 2000;
/** Without a first answer in this time, none is expected. */
const FIRST_ANSWER_MS = 5000;
/** After so long a silence answers may have been lost: with them, pictures too. */
const SILENCE_MS = 5000;
/** A second frame is sent before the first is acknowledged only when the first takes less than this to transfer. */
const MAX_OVERLAP_MS = 250;
/** What arrives within this time is seen as one change. */
const MAX_AT_ONCE_MS = 100;
/** While the rate is not known, larger frames are taken to last long. */
const MAX_UNKNOWN_BYTES = 2000;

interface SentUpdate {
  readonly bytes: number;
  /** When it was made, and sent: what it shows is of that instant. */
  readonly sentMs: number;
  /** Whether it says nothing of now, because it takes long to arrive. A single one that does says nothing of the next. */
  readonly isSilent?: boolean;
  /** Whether it was no update, but a question of another kind, by whose answer lost answers are known. */
  readonly isProbe?: boolean;
}

/**
 * Keeps count of what was sent to a terminal and what it acknowledged. The bytes written are not the bytes seen: ssh and TCP
 * swallow many seconds of pictures. An update therefore ends with a question, and its answer says that the update was read.
 *
 * All answers are alike. So that one that was lost, as while nobody is attached, does not hold up everything for ever, a probe is
 * sent after a long silence: its answer differs, and says that what was asked before has been answered, or never will be.
 *
 * Pure: instants are given, of a monotonic clock, in milliseconds.
 */
export class TerminalLink {
  readonly #options: TerminalLinkOptions;
  readonly #startedMs: number;
  /** Sent and not acknowledged, oldest first; the first of all is the bare question of the start. */
  #pending: SentUpdate[] = [];
  /** What was given up for want of a first answer, which may still come. */
  #late: SentUpdate[] = [];
  #hasGivenUp = false;
  /** Whether an answer came that was taken for one to what was forgotten. */
  #hasPassedOver = false;
  #isMeasured = false;
  #lastAcknowledgedMs: number;
  #shortestRoundTripMs: number | null = null;
  #roundTripMs: number | null = null;
  readonly #rate = new RateEstimate();
  /** How old the last acknowledged update was then, and how long it took after the one before. */
  #lagMs: number | null = null;
  #transferMs = 0;
  #wasSilent = false;
  /** When an acknowledged update was last too old to be called live. */
  #behindMs = Number.NEGATIVE_INFINITY;

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
    if (!this.#options.asks || (this.#hasGivenUp && !this.#isMeasured)) return 0;
    return this.#pending.length + this.#late.length;
  }

  /** Notes that an update was written. One of no more than a question measures the round trip alone. */
  noteSent(bytes: number, nowMs: number, isSilent = false): void {
    this.#settle(nowMs);
    if (this.isAsking(nowMs) || this.#paceBytesPerSecond(nowMs) !== null)
      this.#pending.push({ bytes, sentMs: nowMs, isSilent });
  }

  /** Notes that the terminal answered the oldest open question. */
  noteAnswer(nowMs: number): void {
    if (!this.#options.asks) return;
    this.#settle(nowMs);
    const late = this.#late.shift();
    if (late !== undefined) {
      this.#noteLateAnswer(late, nowMs);
      return;
    }
    const [update] = this.#pending;
    if (update === undefined) return;
    if (update.isProbe) {
      // It answers what was asked before the probe; unless there is nobody who answers probes.
      this.#hasPassedOver = true;
      return;
    }
    this.#isMeasured = true;
    const roundTripMs = nowMs - update.sentMs;
    this.#measureRate(update, nowMs, Math.min(this.#shortestRoundTripMs ?? 0, roundTripMs));
    this.#shortestRoundTripMs = Math.min(this.#shortestRoundTripMs ?? roundTripMs, roundTripMs);
    this.#roundTripMs = roundTripMs;
    this.#acknowledge(update, nowMs);
  }

  /** Whether answers have failed to come for so long that a probe has to be sent. */
  isProbeDue(nowMs: number): boolean {
    if (!this.#isMeasured) return false;
    const since = this.#pending.findLast(({ isProbe }) => isProbe) ?? this.#pending[0];
    return since !== undefined && nowMs - since.sentMs >= SILENCE_MS;
  }

  /** Notes that a probe was sent. */
  noteProbeSent(nowMs: number): void {
    this.#pending.push({ bytes: 0, sentMs: nowMs, isProbe: true });
  }

  /** Notes that the terminal answered a probe; returns whether answers before it were lost. */
  noteProbeAnswer(nowMs: number): boolean {
    const at = this.#pending.findLastIndex(({ isProbe }) => isProbe);
    if (at < 0) return false;
    const lost = this.#pending.slice(0, at).filter(({ isProbe }) => !isProbe);
    this.#pending = this.#pending.slice(at + 1);
    this.#late = [];
    this.#hasPassedOver = false;
    this.#lastAcknowledgedMs = nowMs;
    if (lost.length > 0) this.#lagMs = null;
    return lost.length > 0;
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
    const rate = this.#rate.bytesPerSecond;
    const isUncertain = !this.#isMeasured || rate === null || this.#pending.some(({ isProbe }) => isProbe);
    if (isUncertain || frames.length > 1) return false;
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

  /**
   * Whether an update of so many bytes takes so long to arrive that what it says of now is old by then. That the reader is
   * behind, which is said once it is known, remains true.
   */
  isSlow(bytes: number, nowMs: number): boolean {
    const rate = this.#isMeasured ? this.#rate.cautious : this.#paceBytesPerSecond(nowMs);
    if (rate === null) return this.isAsking(nowMs) && bytes > MAX_UNKNOWN_BYTES;
    const arrivalMs = (bytes / rate) * 1000 + (this.#shortestRoundTripMs ?? 0);
    return arrivalMs > MAX_LIVE_AGE_MS && this.report(nowMs).secondsBehind === null;
  }

  /** Whether an update of so many bytes arrives at once, as far as that is known: what is before it on the screen does not get old. */
  isAtOnce(bytes: number, nowMs: number): boolean {
    const rate = this.#isMeasured ? this.#rate.cautious : this.#paceBytesPerSecond(nowMs);
    if (rate === null) return !this.isAsking(nowMs) || bytes <= MAX_UNKNOWN_BYTES;
    return (bytes / rate) * 1000 <= MAX_AT_ONCE_MS;
  }

  /** What is known at an instant. */
  report(nowMs: number): TerminalLinkReport {
    this.#settle(nowMs);
    const [oldest] = this.#pending;
    const waitedMs = oldest === undefined ? 0 : nowMs - oldest.sentMs;
    const seenMs = this.#lagMs === null ? null : Math.max(this.#lagMs, waitedMs);
    const ageMs = seenMs === null ? null : seenMs + this.#transferMs;
    const isBehind = ageMs !== null && (ageMs > MAX_LIVE_AGE_MS || nowMs - this.#behindMs < BEHIND_HOLD_MS);
    return {
      state: this.#isMeasured ? 'measured' : this.isAsking(nowMs) ? 'waiting' : 'unknown',
      roundTripMs: this.#roundTripMs,
      bytesPerSecond: this.#rate.bytesPerSecond,
      pictureAgeMs: ageMs,
      secondsBehind: isBehind ? Math.max(1, Math.ceil((seenMs ?? 0) / 1000)) : null,
    };
  }

  /**
   * Forgets how old the picture is, and what was asked: the terminal was away, and what it shows is drawn anew.
   *
   * @returns whether a probe has to be sent, since answers from before may still come
   */
  forgetPicture(): boolean {
    this.#lagMs = null;
    this.#transferMs = 0;
    const isOpen = this.openQuestions > 0 && this.#isMeasured;
    if (isOpen) {
      this.#pending = [];
      this.#late = [];
    }
    return isOpen;
  }

  #isFirstAnswerOverdue(nowMs: number): boolean {
    return nowMs - this.#startedMs >= FIRST_ANSWER_MS;
  }

  /** The rate to go by while nothing is measured; null when there is none. */
  #paceBytesPerSecond(nowMs: number): number | null {
    return this.#isMeasured || this.isAsking(nowMs) ? null : this.#options.bytesPerSecond;
  }

  /** Gives up what seems not to be answered, and takes for read what the known rate must have carried. */
  #settle(nowMs: number): void {
    const [first] = this.#pending;
    if (this.#hasPassedOver && first?.isProbe && nowMs - first.sentMs >= SILENCE_MS) {
      // Whoever answers other questions answers no probes: the answer was to what came after them.
      this.#hasPassedOver = false;
      this.#pending = [];
    }
    if (this.#isMeasured || this.isAsking(nowMs)) return;
    if (!this.#hasGivenUp && this.#options.asks) this.#late = [...this.#pending];
    this.#hasGivenUp = true;
    const rate = this.#options.bytesPerSecond;
    for (const update of [...this.#pending]) {
      const dueMs = rate === null ? nowMs : this.#dueMs(update, rate);
      if (dueMs > nowMs) return;
      if (rate === null) this.#pending.shift();
      else this.#acknowledge(update, dueMs);
    }
  }

  /** The terminal does answer: from now on it is asked. Until it has answered that, the picture is as old as this answer. */
  #noteLateAnswer(question: SentUpdate, nowMs: number): void {
    if (!this.#isMeasured) this.#pending = [];
    this.#isMeasured = true;
    this.#roundTripMs = nowMs - question.sentMs;
    this.#lagMs = this.#roundTripMs;
    this.#transferMs = 0;
    this.#lastAcknowledgedMs = nowMs;
  }

  #dueMs({ bytes, sentMs }: SentUpdate, bytesPerSecond: number): number {
    return Math.max(sentMs, this.#lastAcknowledgedMs) + (bytes / bytesPerSecond) * 1000;
  }

  #measureRate({ bytes, sentMs }: SentUpdate, nowMs: number, roundTripMs: number): void {
    const isQueued = sentMs < this.#lastAcknowledgedMs;
    this.#rate.add(bytes, isQueued ? nowMs - this.#lastAcknowledgedMs : nowMs - sentMs - roundTripMs);
  }

  #acknowledge(update: SentUpdate, nowMs: number): void {
    this.#pending.shift();
    const isSingle = update.isSilent && !this.#wasSilent;
    if (update.bytes > 0) this.#wasSilent = update.isSilent === true;
    if (isSingle) {
      this.#lagMs = this.#shortestRoundTripMs ?? 0;
      this.#transferMs = 0;
    } else if (update.bytes > 0) {
      this.#lagMs = nowMs - update.sentMs;
      this.#transferMs = nowMs - Math.max(update.sentMs, this.#lastAcknowledgedMs);
      if (this.#lagMs + this.#transferMs > MAX_LIVE_AGE_MS) this.#behindMs = nowMs;
    }
    this.#lastAcknowledgedMs = nowMs;
  }
}
