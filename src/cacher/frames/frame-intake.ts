import type { DecodedFrames, Frame, FrameDecoder } from '../../core/decoding/frame.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { PatientId, Profile } from '../../core/patient.ts';
import { StoreUnavailable, type StoreWriter } from '../../store/store.ts';
import type { CacherOptions } from '../cacher-options.ts';
import { makeEntry } from '../make-entry.ts';
import type { PatientPolling } from '../patient-polling.ts';
import type { WriteQueue } from '../write/write-queue.ts';
import { dateFrames } from './date-frames.ts';
import { digestReadings, FrameMemory, type StoredFrame } from './frame-memory.ts';

/** What the intake needs of the cacher. */
export interface FrameIntakeOptions
  extends Pick<
    CacherOptions,
    'intervalMs' | 'retentionMs' | 'simulateAnomalies' | 'random' | 'nowMs' | 'wallMs' | 'onBug'
  > {
  readonly store: Pick<StoreWriter, 'readNewest'>;
  readonly queue: Pick<WriteQueue, 'add'>;
  /** Frames that are stored already came again. */
  readonly onRepeated: (frames: number) => void;
  /** Frames will not be stored, as the store did not tell which ones it has. */
  readonly onDropped: (frames: number) => void;
}

/** Frames of a patient that came together. */
interface Arrival {
  readonly polling: PatientPolling;
  readonly profile: Profile;
  readonly decoder: FrameDecoder;
  readonly frames: readonly Frame[];
  readonly receivedMs: number;
  /** The monotonic clock minus the wall clock. */
  readonly monotonicMs: number;
}

interface PatientFrames {
  /** Null until the store has told which frames it has. */
  memory: FrameMemory | null;
  isReading: boolean;
  waiting: Arrival[];
}

/** How many stored entries are read to know which frames the store has. */
const ENTRIES_READ = 256;
/** How long after a failed read the next one is tried. */
const RETRY_MS = 250;
/** By more than this no frames get ahead of the clock. */
const MAX_AHEAD_MS = 10_000;
/** How many frames of a patient may wait until the store has told which ones it has. */
const MAX_WAITING_FRAMES = 5000;

/** Takes frames that have a time or number of their own, dates them, and queues each for the store once. */
export class FrameIntake {
  readonly #options: FrameIntakeOptions;
  #patients = new Map<PatientId, PatientFrames>();
  #isClosed = false;
  /** The instant of the newest frame, Unix milliseconds. */
  #newestMs = 0;

  constructor(options: FrameIntakeOptions) {
    this.#options = options;
  }

