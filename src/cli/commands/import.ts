import { setTimeout as sleep } from 'node:timers/promises';
import type { PatientId } from '../../core/patient.ts';
import { readSampleRows, type SampleRow, UnreadableRow } from '../../export/read-sample-rows.ts';
import { PAGE_ENTRIES } from '../../store/read-pages.ts';
import { type Store, type StoredList, StoreUnavailable } from '../../store/store.ts';
import type { StoredPair } from '../../store/stored-entry.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { nameInput, openInput, STDIN } from '../open-input.ts';
import { openRedis } from '../open-redis.ts';
import { startProgress } from '../progress.ts';

/** Limit of the rows that wait for a full page where patients alternate: some 3 MB. */
const MAX_ROWS_WAITING = 10_000;
/** How long to wait before each further attempt. An outage is worth waiting for, as what is half imported has to be erased. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000];

/**
 * `footwatch import`: reads exports into the store. A patient who already has entries is refused, so that nothing is
 * stored twice. Files are read through first, so that one wrong line stores nothing of any of them.
 */
export async function runImport(loaded: LoadedSettings, { operands }: Invocation): Promise<number> {
  const { settings } = loaded;
  const paths = operands.length > 0 ? operands : [STDIN];
  if (paths.includes(STDIN) && process.stdin.isTTY) {
    throw new CommandFailure(EXIT.wrongUsage, 'import needs files, or an export on its standard input');
  }
  const list: StoredList = settings['export.anomalies'] ? 'anomalies' : 'samples';
  const store = openRedis(loaded);
  const progress = startProgress('samples');
  const importing = new Importing(store, list, (count) => progress.add(count));
  try {
    await store.nowSeconds();
    const known = new Set<PatientId>();
    for await (const { patient } of readRows(paths.filter((path) => path !== STDIN))) {
      if (!known.has(patient)) await importing.requireEmpty(patient);
      known.add(patient);
    }
    for await (const row of readRows(paths)) await importing.take(row);
    await importing.finish();
  } catch (error) {
    progress.end();
    throw importing.explain(error);
  } finally {
    progress.end();
    await store.close();
  }
  for (const [patient, entries] of importing.stored) {
    process.stdout.write(`patient ${patient}: ${entries} ${list} imported\n`);
  }
  return EXIT.done;
}

async function* readRows(paths: readonly string[]): AsyncGenerator<SampleRow> {
  for (const path of paths) yield* readSampleRows(openInput(path), nameInput(path));
}

/** Takes rows and stores them in one kind of list, page by page and patient by patient. */
class Importing {
  /** Number of entries stored so far, by patient. */
  readonly stored = new Map<PatientId, number>();
  readonly #store: Store;
  readonly #list: StoredList;
  readonly #onStored: (entries: number) => void;
  readonly #waiting = new Map<PatientId, StoredPair[]>();
  #rowsWaiting = 0;

  constructor(store: Store, list: StoredList, onStored: (entries: number) => void) {
    this.#store = store;
    this.#list = list;
    this.#onStored = onStored;
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
  async take({ patient, timestampText, sensorsText }: SampleRow): Promise<void> {
    const waiting = this.#waiting.get(patient) ?? [];
    if (waiting.length === 0) {
      if (!this.stored.has(patient)) await this.requireEmpty(patient);
      this.#waiting.set(patient, waiting);
    }
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
    const isKnown =
      error instanceof UnreadableRow || error instanceof CommandFailure || error instanceof StoreUnavailable;
    if (!isKnown) return error;
    const exitCode =
      error instanceof StoreUnavailable
        ? EXIT.unavailable
        : error instanceof CommandFailure
          ? error.exitCode
          : EXIT.failed;
    const message = error instanceof StoreUnavailable ? `Redis: ${error.message}` : error.message;
    const begun = [...this.stored.keys()].join(',');
    const left =
      begun === '' ? '' : `; patient ${begun} is imported in part: footwatch erase --patient ${begun}`;
    return new CommandFailure(exitCode, message + left);
  }

  async #flush(patient: PatientId, pairs: readonly StoredPair[]): Promise<void> {
    const before = this.stored.get(patient) ?? 0;
    const outcome = await retry(() => this.#store.append(patient, this.#list, before, pairs));
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
}

/** Repeats an attempt while the store is unavailable. A page whose reply was lost is stored once all the same. */
async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await sleep(delayMs);
    }
  }
  return attempt();
}
