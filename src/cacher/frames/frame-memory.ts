import type { Frame } from '../../core/decoding/frame.ts';
import type { DatedFrame } from './date-frames.ts';

/** A frame that the store has: its own time or number, a digest of its readings, and when it was received, Unix milliseconds. */
export interface StoredFrame {
  readonly own: number;
  readonly digest: number;
  readonly atMs: number;
}

/** How many frames are remembered: ten seconds at a hundred a second. */
const MAX_REMEMBERED = 1024;
/** How many frames that may be of a device that started anew wait until that is known. */
const MAX_DOUBTFUL = 4096;
/** How long a device has to count from a lower time or number on until it is known to have started anew. */
const RESTART_MS = 2000;
/** How far the pace of that may be from the device's usual one: what is played again comes much faster. */
const MAX_PACE_RATIO = 2;
/** The fastest pace that is believed of a device whose usual one is not known, in numbers a second. */
const MAX_NUMBERS_A_SECOND = 1000;

/**
 * The frames of a patient that were stored last, by which a frame that comes again is known: each is stored once.
 *
 * Times and numbers rise. When they are lower than what is remembered, either the frames were stored long ago and are sent again, or the
 * device has started anew. They wait, and are taken once they have risen for two seconds at the device's usual pace.
 */
export class FrameMemory {
  /** Digests of the readings by the frames' own times or numbers. */
  #remembered = new Map<number, StoredFrame>();
  #newest = Number.NEGATIVE_INFINITY;
  /** Frames up to this one are not remembered any more. */
  #floor = Number.NEGATIVE_INFINITY;
  #doubtful = new Map<number, DatedFrame>();
  #newestDoubtful = Number.NEGATIVE_INFINITY;
  /** How much the frames' own times or numbers rise in a second where that is known before: 1 for times in seconds. */
  readonly #knownPace: number | null;

  /**
   * @param stored the newest frames of the store, oldest first
   * @param knownPace how much their own times or numbers rise in a second; null when that is not known
   */
  constructor(stored: readonly StoredFrame[], knownPace: number | null) {
    this.#knownPace = knownPace;
    for (const frame of stored) this.#remember(frame);
    // What was stored before these is not remembered either.
    if (stored.length > 0) this.#floor = Math.min(...stored.map(({ own }) => own));
  }

  /** How much the frames' own times or numbers rise in a second; null when too few were stored to tell. */
  get pace(): number | null {
    if (this.#knownPace !== null) return this.#knownPace;
    const [first] = this.#remembered.values();
    const last = this.#remembered.get(this.#newest);
    if (first === undefined || last === undefined || last.atMs - first.atMs < 100) return null;
    const pace = (last.own - first.own) / ((last.atMs - first.atMs) / 1000);
    return pace > 0 ? pace : null;
  }

  /**
   * Takes frames that came together, in order.
   *
   * @returns those that have to be stored now, with those that waited, and how many more turned out to be stored already
   */
  take(frames: readonly DatedFrame[]): { readonly fresh: readonly DatedFrame[]; readonly repeated: number } {
    const fresh: DatedFrame[] = [];
    let repeated = 0;
    for (const dated of frames) {
      const own = dated.frame.own ?? 0;
      const known = this.#remembered.get(own);
      if (known === undefined && own > this.#floor) {
        repeated += this.dismissDoubtful();
        fresh.push(dated);
        this.#remember(toStored(dated));
      } else if (known?.digest === digestFrame(dated.frame) || this.#doubtful.has(own)) repeated++;
      else {
        repeated += this.#doubt(dated, own);
        if (!this.#hasStartedAnew()) continue;
        fresh.push(...this.#startAnew());
      }
    }
    return { fresh, repeated };
  }

  /** Takes the frames that wait for stored already, and returns how many there were. */
  dismissDoubtful(): number {
    const { size } = this.#doubtful;
    if (size > 0) this.#doubtful = new Map();
    this.#newestDoubtful = Number.NEGATIVE_INFINITY;
    return size;
  }

  #doubt(dated: DatedFrame, own: number): number {
    const isRising = own > this.#newestDoubtful && this.#doubtful.size < MAX_DOUBTFUL;
    const dismissed = isRising ? 0 : this.dismissDoubtful();
    this.#doubtful.set(own, dated);
    this.#newestDoubtful = own;
    return dismissed;
  }

  #hasStartedAnew(): boolean {
    const [first] = this.#doubtful.values();
    const last = this.#doubtful.get(this.#newestDoubtful);
    if (first === undefined || last === undefined) return false;
    const seconds = (last.receivedMs - first.receivedMs) / 1000;
    if (seconds < RESTART_MS / 1000) return false;
    const pace = (this.#newestDoubtful - (first.frame.own ?? 0)) / seconds;
    const usual = this.pace;
    if (usual === null) return pace <= MAX_NUMBERS_A_SECOND;
    return pace <= usual * MAX_PACE_RATIO && pace >= usual / MAX_PACE_RATIO;
  }

  #startAnew(): DatedFrame[] {
    const frames = [...this.#doubtful.values()];
    this.dismissDoubtful();
    this.#remembered = new Map();
    this.#newest = Number.NEGATIVE_INFINITY;
    this.#floor = Number.NEGATIVE_INFINITY;
    for (const frame of frames) this.#remember(toStored(frame));
    return frames;
  }

  #remember(frame: StoredFrame): void {
    this.#remembered.set(frame.own, frame);
    this.#newest = Math.max(this.#newest, frame.own);
    if (this.#remembered.size <= 2 * MAX_REMEMBERED) return;
    // Into another Map: in one that frames come into and leave for hours, V8 keeps what left until a full collection.
    const kept = [...this.#remembered.values()].sort((a, b) => a.own - b.own);
    const forgotten = kept.splice(0, kept.length - MAX_REMEMBERED);
    this.#floor = forgotten.at(-1)?.own ?? this.#floor;
    this.#remembered = new Map(kept.map((each) => [each.own, each]));
  }
}

function toStored({ frame, atMs }: DatedFrame): StoredFrame {
  return { own: frame.own ?? 0, digest: digestFrame(frame), atMs };
}

function digestFrame({ sensors }: Pick<Frame, 'sensors'>): number {
  return digestReadings(sensors);
}

/** A number that tells the readings of a frame from those of most others. */
export function digestReadings(sensors: readonly { readonly id: number; readonly value: number }[]): number {
  let digest = 0;
  for (const { id, value } of sensors) digest = (Math.imul(digest, 31) + id + Math.round(value * 1000)) | 0;
  return digest;
}