  /** How many frames wait until the store has told which ones it has. */
  get size(): number {
    let size = 0;
    for (const { waiting } of this.#patients.values()) size += countFrames(waiting);
    return size;
  }

  /** How far the instants of the newest frames are ahead of the clock. */
  get aheadMs(): number {
    return Math.max(0, this.#newestMs - this.#options.wallMs());
  }

  /** Takes the frames of an answer, in their order. */
  take(
    polling: PatientPolling,
    { profile, frames, decoder }: Pick<Arrival, 'profile' | 'frames' | 'decoder'>,
    receivedMs: number,
  ): void {
    if (frames.length === 0) return;
    const { nowMs, wallMs } = this.#options;
    const arrival = { polling, profile, decoder, frames, receivedMs, monotonicMs: nowMs() - wallMs() };
    const known = this.#getOrCreate(polling.patient);
    if (known.memory !== null) {
      this.#queue(arrival, known.memory);
      return;
    }
    known.waiting.push(arrival);
    while (countFrames(known.waiting) > MAX_WAITING_FRAMES && known.waiting.length > 1)
      this.#options.onDropped(known.waiting.shift()?.frames.length ?? 0);
    void this.#read(polling, known, decoder);
  }

  /** Forgets what the store has of a patient: another cacher may write it from now on. */
  forget(patient: PatientId): void {
    this.#patients.delete(patient);
  }

  /** Waits until nothing waits for the store, `limitMs` at most, and drops the rest. */
  async close(limitMs: number): Promise<void> {
    const { nowMs } = this.#options;
    const untilMs = nowMs() + limitMs;
    while (this.size > 0 && nowMs() < untilMs) await sleep(RETRY_MS / 5);
    this.#isClosed = true;
    for (const { waiting, memory } of this.#patients.values()) {
      const repeated = memory?.dismissDoubtful() ?? 0;
      if (repeated > 0) this.#options.onRepeated(repeated);
      if (waiting.length > 0) this.#options.onDropped(countFrames(waiting));
    }
    this.#patients.clear();
  }

  #getOrCreate(patient: PatientId): PatientFrames {
    const known = this.#patients.get(patient) ?? { memory: null, isReading: false, waiting: [] };
    this.#patients.set(patient, known);
    return known;
  }

  /** Reads which frames the store has, and takes those that waited for it; goes on trying while the store is away. */
  async #read(polling: PatientPolling, known: PatientFrames, decoder: FrameDecoder): Promise<void> {
    if (known.isReading) return;
    known.isReading = true;
    const { patient } = polling;
    while (known.memory === null && !this.#isClosed && this.#patients.get(patient) === known) {
      try {
        const stored = readStored(await this.#options.store.readNewest(patient, ENTRIES_READ), decoder);
        const newest = stored.at(-1);
        // A sample from the future was stored by a clock that has been set since.
        if (newest !== undefined && newest.atMs <= this.#options.wallMs()) polling.noteStored(newest.atMs);
        known.memory = new FrameMemory(stored, decoder.pace);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) this.#options.onBug(error);
        await sleep(RETRY_MS);
      }
    }
    known.isReading = false;
    if (known.memory === null || this.#patients.get(patient) !== known) return;
    for (const arrival of known.waiting.splice(0)) this.#queue(arrival, known.memory);
  }

  #queue(arrival: Arrival, memory: FrameMemory): void {
    const { retentionMs, intervalMs, queue, onRepeated } = this.#options;
    const { polling, profile, frames, receivedMs, monotonicMs } = arrival;
    const pace = memory.pace;
    const periodMs = pace === null ? intervalMs / frames.length : 1000 / pace;
    const { fresh, repeated } = memory.take(dateFrames(frames, receivedMs, periodMs, retentionMs));
    if (repeated > 0) onRepeated(repeated);
    const timestamps = polling.nextTimestamps(
      fresh.map(({ atMs }) => atMs),
      receivedMs,
    );
    const newestMs = Number(timestamps.at(-1) ?? 0) * 1000;
    // Of a clock that was set back the instants before are no measure.
    if (newestMs > this.#newestMs || this.aheadMs > MAX_AHEAD_MS) this.#newestMs = newestMs;
    for (const [index, { frame }] of fresh.entries()) {
      const timestamp = timestamps[index] ?? '';
      const atSeconds = Number(timestamp) + monotonicMs / 1000;
      const sample = { profile, sensors: frame.sensors, atSeconds, timestamp };
      queue.add(polling.patient, { entry: makeEntry(polling, sample, this.#options) });
    }
  }
}

/** Sorts frames by their own times or numbers, as those of one answer may come in any order. */
export function sortFrames(decoded: DecodedFrames): DecodedFrames {
  if (decoded.kind === 'refused') return decoded;
  const { frames } = decoded;
  const isSorted = frames.every(
    ({ own }, index) => index === 0 || (frames[index - 1]?.own ?? 0) <= (own ?? 0),
  );
  return isSorted ? decoded : { ...decoded, frames: [...frames].sort((a, b) => (a.own ?? 0) - (b.own ?? 0)) };
}

function readStored(
  pairs: readonly (readonly [sensorsJson: string, timestamp: string])[],
  decoder: FrameDecoder,
): StoredFrame[] {
  return pairs.flatMap(([sensorsJson, timestamp]) => {
    const own = decoder.readOwn(sensorsJson);
    if (own === null) return [];
    // Another program may have written anything.
    const sensors = (parseJson(sensorsJson) as ({ id: number; value: number } | null)[]).filter(
      (sensor) => typeof sensor === 'object' && sensor !== null,
    );
    return [{ own, digest: digestReadings(sensors), atMs: Math.round(Number(timestamp) * 1000) }];
  });
}

function countFrames(arrivals: readonly { readonly frames: readonly Frame[] }[]): number {
  return arrivals.reduce((sum, { frames }) => sum + frames.length, 0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
