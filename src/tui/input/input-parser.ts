import { type InputEvent, STATUS_REPORT } from './input-event.ts';
import { nameCharacter } from './key-names.ts';
import { LoneKeys } from './lone-key.ts';
import { canBeginAnswer, INTRODUCERS, SequenceReader } from './sequence-reader.ts';
import { Utf8Sequence } from './utf8.ts';

/** What was begun may pause for this long; after a longer pause it is given up. */
const MAX_PAUSE_MS = 1000;
/** The same for what has become far too long, so that the next key that somebody presses acts. */
const MAX_OVERLONG_PAUSE_MS = 250;

/** What a line adds by itself, at any place: NUL to pad, and XON and XOFF to hold it up. */
const ADDED_BY_LINES: ReadonlySet<number> = new Set([0x00, 0x11, 0x13]);
const INTERRUPT = 0x03;
const ESCAPE = 0x1b;

/** What the bytes so far belong to. */
type State =
  | { readonly kind: 'ground' }
  | { readonly kind: 'character' }
  /** After ESC, until it is known whether it is a key of its own. */
  | { readonly kind: 'escape' }
  /** Only a sequence that begins with its ESC presses keys: others are late tails, or begin with an 8-bit control. */
  | {
      readonly kind: 'sequence';
      readonly reader: SequenceReader;
      readonly pressesKeys: boolean;
      /** The introducer of a late tail until the next byte tells whether it was a key. */
      readonly doubtful: string | null;
    };

const GROUND: State = { kind: 'ground' };
const NOTHING: readonly InputEvent[] = [];
const ESCAPE_KEY: readonly InputEvent[] = [{ kind: 'key', key: 'escape' }];

/**
 * Makes events of a terminal's bytes, however these are cut. Pure: it knows the time only as it is told.
 *
 * - ESC is a key of its own only when nothing that belongs to it comes within `escapeTimeoutMs`. Esc and a key that
 *   come together are Esc, then the key.
 * - CSI, SS3, strings (OSC, DCS, APC, PM, SOS) and bracketed pastes are taken whole. What is not known makes no event.
 * - What comes up to a second after such an Esc and looks like the rest of its sequence presses no key.
 * - What is begun and never ended makes no event, and is given up after a pause of a second, or a shorter one beyond
 *   64 kB. Ctrl-C acts in every state.
 * - What serial lines add to what is sent, anywhere, is passed over.
 */
export class InputParser {
  readonly #escapeTimeoutMs: number;
  readonly #loneKeys = new LoneKeys();
  readonly #utf8 = new Utf8Sequence();
  #state: State = GROUND;
  /** When the newest ESC came; it is the one that a late tail belongs to. */
  #escapeMs = Number.NEGATIVE_INFINITY;
  /** Whether nothing has come since an ESC that turned out to be a key of its own. */
  #isAfterEscape = false;
  /** When that ESC came, while it is open whether what comes is the answer to a question for the status. */
  #earlierEscapeMs: number | null = null;
  /** When the first byte of what was begun came, and the newest byte of all. */
  #firstMs = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #expectedReports = 0;

  constructor({ escapeTimeoutMs }: { readonly escapeTimeoutMs: number }) {
    this.#escapeTimeoutMs = escapeTimeoutMs;
  }

  /** The instant after which expire() may have something to say; null when there is none. */
  get dueMs(): number | null {
    const state = this.#state;
    if (state.kind === 'ground') {
      const aloneMs = this.#loneKeys.dueMs;
      if (!this.#isAfterEscape) return aloneMs;
      return Math.min(this.#escapeMs + MAX_PAUSE_MS, aloneMs ?? Number.POSITIVE_INFINITY);
    }
    if (state.kind === 'escape') return this.#escapeMs + this.#escapeTimeoutMs;
    const isOverlong = state.kind === 'sequence' && state.reader.isOverlong;
    return this.#lastMs + (isOverlong ? MAX_OVERLONG_PAUSE_MS : MAX_PAUSE_MS);
  }

  /** Tells that the terminal was asked for its status: the answer then is no other byte beside a key. */
  expectStatusReport(): void {
    this.#expectedReports++;
  }

  /** Takes bytes that came at an instant, which is not earlier than the last one. */
  feed(bytes: Uint8Array, atMs: number): readonly InputEvent[] {
    const events = [...this.expire(atMs)];
    for (const byte of bytes) {
      if (this.#isPassedOver(byte)) {
        this.#loneKeys.note(atMs, atMs, null);
        continue;
      }
      if (this.#state.kind === 'ground') this.#firstMs = atMs;
      const made = byte === INTERRUPT ? this.#finishKey(byte, atMs) : this.#take(byte, atMs);
      if (made.length > 0) events.push(...made);
      this.#lastMs = atMs;
    }
    return events;
  }

  /** Decides what nothing more can belong to at an instant. */
  expire(nowMs: number): readonly InputEvent[] {
    const decided = this.#giveUp(nowMs);
    if (nowMs > this.#escapeMs + MAX_PAUSE_MS) this.#isAfterEscape = false;
    const alone = this.#state.kind === 'ground' ? this.#loneKeys.settle(nowMs) : null;
    return alone === null ? decided : [...decided, { kind: 'alone', key: alone }];
  }

  #isPassedOver(byte: number): boolean {
    const state = this.#state;
    return ADDED_BY_LINES.has(byte) && !(state.kind === 'sequence' && state.reader.holdsAnyByte);
  }

  #giveUp(nowMs: number): readonly InputEvent[] {
    const { kind } = this.#state;
    if (kind === 'ground' || this.dueMs === null || nowMs <= this.dueMs) return NOTHING;
    this.#isAfterEscape = kind === 'escape';
    return this.#finish(kind === 'escape' ? ESCAPE_KEY : NOTHING, this.#lastMs);
  }

  #take(byte: number, atMs: number): readonly InputEvent[] {
    switch (this.#state.kind) {
      case 'ground':
        return this.#takeInGround(byte, atMs);
      case 'character':
        return this.#takeInCharacter(byte, atMs);
      case 'escape':
        return this.#takeAfterEscape(byte, atMs);
      case 'sequence':
        return this.#takeInSequence(this.#state, byte, atMs);
    }
  }

  #takeInGround(byte: number, atMs: number): readonly InputEvent[] {
    // Only expire() ends it: what came in time may be read late.
    const isLate = this.#isAfterEscape;
    this.#isAfterEscape = false;
    if (byte === ESCAPE) {
      this.#earlierEscapeMs = isLate ? this.#escapeMs : null;
      this.#escapeMs = atMs;
      return this.#enter({ kind: 'escape' });
    }
    if (byte < 0x80) {
      const character = String.fromCharCode(byte);
      if (isLate && character === '\\') return this.#finish(NOTHING, atMs);
      if (isLate && INTRODUCERS.includes(character)) return this.#begin(character, { isLate });
      return this.#finishKey(byte, atMs);
    }
    const introducer = String.fromCharCode(byte - 0x40);
    if (byte < 0xa0 && INTRODUCERS.includes(introducer)) return this.#begin(introducer, { isEightBit: true });
    return this.#utf8.begin(byte) ? this.#enter({ kind: 'character' }) : this.#finish(NOTHING, atMs);
  }

