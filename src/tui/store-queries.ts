import { DistributionHistogram } from '../core/distribution.ts';
import type { PatientId } from '../core/patient.ts';
import { type StoredList, type StoreReader, StoreUnavailable } from '../store/store.ts';
import { readPairs } from '../store/stored-entry.ts';
import type { Effect, Message } from './model/message.ts';

/** Answers what the screen asks of the store now and then, beside what it follows. */
export interface Lookups {
  /** The newest question of each purpose counts. While the store is away it is asked again. */
  readSamples(question: Extract<Effect, { kind: 'readSamples' }>): void;
  /** Counts a whole list, again and again, until another list or none is asked for. */
  count(of: { readonly patient: PatientId; readonly list: StoredList } | null): void;
  close(): void;
}

export interface LookupsOptions {
  readonly store: StoreReader;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly onMessage: (message: Message) => void;
  /** A bug, never a store that is away. */
  readonly onBug: (error: unknown) => void;
}

const AWAY_PAUSE_MS = 500;
const PARTIAL_MS = 250;
const TALLY_PAUSE_MS = 1000;
/** A long list is counted for a small part of the time only. */
const PAUSE_PER_TALLY = 10;

export function startLookups(options: LookupsOptions): Lookups {
  return new StoreLookups(options);
}

class StoreLookups implements Lookups {
  readonly #options: LookupsOptions;
  readonly #questions = new Map<string, object>();
  readonly #pauses = new Map<NodeJS.Timeout, () => void>();
  #counted: object | null = null;
  #isClosed = false;

  constructor(options: LookupsOptions) {
    this.#options = options;
  }

  readSamples(question: Extract<Effect, { kind: 'readSamples' }>): void {
    this.#questions.set(question.purpose, question);
    const isWanted = () => this.#questions.get(question.purpose) === question;
    void this.#try(isWanted, async () => {
      const { patient, list, atSeconds, before, from } = question;
      const samples = await this.#options.store.readAround(patient, list, atSeconds, { before, from });
      if (isWanted() && !this.#isClosed) this.#options.onMessage({ kind: 'samplesRead', question, samples });
    });
  }

  count(of: { readonly patient: PatientId; readonly list: StoredList } | null): void {
    this.#counted = of;
    if (of === null) return;
    const isWanted = () => this.#counted === of;
    void this.#try(isWanted, async () => {
      while (isWanted() && !this.#isClosed) {
        const startedMs = this.#options.nowMs();
        await this.#countOnce(of, isWanted);
        const tookMs = this.#options.nowMs() - startedMs;
        await this.#pause(Math.max(TALLY_PAUSE_MS, PAUSE_PER_TALLY * tookMs));
      }
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const [timer, resolve] of this.#pauses) {
      clearTimeout(timer);
      resolve();
    }
    this.#pauses.clear();
  }

  async #countOnce(
    of: { readonly patient: PatientId; readonly list: StoredList },
    isWanted: () => boolean,
  ): Promise<void> {
    const { store, nowMs, onMessage } = this.#options;
    const tally = new DistributionHistogram();
    let toldMs = nowMs();
    for await (const pairs of store.pages(of.patient, of.list, 0)) {
      if (!isWanted() || this.#isClosed) return;
      for (const sample of readPairs(pairs).samples) tally.add(sample);
      if (nowMs() - toldMs < PARTIAL_MS) continue;
      toldMs = nowMs();
      onMessage({ kind: 'distributionCounted', ...of, distribution: tally.read(), isWhole: false });
    }
    if (isWanted() && !this.#isClosed) {
      onMessage({ kind: 'distributionCounted', ...of, distribution: tally.read(), isWhole: true });
    }
  }

  async #try(isWanted: () => boolean, step: () => Promise<void>): Promise<void> {
    while (isWanted() && !this.#isClosed) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) return this.#options.onBug(error);
        await this.#pause(AWAY_PAUSE_MS);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isClosed) return resolve();
      const timer = setTimeout(() => {
        this.#pauses.delete(timer);
        resolve();
      }, ms);
      this.#pauses.set(timer, resolve);
    });
  }
}
