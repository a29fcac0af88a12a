import { setTimeout as sleep } from 'node:timers/promises';
import type { Insole } from '../core/insole/insole.ts';
import { findInsoleAt, type InsoleTimeline } from '../core/insole/insole-timeline.ts';
import type { PatientId } from '../core/patient.ts';
import { type SampleRow, UnreadableRow } from '../export/read-sample-rows.ts';
import { continueTimeline, getInsoleReference } from '../store/insole-record.ts';
import { PAGE_ENTRIES } from '../store/read-pages.ts';
import { type Store, type StoredList, StoreUnavailable } from '../store/store.ts';
import type { StoredPair } from '../store/stored-entry.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFailure } from './explain-failure.ts';

/** Limit of the rows that wait for a full page where patients alternate: some 3 MB. */
const MAX_ROWS_WAITING = 10_000;
/** How long to wait before each further attempt. An outage is worth waiting for, as what is half imported has to be erased. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000];

/** What an import needs of the store. */
type ImportStore = Pick<Store, 'read' | 'append' | 'readInsoles' | 'writeInsoles'>;

/** Takes rows and stores them in one kind of list, page by page and patient by patient. */
export class Importer {
  /** Number of entries stored so far, by patient. */
  readonly stored = new Map<PatientId, number>();
  readonly #store: ImportStore;
  readonly #list: StoredList;
  readonly #onStored: (entries: number) => void;
  readonly #timelines = new Map<PatientId, InsoleTimeline>();
  readonly #waiting = new Map<PatientId, StoredPair[]>();
  readonly #wait: (ms: number) => Promise<unknown>;
  #rowsWaiting = 0;

  /**
   * @param onStored called with the number of entries of each page that was stored
   * @param wait waits between two attempts
   */
  constructor(
    store: ImportStore,
    list: StoredList,
    onStored: (entries: number) => void,
    wait: (ms: number) => Promise<unknown> = sleep,
  ) {
    this.#store = store;
    this.#list = list;
    this.#onStored = onStored;
    this.#wait = wait;
  }

  /** @throws CommandFailure when a patient has entries in these lists already */
  async requireEmpty(patient: PatientId): Promise<void> {
    const { retained, anomaliesStored } = await this.#store.read(patient, 0);
    const entries = this.#list === 'samples' ? retained : anomaliesStored;
    if (entries > 0) {
      throw new CommandFailure(
        EXIT.failed,
        `patient ${patient} has ${entries} ${this.#list} in this store already: import into another, or erase it first`,
      );
    }
  }

  /** Takes one row; it is stored with the others of its page. */
  async take({ patient, timestampText, sensorsText, insole }: SampleRow): Promise<void> {
    const waiting = this.#waiting.get(patient) ?? [];
    if (waiting.length === 0) {
      if (!this.stored.has(patient)) await this.requireEmpty(patient);
      this.#waiting.set(patient, waiting);
    }
    await this.#noteInsole(patient, insole, Number(timestampText));
    waiting.push([sensorsText, timestampText]);
    this.#rowsWaiting++;
    if (waiting.length === PAGE_ENTRIES) await this.#flush(patient, waiting);
    if (this.#rowsWaiting === MAX_ROWS_WAITING) await this.finish();
  }

  /** Stores the rows that wait for a full page. */
  async finish(): Promise<void> {
    for (const [patient, waiting] of this.#waiting) await this.#flush(patient, waiting);
  }

  /** Makes the failure that ends the import: it says what went wrong and what is imported in part. Bugs stay as they are. */
  explain(error: unknown): unknown {
    const isKnown = error instanceof CommandFailure || error instanceof StoreUnavailable;
    if (!isKnown && !(error instanceof UnreadableRow)) return error;
    const { exitCode, message } = isKnown
      ? explainFailure(error)
      : { exitCode: EXIT.failed, message: error.message };
    const begun = [...this.stored.keys()].join(',');
    const left =
      begun === '' ? '' : `; patient ${begun} is imported in part: footwatch erase --patient ${begun}`;
    return new CommandFailure(exitCode, message + left);
  }

  /** Lets the store know what a sample is of, before it is stored. */
  async #noteInsole(patient: PatientId, insole: Insole, atSeconds: number): Promise<void> {
    const known = this.#timelines.get(patient) ?? (await this.#retry(() => this.#store.readInsoles(patient)));
    this.#timelines.set(patient, known);
    if (getInsoleReference(findInsoleAt(known, atSeconds)) === getInsoleReference(insole)) return;
    const { retained, anomaliesStored } = await this.#retry(() => this.#store.read(patient, 0));
    const isFirst = retained + anomaliesStored + (this.#waiting.get(patient)?.length ?? 0) === 0;
    const timeline = continueTimeline(known, insole, atSeconds, isFirst);
    await this.#retry(() => this.#store.writeInsoles(patient, timeline));
    this.#timelines.set(patient, timeline);
  }

  async #flush(patient: PatientId, pairs: readonly StoredPair[]): Promise<void> {
    const before = this.stored.get(patient) ?? 0;
    const outcome = await this.#retry(() => this.#store.append(patient, this.#list, before, pairs));
    if (outcome.kind === 'refused') {
      throw new CommandFailure(
        EXIT.failed,
        `patient ${patient} is being written by another program as well: ${outcome.reason}`,
      );
    }
    this.stored.set(patient, before + pairs.length);
    this.#waiting.delete(patient);
    this.#rowsWaiting -= pairs.length;
    this.#onStored(pairs.length);
  }

  /** Repeats an attempt while the store is unavailable. A page whose reply was lost is stored once all the same. */
  async #retry<T>(attempt: () => Promise<T>): Promise<T> {
    for (const delayMs of RETRY_DELAYS_MS) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await this.#wait(delayMs);
      }
    }
    return attempt();
  }
}
