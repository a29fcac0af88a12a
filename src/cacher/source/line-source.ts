import { type DecodedLine, decodeLine, type LineFormat } from '../../core/decoding/decode-line.ts';
import { type DecodeRefusal, type Frame, refuse } from '../../core/decoding/frame.ts';
import { type PatientId, type Profile, UNKNOWN_PROFILE } from '../../core/patient.ts';
import type { PushedFrames, SampleSource } from './sample-source.ts';
import { type ByteLine, LineSplitter } from './split-lines.ts';

/** What a source of lines reads, and how. */
export interface LineSourceOptions {
  readonly input: AsyncIterable<Uint8Array>;
  readonly format: LineFormat;
  /** Whether to leave what has not been read where it is: while the store is away, or too much waits for it. */
  readonly isHeldUp: () => boolean;
  /** Whether another cacher stores the patient. */
  readonly isLeft: (patient: PatientId) => boolean;
  /** Something of a patient came. */
  readonly onNews: (patient: PatientId) => void;
  /** A line could not be taken. */
  readonly onRefused: (refusal: DecodeRefusal) => void;
  /** Monotonic clock. */
  readonly nowMs: () => number;
}

/** What came of a patient and was not fetched yet. */
interface Arrived {
  profile: Profile | null;
  frames: { readonly frame: Frame; readonly atMs: number }[];
  /** Why the last line was refused; null when it was taken. */
  refusal: DecodeRefusal | null;
}

/** The longest line: a minute of the longest frames is shorter. */
const MAX_LINE_BYTES = 4_194_304;
/** How many frames may wait to be fetched until no more is read. */
const MAX_ARRIVED = 2000;
/** How often it is seen whether reading can go on. */
const HOLD_UP_MS = 20;
/** How long the frames of a patient whom another cacher stores are kept, to be stored here if that one ends: longer than a lease. */
const KEPT_MS = 6000;

/** Takes samples from lines of JSON as they come, and reads no more of them than can be stored. */
export class LineSource implements SampleSource {
  readonly #options: LineSourceOptions;
  readonly #arrived = new Map<PatientId, Arrived>();
  #lines = 0;
  #refused = 0;
  #isClosed = false;

  constructor(options: LineSourceOptions) {
    this.#options = options;
  }

  /** How many lines came, and how many of them, or of their frames, were refused. */
  get counts(): { readonly lines: number; readonly refused: number } {
    return { lines: this.#lines, refused: this.#refused };
  }

  /** How many frames came that were not fetched yet, but for those of patients whom another cacher stores. */
  get size(): number {
    let size = 0;
    for (const [patient, { frames }] of this.#arrived)
      if (!this.#options.isLeft(patient)) size += frames.length;
    return size;
  }

  hasNews(patient: PatientId): boolean {
    const arrived = this.#arrived.get(patient);
    return arrived !== undefined && (arrived.frames.length > 0 || arrived.refusal !== null);
  }

  async fetch(patient: PatientId): Promise<PushedFrames> {
    const arrived = this.#arrived.get(patient);
    const frames = arrived?.frames.splice(0).map(({ frame }) => frame) ?? [];
    const refusal = arrived?.refusal ?? null;
    if (arrived !== undefined) arrived.refusal = null;
    if (frames.length === 0 && refusal !== null) return { kind: 'decoded', decoded: refusal };
    return {
      kind: 'decoded',
      decoded: { kind: 'frames', profile: arrived?.profile ?? UNKNOWN_PROFILE, frames, refused: null },
    };
  }

  /** Reads until the input has ended, or the source was closed. Rejects when the input cannot be read. */
  async read(): Promise<void> {
    const splitter = new LineSplitter(MAX_LINE_BYTES);
    for await (const chunk of this.#options.input) {
      this.#take(splitter.push(chunk));
      await this.#waitWhileHeldUp();
      if (this.#isClosed) return;
    }
    this.#take(splitter.end());
  }

  /** Reads no more. */
  close(): void {
    this.#isClosed = true;
  }

  async #waitWhileHeldUp(): Promise<void> {
    while (!this.#isClosed && (this.size > MAX_ARRIVED || this.#options.isHeldUp()))
      await new Promise((resolve) => setTimeout(resolve, HOLD_UP_MS));
  }

  #take(lines: readonly ByteLine[]): void {
    const news = new Set<PatientId>();
    for (const line of lines) {
      this.#lines++;
      const decoded: DecodedLine =
        line === null
          ? refuse('wrong-shape', `it is longer than ${MAX_LINE_BYTES} bytes`)
          : decodeLine(line, this.#options.format);
      if (decoded.kind === 'refused') this.#refuse(decoded, 1);
      else for (const answer of decoded.answers) if (this.#takeAnswer(answer)) news.add(answer.patient);
    }
    for (const patient of news) this.#options.onNews(patient);
  }

  #takeAnswer({ patient, decoded }: Extract<DecodedLine, { kind: 'line' }>['answers'][number]): boolean {
    const arrived = this.#arrived.get(patient) ?? { profile: null, frames: [], refusal: null };
    this.#arrived.set(patient, arrived);
    if (decoded.kind === 'refused') {
      this.#refuse(decoded, 1);
      arrived.refusal = decoded;
      return true;
    }
    if (decoded.refused !== null) this.#refuse(decoded.refused.first, decoded.refused.owns.length);
    const atMs = this.#options.nowMs();
    arrived.profile = decoded.profile;
    arrived.refusal = null;
    for (const frame of decoded.frames) arrived.frames.push({ frame, atMs });
    if (this.#options.isLeft(patient)) forgetBefore(arrived.frames, atMs - KEPT_MS);
    return decoded.frames.length > 0;
  }

  #refuse(refusal: DecodeRefusal, count: number): void {
    this.#refused += count;
    this.#options.onRefused(refusal);
  }
}

function forgetBefore(frames: { readonly atMs: number }[], limitMs: number): void {
  const kept = frames.findIndex(({ atMs }) => atMs >= limitMs);
  frames.splice(0, kept === -1 ? frames.length : kept);
}