  #takeInCharacter(byte: number, atMs: number): readonly InputEvent[] {
    if (!this.#utf8.add(byte)) return this.#startAgain(NOTHING, byte, atMs);
    return this.#utf8.isOpen ? NOTHING : this.#finishKey(this.#utf8.codePoint, atMs);
  }

  #takeAfterEscape(byte: number, atMs: number): readonly InputEvent[] {
    const character = String.fromCharCode(byte);
    if (INTRODUCERS.includes(character)) return this.#begin(character, {});
    // The end of a string that was given up.
    if (character === '\\') return this.#finish(NOTHING, atMs);
    return this.#startAgain(ESCAPE_KEY, byte, atMs);
  }

  #takeInSequence(
    state: Extract<State, { kind: 'sequence' }>,
    byte: number,
    atMs: number,
  ): readonly InputEvent[] {
    const { reader, pressesKeys, doubtful } = state;
    if (doubtful !== null) {
      // A key that was pressed soon after Esc. Nothing shows that it did anything, so it must not act this late.
      if (!canBeginAnswer(doubtful, byte)) return this.#startAgain(NOTHING, byte, atMs);
      this.#state = { ...state, doubtful: null };
    }
    const step = reader.take(byte);
    switch (step) {
      case 'more':
        if (byte === ESCAPE) this.#escapeMs = atMs;
        return NOTHING;
      case 'startsAgain':
        return this.#startAgain(NOTHING, byte, atMs);
      case 'startsAfterEscape':
        this.#state = { kind: 'escape' };
        return this.#takeAfterEscape(byte, atMs);
      default:
        return this.#finish(pressesKeys ? step : step.filter(({ kind }) => kind !== 'key'), atMs);
    }
  }

  #begin(introducer: string, { isLate = false, isEightBit = false }): readonly InputEvent[] {
    return this.#enter({
      kind: 'sequence',
      reader: new SequenceReader(introducer),
      pressesKeys: !isLate && !isEightBit,
      doubtful: isLate ? introducer : null,
    });
  }

  #enter(state: State): readonly InputEvent[] {
    this.#state = state;
    return NOTHING;
  }

  /** Ends what was begun before this byte, which begins something else. */
  #startAgain(before: readonly InputEvent[], byte: number, atMs: number): readonly InputEvent[] {
    const ended = this.#finish(before, this.#lastMs);
    this.#firstMs = atMs;
    return [...ended, ...this.#takeInGround(byte, atMs)];
  }

  #finishKey(codePoint: number, atMs: number): readonly InputEvent[] {
    const key = nameCharacter(codePoint);
    return this.#finish(key === null ? NOTHING : [{ kind: 'key', key }], atMs);
  }

  /** Ends what was begun, with the events that it makes. */
  #finish(events: readonly InputEvent[], lastMs: number): readonly InputEvent[] {
    this.#state = GROUND;
    const [first] = events;
    const earlierEscapeMs = this.#earlierEscapeMs;
    this.#earlierEscapeMs = null;
    if (this.#expectedReports > 0 && first?.kind === 'reply' && first.reply === STATUS_REPORT) {
      this.#expectedReports--;
      // It is as if it had not come: what belongs to an Esc before it may still come late.
      if (earlierEscapeMs !== null) {
        this.#isAfterEscape = true;
        this.#escapeMs = earlierEscapeMs;
      }
      return events;
    }
    const key = events.length === 1 && first?.kind === 'key' ? first.key : null;
    this.#loneKeys.note(this.#firstMs, lastMs, key);
    return events;
  }
}
