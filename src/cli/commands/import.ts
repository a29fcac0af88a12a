import { setTimeout as sleep } from 'node:timers/promises';
import type { PatientId } from '../../core/patient.ts';
import { readSampleRows, type SampleRow, UnreadableRow } from '../../export/read-sample-rows.ts';
import type { Settings } from '../../settings/registry.ts';
import { PAGE_ENTRIES } from '../../store/read-pages.ts';
import { type Store, type StoredList, StoreUnavailable } from '../../store/store.ts';
import type { StoredPair } from '../../store/stored-entry.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { inputName, openInput, STDIN } from '../open-input.ts';
import { openRedis } from '../open-redis.ts';
import { startProgress } from '../progress.ts';

/** Exports of patients by turns are held back so far: some 3 MB. */
const MAX_ROWS_WAITING = 10_000;
/** A store that is away for less than this is waited for: what is half imported has to be erased. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000];

/**
 * Reads exports into the store. A patient that has entries already is refused, so that nothing is there twice. Files are
 * read through first: one wrong line, and nothing is stored of any of them.
 */
export async function runImport(
  settings: Settings,
  _origins: LoadedSettings['origins'],
  { operands }: Invocation,
): Promise<number> {
  const paths = operands.length > 0 ? operands : [STDIN];
  if (paths.includes(STDIN) && process.stdin.isTTY) {
    throw new CommandFailure(EXIT.wrongUsage, 'import needs files, or an export on its standard input');
  }
  const list: StoredList = settings['export.anomalies'] ? 'anomalies' : 'samples';
  const store = openRedis(settings);
  const progress = startProgress('samples');
  const importing = new Importing(store, list, (count) => progress.add(count));
  try {
    await store.nowSeconds();
    const known = new Set<PatientId>();
    for await (const { patient } of rowsOf(paths.filter((path) => path !== STDIN))) {
      if (!known.has(patient)) await importing.begin(patient);
      known.add(patient);
    }
    for await (const row of rowsOf(paths)) await importing.take(row);
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

async function* rowsOf(paths: readonly string[]): AsyncGenerator<SampleRow> {
  for (const path of paths) yield* readSampleRows(openInput(path), inputName(path));
}

/** Rows on their way into one kind of list, page by page and patient by patient. */
class Importing {
  /** How many entries were stored of each patient. */
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

  /** Refuses a patient that has entries in these lists already. */
  async begin(patient: PatientId): Promise<void> {
    const { retained, anomaliesStored } = await this.#store.read(patient, 0);
    const held = this.#list === 'samples' ? retained : anomaliesStored;
    if (held > 0) {
      throw new CommandFailure(
        EXIT.failed,
        `patient ${patient} has ${held} ${this.#list} in this store already: import into another, or erase it first`,
      );
    }
  }

  async take({ patient, timestampText, sensorsText }: SampleRow): Promise<void> {
    const waiting = this.#waiting.get(patient) ?? [];
    if (waiting.length === 0) {
      if (!this.stored.has(patient)) await this.begin(patient);
      this.#waiting.set(patient, waiting);
    }
    waiting.push([sensorsText, timestampText]);
    this.#rowsWaiting++;
    if (waiting.length === PAGE_ENTRIES) await this.#flush(patient, waiting);
    if (this.#rowsWaiting === MAX_ROWS_WAITING) await this.finish();
  }

  /** Stores what waits. */
  async finish(): Promise<void> {
    for (const [patient, waiting] of this.#waiting) await this.#flush(patient, waiting);
  }

  /** What went wrong, and what it left behind. */
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
    const outcome = await insist(() => this.#store.append(patient, this.#list, before, pairs));
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

/** A lost answer is no reason to stop: a repeated page is stored once. */
async function insist<T>(attempt: () => Promise<T>): Promise<T> {
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
