import { DistributionHistogram } from '../core/distribution.ts';
import { findInsoleAt } from '../core/insole/insole-timeline.ts';
import type { PatientId } from '../core/patient.ts';
import { keepPatiently } from '../store/keep-patiently.ts';
import type { KeptWalks, StoredWalk, WalkToKeep } from '../store/kept-walks.ts';
import { type StoreReader, StoreUnavailable } from '../store/store.ts';
import type { DistributionQuery, SamplesQuery } from './model/effect.ts';
import type { KeepAnswer } from './model/keeping.ts';
import type { Message } from './model/message.ts';

/** Answers single queries of the dashboard to the store, beside what the follower keeps up to date. */
export interface StoreQueries {
  /** Reads samples. A newer query of the same purpose replaces one that is not answered yet. */
  readSamples(query: SamplesQuery): void;
  /** Counts a whole list again and again, in place of the list counted before; null stops counting. */
  countDistribution(query: DistributionQuery | null): void;
  /** Keeps a walk; the call is repeated for some seconds while the store is unavailable. */
  keepWalk(walk: WalkToKeep): void;
  /** Lists the kept walks of a patient, or of all. A newer query replaces one that is not answered yet. */
  listKept(patient: PatientId | null): void;
  close(): void;
}

/** What queries to the store need, and who gets the answers. */
export interface StoreQueriesOptions {
  readonly store: StoreReader & KeptWalks;
  /** How much the kept walks of a patient may hold. */
  readonly maxKeptBytes: number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly onMessage: (message: Message) => void;
  /** Called with any error but an unavailable store: queries are repeated until the store answers. */
  readonly onBug: (error: unknown) => void;
}

const RETRY_MS = 500;
/** How often a partial count is reported. */
const PARTIAL_MS = 250;
const MIN_RECOUNT_MS = 1000;
/** After a count follows a pause this many times as long, so that a long list is no steady load on the store. */
const PAUSE_PER_COUNT = 10;

/** Starts answering queries. No method throws: answers come as messages. */
export function startStoreQueries(options: StoreQueriesOptions): StoreQueries {
  return new RepeatingQueries(options);
}

class RepeatingQueries implements StoreQueries {
  readonly #options: StoreQueriesOptions;
  readonly #newest = new Map<SamplesQuery['purpose'], SamplesQuery>();
  readonly #pauses = new Map<NodeJS.Timeout, () => void>();
  #counting: DistributionQuery | null = null;
  #listing: symbol | null = null;
  #isClosed = false;

  constructor(options: StoreQueriesOptions) {
    this.#options = options;
  }

  readSamples(query: SamplesQuery): void {
    this.#newest.set(query.purpose, query);
    const isWanted = () => !this.#isClosed && this.#newest.get(query.purpose) === query;
    void this.#repeat(isWanted, async () => {
      const { patient, list, atSeconds, before, from } = query;
      const samples = await this.#options.store.readAround(patient, list, atSeconds, { before, from });
      if (isWanted()) this.#options.onMessage({ kind: 'samplesRead', query, samples });
    });
  }

  countDistribution(query: DistributionQuery | null): void {
    this.#counting = query;
    if (query === null) return;
    const isWanted = () => !this.#isClosed && this.#counting === query;
    void this.#repeat(isWanted, async () => {
      while (isWanted()) {
        const startedMs = this.#options.nowMs();
        await this.#countOnce(query, isWanted);
        const tookMs = this.#options.nowMs() - startedMs;
        await this.#pause(Math.max(MIN_RECOUNT_MS, PAUSE_PER_COUNT * tookMs));
      }
    });
  }

  keepWalk(walk: WalkToKeep): void {
    const { store, maxKeptBytes: maxBytes, onMessage } = this.#options;
    const answer = (given: KeepAnswer) => {
      if (!this.#isClosed) onMessage({ kind: 'walkKept', walk, answer: given, maxBytes });
    };
    keepPatiently(store, walk, maxBytes, (ms) => this.#pause(ms)).then(answer, (error: unknown) => {
      if (error instanceof StoreUnavailable) answer({ kind: 'failed', reason: error.message });
      else this.#options.onBug(error);
    });
  }

  listKept(patient: PatientId | null): void {
    const query = Symbol('list');
    this.#listing = query;
    const isWanted = () => !this.#isClosed && this.#listing === query;
    void this.#repeat(isWanted, async () => {
      const { store, onMessage } = this.#options;
      const walks: StoredWalk[] = [];
      for (const each of patient === null ? await store.keptPatients() : [patient])
        walks.push(...(await store.kept(each)).walks);
      if (isWanted()) onMessage({ kind: 'keptListed', patient, walks });
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

  async #countOnce(query: DistributionQuery, isWanted: () => boolean): Promise<void> {
    const { store, nowMs, onMessage } = this.#options;
    const insoles = await store.readInsoles(query.patient);
    const histogram = new DistributionHistogram(insoles.current);
    const report = (isWhole: boolean) =>
      onMessage({ kind: 'distributionCounted', query, distribution: histogram.read(), isWhole });
    let reportedMs = nowMs();
    for await (const samples of store.samplePages(query.patient, query.list, 0)) {
      if (!isWanted()) return;
      for (const sample of samples)
        if (findInsoleAt(insoles, sample.atSeconds) === insoles.current) histogram.add(sample);
      if (nowMs() - reportedMs < PARTIAL_MS) continue;
      reportedMs = nowMs();
      report(false);
    }
    if (isWanted()) report(true);
  }

  /** Runs a step again while the store is unavailable, as long as its answer is wanted. */
  async #repeat(isWanted: () => boolean, step: () => Promise<void>): Promise<void> {
    while (isWanted()) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) return this.#options.onBug(error);
        await this.#pause(RETRY_MS);
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
